// One customer's conversation: what was said, what waits to be sent, and the connection to the server.
import { type Api, type Attachment, type ChatEvent, type ChatMessage, type History, type Mood, Refusal, type Source, type Spoken, type Status } from "./api";
import { delay, pause } from "./backoff";
import type { Memory, Outgoing } from "./memory";
import type { Shelf } from "../shared/shelf";

/** A message that is not acknowledged yet, or was refused for good. */
export interface Pending extends Outgoing {
  refused?: string;
  /** The same for machines. */
  code?: string;
  /** What of its files was the matter: they are gone from this browser, too large, or not taken. */
  about?: "gone" | "large" | "unsupported";
  /** The share of its files that is on its way, from 0 to 1. */
  sent?: number;
  /** The stored message, once it came back. */
  stored?: string;
}

/** What the page is told of. */
export interface Heard {
  changed(): void;
  /** A message of the other side that was not there before. */
  message(message: ChatMessage): void;
}

const TYPING_TOLD = 3_000;
const TYPING_SHOWN = 5_000;
/** What is written is sent ahead once the customer pauses. */
const PREVIEW_AFTER = 400;

export class Conversation {
  messages: ChatMessage[] = [];
  pending: Pending[] = [];
  status: Status = "open";
  personLeads = false;
  rating: number | null = null;
  agentTypes = false;
  /** The face that suits how the customer feels. */
  face: Mood = "calm";
  /** What is written is sent before the customer sends it, and the customer is told. */
  previews = false;
  /** The server reads its messages aloud. */
  speech = false;
  /** Nothing answers: the network or the server is away. */
  lost = false;
  /** It was too much at once: what is written waits; for so many seconds, where the server says. */
  busy: { seconds: number | undefined } | undefined;
  /** Why the server does not let this page chat. */
  refused = "";

