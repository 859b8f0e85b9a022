// The routes of chat sessions, and nothing else of the network.
import { retryAfter } from "./backoff";
import { readEvents } from "../shared/sse";
import type { Mouth } from "./visemes";

export type Author = "customer" | "agent" | "assistant";
export type Status = "open" | "escalated" | "resolved";

/** A file that came with a message. */
export interface Attachment {
  id: string;
  name: string;
  /** By its bytes, as the server saw them. */
  media_type: string;
  bytes: number;
}

export interface ChatMessage {
  id: string;
  author: Author;
  /** Of a customer plain text; of the others with the marks that `prose` knows, and never HTML. */
  text: string;
  /** Milliseconds since 1970, by the server's clock. */
  at: number;
  attachments?: Attachment[];
}

/** How the customer feels, as far as it is known. The face answers kindly: it never mirrors anger. */
export type Mood = "calm" | "glad" | "sorry";

export interface Opened {
  session_id: string;
  /** What is written is sent before the customer sends it, and the customer is told. */
  typing_previews: boolean;
  /** The server reads its messages aloud. */
  speech: boolean;
}

/** A shape of the mouth that begins. */
export interface Viseme {
  at_ms: number;
  shape: Mouth;
}

/** A message as the server reads it aloud. */
export interface Spoken {
  /** A file in base64. */
  audio: { media_type: string; data: string };
  /** In the order of time. */
  visemes: Viseme[];
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
  speech: boolean;
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
    /** What went wrong, for machines. */
    readonly code = "",
  ) {
    super(detail);
  }

  /** It was too much at once. */
  get tooMuch(): boolean {
    return this.status === 429;
  }

  /** It, or a file of it, is larger than is taken. */
  get tooLarge(): boolean {
    return this.status === 413;
  }

  /** A file of it is not taken. */
  get unsupported(): boolean {
    return this.status === 415;
  }

  /** Asked again later, it may be answered otherwise. */
  get passes(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** An answer takes well below a second; a hung connection must not hold the outbox for ever. */
const PATIENCE = 60_000;
/** Files may come and go over a slow line. */
const FILE_PATIENCE = 180_000;

export class Api {
  constructor(
    private readonly host: string,
    private readonly key: string,
    /** The language that the page is in, as its tag. */
    private readonly language: string,
  ) {}

  /** `hash` is the site's signature of the user's name, where the site signs. */
  async open(user: string, hash: string): Promise<Opened> {
    return (await this.#json("", { user_id: user, language: this.language, ...(hash && { user_hash: hash }) })) as Opened;
  }

  /** `sent` is told the share of the files that is on its way, from 0 to 1. */
  async send(session: string, message: string, clientId: string, files: File[] = [], sent: (share: number) => void = () => undefined): Promise<Reply> {
    const path = `/${session}/messages`;
    if (files.length === 0) return (await this.#json(path, { message, client_id: clientId })) as Reply;
    const form = new FormData();
    form.append("message", message);
    form.append("client_id", clientId);
    for (const file of files) form.append("file", file, file.name);
    return (await this.#post(path, form, sent)) as Reply;
  }

  async file(session: string, file: Attachment): Promise<Blob> {
    return (await this.#fetch(`/${session}/attachments/${file.id}`, { signal: AbortSignal.timeout(FILE_PATIENCE) })).blob();
  }

  async history(session: string, after?: string): Promise<History> {
    return (await this.#json(`/${session}/history${after ? `?after=${after}` : ""}`)) as History;
  }

  async speech(session: string, message: string): Promise<Spoken> {
    return (await this.#json(`/${session}/speech`, { message_id: message })) as Spoken;
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

  /** As `fetch`, which does not tell how far a form is. */
  #post(path: string, form: FormData, sent: (share: number) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${this.host}/chat/sessions${path}`);
      request.timeout = FILE_PATIENCE;
      if (this.key) request.setRequestHeader("x-aside-key", this.key);
      request.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
      request.onload = () => {
        const { status, statusText } = request;
        const body = parsed(request.responseText);
        if (status >= 200 && status < 300) resolve(body);
        else reject(new Refusal(status, told(body, "detail") ?? statusText, retryAfter(request.getResponseHeader("retry-after")), told(body, "code")));
      };
      request.onerror = request.ontimeout = request.onabort = () => reject(new Error("no answer"));
      request.send(form);
    });
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
    throw new Refusal(response.status, told(body, "detail") ?? response.statusText, retryAfter(response.headers.get("retry-after")), told(body, "code"));
  }
}

/** A part of what the server says about an error. */
function told(body: unknown, part: "detail" | "code"): string | undefined {
  return body && typeof body === "object" && part in body ? String((body as Record<string, unknown>)[part]) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
