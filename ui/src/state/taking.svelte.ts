// The small window: a text of another program, what is suggested for it, and the reply that goes back.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Advice, Conversation, Event, LiveDraft, Suggestion } from "../api/nouns";
import type { BesideHost, Host, Taken } from "../host/host";
import { Commands } from "./commands";
import { mergeConversation, newerAdvice } from "./merge";

export class Taking {
  readonly commands = new Commands();

  /** What is answered; null while there is nothing to answer. */
  taken = $state.raw<{ text: string; source: Taken["source"] | "typed" } | null>(null);
  /** What is being written where nothing was taken. */
  typed = $state("");
  conversation = $state.raw<Conversation | null>(null);
  /** What a language model writes at this moment. */
  live = $state.raw<LiveDraft | null>(null);
  /** A text that was copied elsewhere and can be answered. */
  copied = $state<string | null>(null);
  /** The keys that open this window; empty where none do, null until read. */
  shortcut = $state<string | null>(null);
  /** The reply that was handed back last. */
  handed = $state<string | null>(null);
  /** Why the text has no answer, or the reply was not handed back. */
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  readonly #host: Host;
  #chosen = $state<string | null>(null);
  /** Counts what was taken, so that an answer to an older text changes nothing. */
  #asked = 0;

  constructor(api: Api, host: Host) {
    this.#api = api;
    this.#host = host;
  }

  /** Listens, and takes what waits; the function that comes back stops it. */
  connect(): () => void {
    const { beside } = this.#host;
    const stops = [
      this.#host.listen({
        onOpen: () => void this.#readAgain(),
        onLost: () => (this.live = null),
        onEvent: (event) => this.#hear(event),
      }),
      beside?.hear((told) => {
        if (told.type === "taken") void this.take(beside);
        else if (told.type === "copied") this.copied = told.text;
        else if (told.type === "changed") void this.#readSettings(beside);
      }),
    ];
    if (beside) {
      void this.take(beside);
      void this.#readSettings(beside);
    }
    return () => stops.forEach((stop) => stop?.());
  }

  /** Other programs can be read and written to. */
  get inWindow(): boolean {
    return this.#host.beside !== undefined;
  }

  get advice(): Advice | null {
    const newest = this.conversation?.messages.findLast((message) => message.author === "customer");
    const advice = this.conversation?.advice ?? null;
    return advice?.message_id === newest?.id ? advice : null;
  }

  get suggestions(): Suggestion[] {
    return this.advice?.suggestions ?? [];
  }

  /** The place of the chosen suggestion; the first until another is chosen, -1 where there is none. */
  get chosen(): number {
    const at = this.suggestions.findIndex((one) => one.id === this.#chosen);
    return at < 0 ? Math.min(0, this.suggestions.length - 1) : at;
  }

  /** Something is being read. */
  get busy(): boolean {
    return this.taken !== null && this.advice === null && this.failure === null;
  }

  /** Asks for what was taken; a window that is opened again with the same text shows the same. */
  async take(beside: BesideHost): Promise<void> {
    const taken = await beside.taken();
    if (taken === null) {
      if (this.handed !== null) this.another();
      return;
    }
    await this.read(taken.text, taken.source);
  }

  /** Has a text answered. */
  async read(text: string, source: Taken["source"] | "typed"): Promise<void> {
    if (text.trim() === "") return;
    this.handed = null;
    if (this.taken?.text.trim() === text.trim() && this.failure === null) return;
    const asked = ++this.#asked;
    this.taken = { text, source };
    this.conversation = null;
    this.live = null;
    this.failure = null;
    this.#chosen = null;
    try {
      const conversation = await this.#api.start("", text);
      if (asked !== this.#asked) return;
      this.conversation = conversation;
      if (source === "typed") this.typed = "";
    } catch (error) {
      if (asked === this.#asked) this.failure = asFailure(error);
    }
    // What happened before it was known here was not heard.
    if (this.busy) await this.#readAgain();
  }

  /** Leaves the text for another one. */
  another(): void {
    this.#asked++;
    this.taken = null;
    this.conversation = null;
    this.live = null;
    this.handed = null;
    this.failure = null;
    this.#chosen = null;
  }

  /** Chooses the nth suggestion, from 0. */
  choose(index: number): boolean {
    const suggestion = this.suggestions[index];
    if (suggestion) this.#chosen = suggestion.id;
    return suggestion !== undefined;
  }

  step(by: 1 | -1): void {
    this.choose(Math.min(Math.max(this.chosen + by, 0), this.suggestions.length - 1));
  }

  /**
   * Copies the chosen suggestion for the other program and keeps it as the reply. `copy` is how a browser copies.
   * Copied but not kept, the person has the reply and is told why it is not kept.
   */
  async handBack(copy: (text: string) => Promise<void>): Promise<void> {
    const suggestion = this.suggestions[this.chosen];
    const id = this.conversation?.summary.id;
    if (!suggestion || id === undefined) return;
    this.failure = null;
    const { text } = suggestion;
    try {
      if (this.#host.beside) await this.#host.beside.handBack(text);
      else await copy(text);
      const kept = this.handed === text;
      this.handed = text;
      if (!kept) await this.#api.reply(id, { text, suggestion_id: suggestion.id });
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  leave(): void {
    void this.#host.beside?.leave();
  }

  showDesk(): void {
    void this.#host.beside?.showDesk(this.conversation?.summary.id);
  }

  takeCopied(): void {
    void this.#host.beside?.takeCopied();
  }

  async #readSettings(beside: BesideHost): Promise<void> {
    try {
      const [settings, machine] = await Promise.all([this.#api.besideSettings(), beside.machine()]);
      this.shortcut = machine.shortcut === null ? settings.shortcut : "";
      this.copied = machine.copied;
    } catch {
      // The window goes without saying which keys open it.
      this.shortcut = "";
    }
  }

  #hear(event: Event): void {
    const id = this.conversation?.summary.id;
    if (event.type === "advice_ready" && event.advice.conversation_id === id && this.conversation) {
      const advice = newerAdvice(this.conversation.advice, event.advice);
      this.conversation = { ...this.conversation, summary: event.conversation, advice };
    } else if (event.type === "draft_writing" && event.draft.conversation_id === id) {
      this.live = event.draft;
    } else if (event.type === "draft_ended" && event.conversation_id === id) {
      this.live = null;
    } else if (event.type === "resync") {
      void this.#readAgain();
    }
  }

  async #readAgain(): Promise<void> {
    const id = this.conversation?.summary.id;
    if (id === undefined) return;
    try {
      const read = await this.#api.conversation(id);
      if (this.conversation?.summary.id === id) this.conversation = mergeConversation(this.conversation, read);
    } catch (error) {
      if (this.conversation?.summary.id === id) this.failure = asFailure(error);
    }
  }
}

/** Also of what the window's own commands refuse with. */
function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  const detail = typeof error === "object" && error !== null && "detail" in error ? String(error.detail) : "";
  return new ApiFailure("internal", detail);
}
