// Questions in SQL: what is written, what came back, what can be asked.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { QueryAnswer, QueryCatalog } from "../api/nouns";

export class Questions {
  sql = $state("");
  answer = $state.raw<QueryAnswer | null>(null);
  /** The question that the answer or the failure belongs to. */
  asked = $state("");
  failure = $state.raw<ApiFailure | null>(null);
  asking = $state(false);
  catalog = $state.raw<QueryCatalog | null>(null);
  catalogFailure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Asks what is written. A question at a time. */
  async ask(): Promise<void> {
    if (this.asking || this.sql.trim() === "") return;
    this.asking = true;
    const sql = this.sql;
    try {
      this.answer = await this.#api.query(sql);
      this.failure = null;
    } catch (error) {
      // The answer before stays: it is often what the next question starts from.
      this.failure = asFailure(error);
    } finally {
      this.asked = sql;
      this.asking = false;
    }
  }

  async readCatalog(): Promise<void> {
    if (this.catalog) return;
    try {
      this.catalog = await this.#api.queryCatalog();
      this.catalogFailure = null;
    } catch (error) {
      this.catalogFailure = asFailure(error);
    }
  }
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
