// What conversations are about, where somebody asked.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Recap } from "../api/nouns";

/** A summary on the screen: being written, written, or failed. One that was there before stays until a newer one is. */
export interface Shown {
  recap: Recap | null;
  reading: boolean;
  failure: ApiFailure | null;
  /** How many messages there were when what is shown was asked for. */
  messages: number;
}

export class Recaps {
  readonly #api: Api;
  readonly #shown = new SvelteMap<string, Shown>();
  /** The message that a sentence led to; a new object each time, so that the same one can be shown again. */
  pointed = $state.raw<{ message: string } | null>(null);

  constructor(api: Api) {
    this.#api = api;
  }

  of(conversation: string): Shown | null {
    return this.#shown.get(conversation) ?? null;
  }

  /** Sums the conversation up, with so many messages; what was there before stays until it is done. */
  async ask(conversation: string, messages: number): Promise<void> {
    const before = this.of(conversation);
    const asked: Shown = { recap: before?.recap ?? null, reading: true, failure: null, messages: before?.recap ? before.messages : messages };
    this.#shown.set(conversation, asked);
    let told: Shown;
    try {
      told = { recap: await this.#api.summary(conversation), reading: false, failure: null, messages };
    } catch (error) {
      told = { ...asked, reading: false, failure: error instanceof ApiFailure ? error : new ApiFailure("internal", "") };
    }
    // Closed or asked again meanwhile.
    if (this.of(conversation) === asked) this.#shown.set(conversation, told);
  }

  close(conversation: string): void {
    this.#shown.delete(conversation);
    this.pointed = null;
  }

  /** Leads to the message that a sentence comes from. */
  point(message: string): void {
    this.pointed = { message };
  }
}
