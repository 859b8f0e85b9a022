// Files that wait to be sent, in the browser's database: a page that is loaded anew still has them.

const STORE = "files";

export class Shelf {
  readonly #name: string;
  /** Those of this page, and all where the browser refuses to keep anything. */
  readonly #own = new Map<string, File[]>();

  constructor(host: string, key: string) {
    this.#name = `aside-chat:${host}:${key}`;
  }

  async put(message: string, files: File[]): Promise<void> {
    this.#own.set(message, files);
    await this.#ask("readwrite", (store) => store.put(files, message)).catch(() => undefined);
  }

  /** The files of a message; none where they are gone. */
  async get(message: string): Promise<File[] | undefined> {
    return this.#own.get(message) ?? (await this.#ask<File[] | undefined>("readonly", (store) => store.get(message)).catch(() => undefined));
  }

  async drop(message: string): Promise<void> {
    this.#own.delete(message);
    await this.#ask("readwrite", (store) => store.delete(message)).catch(() => undefined);
  }

  async clear(): Promise<void> {
    this.#own.clear();
    await this.#ask("readwrite", (store) => store.clear()).catch(() => undefined);
  }

  async #ask<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T> | IDBRequest): Promise<T> {
    const opening = indexedDB.open(this.#name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = (await answered(opening)) as IDBDatabase;
    try {
      return (await answered(ask(database.transaction(STORE, mode).objectStore(STORE)))) as T;
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