  readonly #names = new Map<string, string>();
  #listening: AbortController | undefined;
  #sending = false;
  readonly #ended = new AbortController();
  #typingTold = 0;
  #previewTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly shelf: Shelf,
    public user: string,
    /** The site's signature of the user's name, where the site signs. */
    public hash: string,
    private readonly heard: Heard,
  ) {
    const { signal } = this.#ended;
    memory.watch((name) => this.#otherTab(name), signal);
    // A browser grants a site six connections: tabs that nobody looks at leave theirs.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#deafen() : void this.#listen()), { signal });
    window.addEventListener("offline", () => this.#interrupt(), { signal });
    const kept = memory.session;
    // Who is known by another name than before is somebody else.
    if (kept && user && kept.user !== user) this.#forget();
    else if (kept) this.user = kept.user;
    this.pending = memory.outbox;
    void this.#listen();
    void this.#flush();
  }

  get begun(): boolean {
    return this.messages.length > 0;
  }

  /** The assistant has to answer what was sent. */
  get thinking(): boolean {
    return this.pending.some((entry) => entry.refused === undefined) && !this.lost && !this.busy && !this.personLeads;
  }

  get unread(): number {
    const seen = this.messages.findIndex((message) => message.id === this.memory.seen);
    return this.messages.slice(seen + 1).filter((message) => message.author !== "customer").length;
  }

  /** What names a message on the screen, from when it was written until it is history. */
  keyOf(message: ChatMessage): string {
    return this.#names.get(message.id) ?? message.id;
  }

  sourcesOf(message: ChatMessage): Source[] {
    return this.memory.sources[message.id] ?? [];
  }

  see(): void {
    const last = this.messages.at(-1)?.id;
    if (last && last !== this.memory.seen) this.memory.seen = last;
  }

  send(text: string, files: File[] = []): void {
    clearTimeout(this.#previewTimer);
    const entry: Pending = { id: uuid(), text, at: Date.now(), ...(files.length > 0 && { files: files.map(({ name }) => name) }) };
    this.pending.push(entry);
    this.heard.changed();
    const post = (): void => {
      this.memory.post(entry);
      void this.#flush();
    };
    // The files first: whoever finds the message finds them.
    if (files.length > 0) void this.shelf.put(entry.id, files).then(post);
    else post();
  }

  /** The bytes of a file of a message. */
  file(file: Attachment): Promise<Blob> {
    const { session } = this.memory;
    return session ? this.api.file(session.token, file) : Promise.reject(new Error("no session"));
  }

  /** A message as the server reads it aloud. */
  spoken(message: ChatMessage): Promise<Spoken> {
    const { session } = this.memory;
    return session ? this.api.speech(session.token, message.id) : Promise.reject(new Error("no session"));
  }

  /** Tries a refused message again. */
  retry(id: string): void {
    const entry = this.pending.find((one) => one.id === id);
    if (entry) {
      delete entry.refused;
      delete entry.about;
    }
    this.heard.changed();
    void this.#flush();
  }

  discard(id: string): void {
    this.#done(id);
    this.pending = this.pending.filter((entry) => entry.id !== id);
    this.heard.changed();
  }

  /** What the customer has written so far leaves the page only where the server asks for it. */
  typing(text: string): void {
    const { session } = this.memory;
    clearTimeout(this.#previewTimer);
    if (!session || this.lost) return;
    const tell = (): void => void this.api.typing(session.token, this.previews ? text : undefined).catch(() => undefined);
    if (this.previews && text.trim()) this.#previewTimer = setTimeout(tell, PREVIEW_AFTER);
    if (Date.now() - this.#typingTold < TYPING_TOLD) return;
    this.#typingTold = Date.now();
    tell();
  }

  async askForPerson(): Promise<void> {
    const { session } = this.memory;
    if (!session) return;
    await this.api.person(session.token);
    await this.#refresh();
  }

  async rate(rating: number, comment: string): Promise<void> {
    const { session } = this.memory;
    if (!session) return;
    await this.api.rate(session.token, rating, comment);
    this.rating = rating;
    this.heard.changed();
  }

  /** Another customer from now on: nothing of the one before stays. */
  become(user: string): void {
    this.#forget();
    this.user = user;
    this.#reset();
  }

  end(): void {
    this.#ended.abort();
    this.#deafen();
  }

  /** A message waits no longer. */
  #done(id: string): void {
    this.memory.acknowledge(id);
    if (this.pending.some((entry) => entry.id === id && entry.files)) void this.shelf.drop(id);
  }

  #forget(): void {
    this.memory.forget();
    void this.shelf.clear();
  }

  #reset(): void {
    this.#deafen();
    this.messages = [];
    this.pending = this.memory.outbox;
    this.status = "open";
    this.personLeads = false;
    this.rating = null;
    this.face = "calm";
    this.agentTypes = false;
    this.busy = undefined;
    this.heard.changed();
    void this.#listen();
  }

  #otherTab(name: string): void {
    if (name === "session") {
      const { session } = this.memory;
      if (session) this.user = session.user;
      this.#reset();
    } else this.heard.changed();
  }

  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    const { signal } = this.#ended;
    for (let attempt = 0; !signal.aborted; ) {
      const entry = this.pending.find((one) => one.refused === undefined);
      if (!entry) break;
      try {
        const token = await this.#token();
        const files = entry.files ? await this.shelf.get(entry.id) : [];
        if (!files) {
          entry.refused = "";
          entry.about = "gone";
          this.heard.changed();
          continue;
        }
        const reply = await this.api.send(token, entry.text, entry.id, files, (share) => {
          entry.sent = share;
          this.heard.changed();
        });
        attempt = 0;
        this.refused = "";
        this.busy = undefined;
        this.#connected();
        this.#settle(entry, reply.customer_message_id);
        this.face = reply.face;
        if (reply.message_id && reply.sources.length > 0) this.memory.keepSources(reply.message_id, reply.sources);
        const known = (id: string | null): boolean => !id || this.messages.some((message) => message.id === id);
        // What is written into a closed conversation opens it.
        if (this.status === "resolved" || !known(reply.customer_message_id) || !known(reply.message_id)) await this.#refresh().catch(() => undefined);
        this.#done(entry.id);
        this.pending = this.pending.filter((one) => one.id !== entry.id);
        this.heard.changed();
      } catch (error) {
        if (error instanceof Refusal && error.status === 404 && this.memory.session) {
          // The server knows the session no more: the message goes into a new one.
          this.memory.session = undefined;
          this.#deafen();
          continue;
        }
        if (error instanceof Refusal && !error.passes) {
          entry.refused = error.message;
          entry.code = error.code;
          if (error.tooLarge) entry.about = "large";
          if (error.unsupported) entry.about = "unsupported";
          this.busy = undefined;
          if (error.status === 403) this.refused = error.message;
          this.heard.changed();
          continue;
        }
        await pause(this.#held(error) ?? delay(attempt++), signal);
      }
    }
    this.#sending = false;
  }

  /** The session's token; opens one where there is none, in one tab only. */
  #token(): Promise<string> {
    const open = async (): Promise<string> => {
      const kept = this.memory.session;
      if (kept) return kept.token;
      const opened = await this.api.open(this.user || `visitor-${uuid().slice(0, 8)}`, this.user && this.hash);
      const token = opened.session_id;
      this.previews = opened.typing_previews;
      this.speech = opened.speech;
      this.memory.session = { token, user: this.user };
      void this.#listen();
      return token;
    };
    if (this.memory.session || !("locks" in navigator)) return open();
    return navigator.locks.request("aside-chat", open);
  }

  async #listen(): Promise<void> {
    if (this.#listening || document.hidden || !this.memory.session || this.#ended.signal.aborted) return;
    const listening = new AbortController();
    this.#listening = listening;
    const { signal } = listening;
    for (let attempt = 0; !signal.aborted; ) {
      const token = this.memory.session?.token;
      if (!token) break;
      const stream = new AbortController();
      let tooMuch: Refusal | undefined;
      const stop = (): void => stream.abort();
      signal.addEventListener("abort", stop);
      window.addEventListener("offline", stop);
      try {
        const opened = (): void => {
          attempt = 0;
          this.#connected();
          // What the stream does not repeat: where the conversation stands, and all that was said.
          void this.#refresh().catch(() => stream.abort());
        };
        for await (const event of this.api.events(token, this.messages.at(-1)?.id, stream.signal, opened)) {
          if (signal.aborted) return;
          this.#hear(event);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refusal && error.status === 404) {
          this.memory.session = undefined;
          break;
        }
        if (error instanceof Refusal && error.status === 403) this.refused = error.message;
        if (error instanceof Refusal && error.tooMuch) tooMuch = error;
      } finally {
        signal.removeEventListener("abort", stop);
        window.removeEventListener("offline", stop);
      }
      // The stream, too, may be asked for too often; only what is written waits in sight.
      if (!tooMuch) this.#disconnected();
      await pause(tooMuch?.after ? tooMuch.after * 1000 : delay(attempt++), signal);
    }
    if (this.#listening === listening) this.#listening = undefined;
  }

  #deafen(): void {
    this.#listening?.abort();
    this.#listening = undefined;
  }

  #interrupt(): void {
    if (this.memory.session) this.#disconnected();
  }

  #hear(event: ChatEvent): void {
    switch (event.type) {
      case "message":
        this.#add([event.message]);
        if (this.#changesStanding(event.message)) void this.#refresh().catch(() => undefined);
        break;
      case "status":
        this.#stands(event.status, event.person_leads);
        break;
      case "typing":
        this.agentTypes = true;
        clearTimeout(this.#typingTimer);
        this.#typingTimer = setTimeout(() => this.#stoppedTyping(), TYPING_SHOWN);
        break;
      case "resync":
        void this.#refresh().catch(() => undefined);
        break;
    }
    this.heard.changed();
  }

  /** A person who writes leads from then on, and a customer who does, be it in another tab, opens what was closed. */
  #changesStanding({ author }: ChatMessage): boolean {
    return author === "agent" ? !this.personLeads : author === "customer" && this.status === "resolved";
  }

  async #refresh(): Promise<void> {
    const token = this.memory.session?.token;
    if (!token) return;
    const history: History = await this.api.history(token);
    if (token !== this.memory.session?.token) return;
    const first = this.messages.length === 0;
    this.#stands(history.status, history.person_leads);
    this.rating = history.rating;
    this.face = history.face;
    this.previews = history.typing_previews;
    this.speech = history.speech;
    this.#add(history.messages, first);
    this.heard.changed();
  }

  /** Adds what is new, once. Old ones of a history are no news. */
  #add(messages: ChatMessage[], old = false): void {
    for (const message of messages) {
      if (this.messages.some((known) => known.id === message.id)) continue;
      this.messages.push(message);
      if (message.author === "customer") {
        const is = (one: Pending): boolean => one.text.trim() === message.text.trim() && (one.files?.length ?? 0) === (message.attachments?.length ?? 0);
        const entry = this.pending.find((one) => !one.stored && is(one));
        if (entry) this.#settle(entry, message.id);
        continue;
      }
      if (message.author === "agent") this.#stoppedTyping();
      if (!old) this.heard.message(message);
    }
    this.messages.sort((a, b) => a.at - b.at);
  }

  /** A message that was sent came back under the server's name. */
  #settle(entry: Pending, id: string): void {
    if (entry.stored && entry.stored !== id) this.#names.delete(entry.stored);
    entry.stored = id;
    this.#names.set(id, entry.id);
  }

  #stands(status: Status, personLeads: boolean): void {
    this.status = status;
    this.personLeads = personLeads;
  }

  #stoppedTyping(): void {
    clearTimeout(this.#typingTimer);
    if (!this.agentTypes) return;
    this.agentTypes = false;
    this.heard.changed();
  }

  /** Why nothing goes out; milliseconds until it may, where the server says. */
  #held(error: unknown): number | undefined {
    if (!(error instanceof Refusal && error.tooMuch)) {
      this.busy = undefined;
      this.#disconnected();
      return undefined;
    }
    this.lost = false;
    this.busy = { seconds: error.after };
    this.heard.changed();
    return error.after && error.after * 1000;
  }

  #connected(): void {
    if (!this.lost) return;
    this.lost = false;
    this.heard.changed();
  }

  #disconnected(): void {
    if (this.lost) return;
    this.lost = true;
    this.heard.changed();
  }
}

/** `crypto.randomUUID` is missing on pages without TLS. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
