// Replies on their way out: each waits a moment in which it can be taken back, then it is sent.
import { SvelteMap } from "svelte/reactivity";
import type { Draft } from "./draft";

/** A reply that was sent by the agent and has not gone out. */
export interface Pending {
  draft: Draft;
  /** What goes with it. */
  files: File[];
  /** When it goes out, in milliseconds since 1970. */
  due: number;
}

export class Outbox {
  readonly #pending = new SvelteMap<string, Pending>();
  readonly #timers = new Map<string, { timer: ReturnType<typeof setTimeout>; go: (sent: boolean) => void }>();

  of(conversation: string | null): Pending | null {
    return conversation === null ? null : (this.#pending.get(conversation) ?? null);
  }

  /** Resolves with true once the reply may go out, with false where it was taken back. One at a time of a conversation. */
  wait(conversation: string, draft: Draft, ms: number, files: File[] = []): Promise<boolean> {
    this.#pending.set(conversation, { draft, files, due: Date.now() + ms });
    return new Promise((go) => {
      this.#timers.set(conversation, { go, timer: setTimeout(() => this.end(conversation, true), ms) });
    });
  }

  /** Ends the waiting of a conversation's reply: it goes out now, or not at all. */
  end(conversation: string, send: boolean): boolean {
    const waiting = this.#timers.get(conversation);
    if (!waiting) return false;
    clearTimeout(waiting.timer);
    this.#timers.delete(conversation);
    this.#pending.delete(conversation);
    waiting.go(send);
    return true;
  }
}
