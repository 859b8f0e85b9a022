// The desk as a web page: requests and events go over HTTP to the server that served the page.
import type { Event } from "../api/nouns";
import { readEvents } from "../../shared/sse";
import type { Answer, Host, HttpMethod, Listener, Loaded } from "./host";
import { Pass, type Tokens } from "./pass";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 4000;
/** Longer than a language model may take for a text, unless that is set higher. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Files may come and go over a slow line. */
const FILE_TIMEOUT_MS = 180_000;

const UNAUTHENTICATED = 401;
/** Answered with 401 where the password or the sign-in itself counts no longer. */
const IN_AND_OUT = ["/auth/login", "/auth/logout"];

export class BrowserHost implements Host {
  readonly kind = "browser";
  readonly #pass = new Pass();
  /** Told whether somebody has to sign in. */
  #watcher: (needed: boolean) => void = () => undefined;
  /** Somebody has to sign in: until then nothing is asked again. */
  #out = false;
  /** Ends the wait before the next try to listen. */
  #hurry: () => void = () => undefined;
  /** Ends the stream that is listened to. */
  #cut: () => void = () => undefined;

  async request(method: HttpMethod, path: string, body?: object): Promise<Answer> {
    // The browser says itself what a form is.
    const form = body instanceof FormData ? body : undefined;
    const response = await this.#fetch(path, () => ({
      method,
      signal: AbortSignal.timeout(form ? FILE_TIMEOUT_MS : REQUEST_TIMEOUT_MS),
      headers: { ...this.#pass.headers, ...(body && !form && { "content-type": "application/json" }) },
      ...(body && { body: form ?? JSON.stringify(body) }),
    }));
    return { status: response.status, body: await response.text() };
  }

  async load(path: string): Promise<Loaded> {
    const response = await this.#fetch(path, () => ({ headers: this.#pass.headers, signal: AbortSignal.timeout(FILE_TIMEOUT_MS) }));
    return { status: response.status, body: await response.blob() };
  }

  readonly gate = {
    watch: (watcher: (needed: boolean) => void): void => {
      this.#watcher = watcher;
    },
    enter: (tokens: Tokens): void => {
      this.#pass.tokens = tokens;
      this.#tell(false);
    },
    leave: async (): Promise<void> => {
      const tokens = this.#pass.tokens;
      this.#pass.tokens = null;
      this.#tell(true);
      // Whoever leaves is gone from this page, also where the server does not answer.
      if (tokens) await this.request("POST", "/auth/logout", { refresh_token: tokens.refresh_token }).catch(() => undefined);
      // With everything that was read.
      location.reload();
    },
  };

  listen(listener: Listener): () => void {
    const stop = new AbortController();
    void this.#listen(listener, stop.signal);
    // Somebody signed in in another tab.
    this.#pass.watch(() => this.#out && this.#pass.tokens !== null && this.#tell(false), stop.signal);
    return () => {
      stop.abort();
      this.#cut();
      this.#hurry();
    };
  }

  async #listen(listener: Listener, signal: AbortSignal): Promise<void> {
    let wait = FIRST_RETRY_MS;
    while (!signal.aborted) {
      const stream = new AbortController();
      this.#cut = () => stream.abort();
      try {
        const response = await this.#fetch("/api/v1/events", () => ({ headers: this.#pass.headers, signal: stream.signal }));
        if (response.ok && response.body) {
          wait = FIRST_RETRY_MS;
          listener.onOpen();
          for await (const data of readEvents(response.body)) {
            if (signal.aborted) return;
            listener.onEvent(JSON.parse(data) as Event);
          }
        }
      } catch {
        // A broken stream is begun anew, as one that ended.
      }
      if (signal.aborted) return;
      listener.onLost();
      await this.#pause(wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    }
  }

  #tell(needed: boolean): void {
    this.#out = needed;
    this.#watcher(needed);
    // Nothing is heard while nobody is signed in, and all is read once somebody is.
    if (needed) this.#cut();
    else this.#hurry();
  }

  /** Waits so long, or until somebody signs in where that is needed. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#out ? undefined : setTimeout(resolve, milliseconds);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Asks, once more with renewed tokens, and tells where somebody has to sign in. */
  async #fetch(path: string, options: () => RequestInit): Promise<Response> {
    const shown = this.#pass.tokens?.access_token;
    const response = await fetch(path, options());
    if (response.status !== UNAUTHENTICATED || IN_AND_OUT.includes(path)) return response;
    if (!(await this.#pass.renew(shown))) {
      if (this.#pass.tokens === null) this.#tell(true);
      return response;
    }
    const again = await fetch(path, options());
    if (again.status === UNAUTHENTICATED) this.#tell(true);
    return again;
  }
}
