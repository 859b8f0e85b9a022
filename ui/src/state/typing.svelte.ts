// Who is writing in a chat at this moment: the customer, told by events, and the agent, which the customer is told.
import { SvelteSet } from "svelte/reactivity";
import type { Api } from "../api/client";

/** How long a customer is taken to write after the last sign of it. They are sent about every three seconds. */
export const WRITES_MS = 5_000;

/** So often a customer is told, at most, that an agent writes. */
export const TELL_MS = 3_000;

export class Typing {
  readonly #api: Api;
  readonly #writing = new SvelteSet<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** When each customer was told last. */
  readonly #told = new Map<string, number>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Whether the conversation's customer is writing. */
  in(conversation: string | null): boolean {
    return conversation !== null && this.#writing.has(conversation);
  }

  /** The customer writes. */
  heard(conversation: string): void {
    this.stopped(conversation);
    this.#writing.add(conversation);
    this.#timers.set(conversation, setTimeout(() => this.stopped(conversation), WRITES_MS));
  }

  /** The customer sent it, or writes no longer. */
  stopped(conversation: string): void {
    clearTimeout(this.#timers.get(conversation));
    this.#timers.delete(conversation);
    this.#writing.delete(conversation);
  }

  /** Nothing is known of who writes. */
  forget(): void {
    for (const conversation of [...this.#writing]) this.stopped(conversation);
  }

  /** Tells the customer of a chat that an agent writes. That it is not told is no failure. */
  tell(conversation: string): void {
    const now = Date.now();
    if (now - (this.#told.get(conversation) ?? -TELL_MS) < TELL_MS) return;
    this.#told.set(conversation, now);
    this.#api.agentTypes(conversation).catch(() => undefined);
  }

  /** What the agent wrote was sent: the next word is news again. */
  sent(conversation: string): void {
    this.#told.delete(conversation);
  }
}
