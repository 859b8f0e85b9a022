// What is masked, tried on a text while it is written. The text stays on the screen: nothing of it is kept.
import type { AdministrationApi } from "../../api/administration";
import { ApiFailure } from "../../api/errors";
import type { RedactionTrial } from "../../api/nouns";

/** Typing comes in bursts: it is tried once nothing changed for this long. */
const SETTLE_MS = 250;

export class RedactionTry {
  readonly #api: AdministrationApi;
  text = $state("");
  trial = $state.raw<RedactionTrial | null>(null);
  failure = $state.raw<ApiFailure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was asked, so that an answer that comes late is passed over. */
  #asked = 0;

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  /** Tries the text soon, by these patterns or those that hold. */
  soon(patterns: string | null): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(patterns), SETTLE_MS);
  }

  async now(patterns: string | null): Promise<void> {
    const asked = ++this.#asked;
    if (this.text.trim() === "") {
      this.trial = null;
      this.failure = null;
      return;
    }
    try {
      const trial = await this.#api.tryRedaction(this.text, patterns);
      if (asked !== this.#asked) return;
      this.trial = trial;
      this.failure = null;
    } catch (error) {
      if (asked === this.#asked) this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
    }
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.text = "";
    this.trial = null;
    this.failure = null;
  }
}
