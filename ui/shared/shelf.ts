// Files that are to be sent, in the browser's database: a page that is loaded anew still has them.

const STORE = "files";

export class Shelf {
  readonly #name: string;
  /** Those of this page, and all where the browser refuses to keep anything. */
  readonly #own = new Map<string, File[]>();

  /** The database's name: files of another name are others. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Puts files in a place. False where the browser does not keep them longer than the page. */
  async put(place: string, files: File[]): Promise<boolean> {
    this.#own.set(place, files);
    return this.#does("readwrite", (store) => store.put(files, place));
  }

  /** The files of a place; none where they are gone. */
  async get(place: string): Promise<File[] | undefined> {
    return this.#own.get(place) ?? (await this.#ask<File[] | undefined>("readonly", (store) => store.get(place)).catch(() => undefined));
  }

  /** Whatever is kept, by its place. */
  async all(): Promise<[string, File[]][]> {
    try {
      const places = await this.#ask<string[]>("readonly", (store) => store.getAllKeys());
      const files = await Promise.all(places.map((place) => this.get(place)));
      return places.flatMap((place, at) => (files[at] ? [[place, files[at]] as [string, File[]]] : []));
    } catch {
      return [];
    }
  }

  async drop(place: string): Promise<void> {
    this.#own.delete(place);
    await this.#does("readwrite", (store) => store.delete(place));
  }

  async clear(): Promise<void> {
    this.#own.clear();
    await this.#does("readwrite", (store) => store.clear());
  }

  /** Whether the browser did it. */
  #does(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<boolean> {
    return this.#ask(mode, ask).then(
      () => true,
      () => false,
    );
  }

  async #ask<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const opening = indexedDB.open(this.#name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = (await answered(opening)) as IDBDatabase;
    try {
      const transaction = database.transaction(STORE, mode);
      const done = committed(transaction);
      const answer = (await answered(ask(transaction.objectStore(STORE)))) as T;
      // Room may turn out to be missing at the very end.
      await done;
      return answer;
    } finally {
      database.close();
    }
  }
}

function answered(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as unknown);
    request.onerror = () => reject(request.error ?? new Error("the browser keeps nothing"));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser keeps nothing"));
  });
  // Where the question itself fails, that is what is told.
  done.catch(() => undefined);
  return done;
}
