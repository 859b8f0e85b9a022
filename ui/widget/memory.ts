// What the widget keeps in the browser, shared by the tabs of a site.
import type { Source } from "./api";

export interface Kept {
  token: string;
  user: string;
}

/** A message that the server has not acknowledged. Sent again under the same id it is stored once. */
export interface Outgoing {
  id: string;
  text: string;
  at: number;
  /** What its files are called; they themselves are on the shelf. */
  files?: string[];
}

/** Answers whose sources are kept. */
const MANY = 20;

export class Memory {
  readonly #prefix: string;
  /** Where the browser refuses to keep anything, until the page is left. */
  readonly #own = new Map<string, string>();

  constructor(host: string, key: string) {
    this.#prefix = `aside-chat:${host}:${key}:`;
  }

  get session(): Kept | undefined {
    return this.#read<Kept>("session");
  }

  set session(kept: Kept | undefined) {
    this.#write("session", kept);
  }

  /** The last message that the customer has seen. */
  get seen(): string | undefined {
    return this.#read<string>("seen");
  }

  set seen(message: string | undefined) {
    this.#write("seen", message);
  }

  /** Sources by the answer's id: the server tells them once. */
  get sources(): Record<string, Source[]> {
    return this.#read<Record<string, Source[]>>("sources") ?? {};
  }

  keepSources(message: string, sources: Source[]): void {
    const kept = Object.entries({ ...this.sources, [message]: sources });
    this.#write("sources", Object.fromEntries(kept.slice(-MANY)));
  }

  /** One entry each, so that two tabs never overwrite each other's. Oldest first. */
  get outbox(): Outgoing[] {
    const found = this.#keys()
      .filter((key) => key.startsWith("out:"))
      .map((key) => this.#read<Outgoing>(key))
      .filter((entry) => entry !== undefined);
    return found.sort((a, b) => a.at - b.at);
  }

  post(entry: Outgoing): void {
    this.#write(`out:${entry.id}`, entry);
  }

  acknowledge(id: string): void {
    this.#write(`out:${id}`, undefined);
  }

  forget(): void {
    for (const key of this.#keys()) this.#write(key, undefined);
  }

  /** Tells of what another tab changed, by the name of the entry. */
  watch(told: (name: string) => void, signal: AbortSignal): void {
    const heard = (event: StorageEvent): void => {
      if (event.key?.startsWith(this.#prefix)) told(event.key.slice(this.#prefix.length));
    };
    window.addEventListener("storage", heard, { signal });
  }

  #keys(): string[] {
    let names = [...this.#own.keys()];
    try {
      names = names.concat(Object.keys(localStorage));
    } catch {
      // Not ours to use: what is kept lies in `#own`.
    }
    return names.filter((name) => name.startsWith(this.#prefix)).map((name) => name.slice(this.#prefix.length));
  }

  #read<T>(name: string): T | undefined {
    const key = this.#prefix + name;
    try {
      const text = this.#own.get(key) ?? localStorage.getItem(key);
      return text ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  #write(name: string, value: unknown): void {
    const key = this.#prefix + name;
    this.#own.delete(key);
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      if (value !== undefined) this.#own.set(key, JSON.stringify(value));
    }
  }
}
