// The routes of chat sessions, and nothing else of the network.
import { retryAfter } from "./backoff";
import { readEvents } from "../shared/sse";

export type Author = "customer" | "agent" | "assistant";
export type Status = "open" | "escalated" | "resolved";

export interface ChatMessage {
  id: string;
  author: Author;
  /** Plain text: never markup. */
  text: string;
  /** Milliseconds since 1970, by the server's clock. */
  at: number;
}

/** How the customer feels, as far as it is known. The face answers kindly: it never mirrors anger. */
export type Mood = "calm" | "glad" | "sorry";

export interface Opened {
  session_id: string;
  /** What is written is sent before the customer sends it, and the customer is told. */
  typing_previews: boolean;
}

export interface Source {
  id: string;
  content: string;
  metadata: { title: string; section: string; page: number | null };
}

export interface History {
  status: Status;
  person_leads: boolean;
  rating: number | null;
  face: Mood;
  typing_previews: boolean;
  messages: ChatMessage[];
}

export interface Reply {
  message_id: string | null;
  customer_message_id: string;
  sources: Source[];
  face: Mood;
}

export type ChatEvent =
  | { type: "message"; message: ChatMessage }
  | { type: "typing" }
  | { type: "status"; status: Status; person_leads: boolean }
  | { type: "resync" };

/** The server answered, and refused. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
    /** Seconds after which to ask again, where the server says. */
    readonly after?: number,
  ) {
    super(detail);
  }

  /** It was too much at once. */
  get tooMuch(): boolean {
    return this.status === 429;
  }

  /** Asked again later, it may be answered otherwise. */
  get passes(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** An answer takes well below a second; a hung connection must not hold the outbox for ever. */
const PATIENCE = 60_000;

export class Api {
  constructor(
    private readonly host: string,
    private readonly key: string,
  ) {}

  /** `hash` is the site's signature of the user's name, where the site signs. */
  async open(user: string, hash: string): Promise<Opened> {
    return (await this.#json("", { user_id: user, ...(hash && { user_hash: hash }) })) as Opened;
  }

  async send(session: string, message: string, clientId: string): Promise<Reply> {
    return (await this.#json(`/${session}/messages`, { message, client_id: clientId })) as Reply;
  }

  async history(session: string, after?: string): Promise<History> {
    return (await this.#json(`/${session}/history${after ? `?after=${after}` : ""}`)) as History;
  }

  async person(session: string): Promise<void> {
    await this.#json(`/${session}/person`, {});
  }

  async typing(session: string, preview?: string): Promise<void> {
    await this.#ask(`/${session}/typing`, { preview });
  }

  async rate(session: string, rating: number, comment: string): Promise<void> {
    await this.#ask(`/${session}/rating`, { rating, comment });
  }

  /** What happens from now on; `after` is the last message that is known. Ends when the stream does. */
  async *events(session: string, after: string | undefined, signal: AbortSignal, opened: () => void): AsyncGenerator<ChatEvent> {
    const response = await this.#fetch(`/${session}/events${after ? `?after=${after}` : ""}`, { signal });
    opened();
    if (response.body) for await (const data of readEvents(response.body)) yield JSON.parse(data) as ChatEvent;
  }

  async #json(path: string, body?: object): Promise<unknown> {
    return (await this.#ask(path, body)).json();
  }

  #ask(path: string, body?: object): Promise<Response> {
    const signal = AbortSignal.timeout(PATIENCE);
    return this.#fetch(path, body ? { method: "POST", body: JSON.stringify(body), signal } : { signal });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.key) headers["x-aside-key"] = this.key;
    if (init.body) headers["content-type"] = "application/json";
    const response = await fetch(`${this.host}/chat/sessions${path}`, { ...init, headers, credentials: "omit", cache: "no-store" });
    if (response.ok) return response;
    const body: unknown = await response.json().catch(() => null);
    const detail = body && typeof body === "object" && "detail" in body ? String(body.detail) : response.statusText;
    throw new Refusal(response.status, detail, retryAfter(response.headers.get("retry-after")));
  }
}
