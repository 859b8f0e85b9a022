// The document beside the conversation, opened at a passage.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Citation, DocumentView } from "../api/nouns";

/** A document as a whole: no passage of it is cited. */
export function wholeDocument(document: string, title = document): Citation {
  return { document, title, section: "", page: null, quote: "", score: 0, chunk: "" };
}

export class Reader {
  /** What was asked for; null while nothing is open. */
  citation = $state.raw<Citation | null>(null);
  view = $state.raw<DocumentView | null>(null);
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(citation: Citation): Promise<void> {
    this.citation = citation;
    this.failure = null;
    if (this.view?.document !== citation.document) this.view = null;
    try {
      const view = await this.#api.document(citation.document);
      if (this.citation === citation) this.view = view;
    } catch (error) {
      if (this.citation !== citation) return;
      this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
    }
  }

  close(): void {
    this.citation = null;
    this.view = null;
    this.failure = null;
  }
}
