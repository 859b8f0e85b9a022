// Knowledge that gets better: what was asked and not answered, what has to be found, what documents say against
// each other.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Article, ArticleDraft, DisagreementList, GapList, GoldenQuestion, GoldenReport, GoldenRun } from "../api/nouns";

/** Something that is read as a whole; what was there before stays until a newer answer is. */
class Reading<T> {
  is = $state.raw<T | null>(null);
  failure = $state.raw<ApiFailure | null>(null);
  busy = $state(false);
  #asked = 0;

  /** True where it could be read; of several at once the one that was asked for last is kept. */
  async read(ask: () => Promise<T>): Promise<boolean> {
    const mine = ++this.#asked;
    this.busy = true;
    try {
      const answer = await ask();
      if (mine === this.#asked) {
        this.is = answer;
        this.failure = null;
      }
      return true;
    } catch (error) {
      if (mine === this.#asked) this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return false;
    } finally {
      if (mine === this.#asked) this.busy = false;
    }
  }
}

export class KnowledgeCare {
  readonly gaps = new Reading<GapList>();
  readonly golden = new Reading<GoldenReport>();
  readonly disagreements = new Reading<DisagreementList>();
  /** Days that gaps are looked for in. */
  days = $state(30);
  /** The newest run over the golden questions, as far as it is known. */
  run = $state.raw<GoldenRun | null>(null);
  /** Of the article that is being saved. */
  saving = $state(false);
  saveFailure = $state.raw<ApiFailure | null>(null);
  /** Articles that were begun and neither saved nor cancelled, by the gap that they are to close. */
  readonly begun = new Map<string, ArticleDraft>();

  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Golden questions that were found before and are not any more. */
  get lost(): number {
    return this.run?.lost ?? 0;
  }

  readGaps(): Promise<boolean> {
    return this.gaps.read(() => this.#api.gaps(this.days));
  }

  readDisagreements(): Promise<boolean> {
    return this.disagreements.read(() => this.#api.disagreements());
  }

  readGolden(): Promise<boolean> {
    return this.#golden(() => this.#api.golden());
  }

  askGolden(): Promise<boolean> {
    return this.#golden(() => this.#api.askGolden());
  }

  addGolden(question: GoldenQuestion): Promise<boolean> {
    return this.#golden(async () => {
      await this.#api.addGolden(question);
      return this.#api.askGolden();
    });
  }

  removeGolden(question: string): Promise<boolean> {
    return this.#golden(() => this.#api.removeGolden(question));
  }

  /** They were asked behind the scenes. */
  heard(run: GoldenRun): void {
    this.run = run;
    if (this.golden.is !== null) void this.readGolden();
  }

  /** Writes an article into the knowledge folder; null where it could not be written. */
  async save(draft: ArticleDraft): Promise<Article | null> {
    this.saving = true;
    this.saveFailure = null;
    try {
      return await this.#api.addArticle(draft);
    } catch (error) {
      this.saveFailure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Keeps words that somebody searched for and found nothing; that it is not kept troubles nobody. */
  missed(query: string, conversation: string | null): void {
    this.#api.missedSearch(query, conversation).catch(() => {});
  }

  async #golden(ask: () => Promise<GoldenReport>): Promise<boolean> {
    const done = await this.golden.read(ask);
    if (done) this.run = this.golden.is?.runs[0] ?? null;
    return done;
  }
}
