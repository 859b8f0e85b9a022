// Resolved conversations about what the one at hand is about.
import type { Api } from "../api/client";
import type { SimilarConversation } from "../api/nouns";

/** Whoever steps through the list asks for none. */
const SETTLE_MS = 250;

export class Similar {
  readonly #api: Api;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The message that they were looked for last; an answer about an earlier one is passed over. */
  #asked = "";
  #found = $state.raw<{ message: string; conversations: SimilarConversation[] } | null>(null);

  constructor(api: Api) {
    this.#api = api;
  }

  /** Those found for this message of a customer, the nearest first; none until they are. */
  to(message: string): SimilarConversation[] {
    return this.#found?.message === message ? this.#found.conversations : [];
  }

  /** Looks for them once it is settled which message is looked at; the function that comes back lets it be. */
  look(conversation: string, message: string): () => void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(conversation, message), SETTLE_MS);
    return () => clearTimeout(this.#timer);
  }

  async #read(conversation: string, message: string): Promise<void> {
    this.#asked = message;
    // Nothing is missed where they cannot be told: they help beside the advice.
    const conversations = await this.#api.similar(conversation).catch(() => []);
    if (this.#asked === message) this.#found = { message, conversations };
  }
}
