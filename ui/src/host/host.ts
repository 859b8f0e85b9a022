// What the desk asks of the place it runs in, and nothing more.
import type { Event } from "../api/nouns";
import type { Tokens } from "./pass";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

export interface Answer {
  status: number;
  body: string;
}

/** An answer as it came: a file, or an error in JSON. */
export interface Loaded {
  status: number;
  body: Blob;
}

export interface Listener {
  /** Called whenever the stream of events begins, again after every break: events may have been missed. */
  onOpen(): void;
  /** Called when the stream breaks; the host goes on trying by itself. */
  onLost(): void;
  onEvent(event: Event): void;
}

/** Where whoever asks may have to sign in. */
export interface Gate {
  /** Tells from now on whether somebody has to sign in. */
  watch(watcher: (needed: boolean) => void): void;
  /** Goes on with the tokens of a sign-in. */
  enter(tokens: Tokens): void;
  /** Ends the sign-in. */
  leave(): Promise<void>;
}

export interface Host {
  kind: "browser" | "desktop";
  /** Rejects only where no answer came; an error's answer is an answer. A form goes as a form, all else as JSON. */
  request(method: HttpMethod, path: string, body?: object): Promise<Answer>;
  /** Reads what is no text. Rejects as `request` does. */
  load(path: string): Promise<Loaded>;
  /** Absent in the window, which is the machine's owner's. */
  readonly gate?: Gate;
  /** Starts listening; the function that comes back stops it. */
  listen(listener: Listener): () => void;
}
