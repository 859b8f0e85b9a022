// Quality review: conversations drawn at random, scored against the team's checklist.
import type { Api, SampleQuery } from "../api/client";
import { OWNER } from "../api/actors";
import { ApiFailure } from "../api/errors";
import type { Category, Checklist, Conversation, QueryAnswer, Review, ReviewList, ReviewMark, ReviewSample, SampledConversation } from "../api/nouns";

export const MARKS: readonly ReviewMark[] = ["met", "partly", "missed", "not_applicable"];

/** What a reviewer has filled in so far. */
export interface ReviewDraft {
  marks: Record<string, ReviewMark>;
  agent: string;
  comment: string;
}

/** Seeds are small, so that one can be told to somebody else. */
const SEEDS = 10_000;

export class Quality {
  checklist = $state.raw<Checklist | null>(null);
  sample = $state.raw<ReviewSample | null>(null);
  list = $state.raw<ReviewList | null>(null);
  /** The conversation that is reviewed, by its id. */
  chosen = $state<string | null>(null);
  conversation = $state.raw<Conversation | null>(null);
  /** Of the last reading. */
  failure = $state.raw<ApiFailure | null>(null);
  /** Of the last attempt to keep a review. */
  saveFailure = $state.raw<ApiFailure | null>(null);
  busy = $state(false);

  days = $state(30);
  count = $state(10);
  seed = $state(1);
  category = $state<Category | "">("");
  owner = $state("");
  /** Who replied last. */
  agent = $state("");
  unreviewed = $state(false);

  readonly #api: Api;
  /** What was begun and not kept, by conversation. */
  readonly #drafts = new Map<string, ReviewDraft>();

  constructor(api: Api) {
    this.#api = api;
  }

  get one(): SampledConversation | null {
    return this.sample?.conversations.find((one) => one.summary.id === this.chosen) ?? null;
  }

  /** Draws with the same number again, or with another one. */
  async draw(anew = false): Promise<void> {
    if (anew) this.seed = 1 + Math.floor(Math.random() * SEEDS);
    const { days, count, seed, category, owner, agent, unreviewed } = this;
    await this.#reading(async () => {
      const query: SampleQuery = { days, count, seed, category, owner: owner.trim(), agent: agent.trim(), unreviewed };
      const [checklist, sample, list] = await Promise.all([this.#api.checklist(), this.#api.reviewSample(query), this.#api.reviews(days)]);
      this.checklist = checklist;
      this.sample = sample;
      this.list = list;
      const stays = sample.conversations.some((one) => one.summary.id === this.chosen);
      const next = stays ? this.chosen : (sample.conversations.find((one) => !one.review)?.summary.id ?? sample.conversations[0]?.summary.id ?? null);
      if (next === null) this.chosen = this.conversation = null;
      else await this.#open(next);
    });
  }

  async choose(id: string): Promise<void> {
    this.saveFailure = null;
    await this.#reading(() => this.#open(id));
  }

  step(by: 1 | -1): void {
    const all = this.sample?.conversations ?? [];
    const at = all.findIndex((one) => one.summary.id === this.chosen);
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next && next.summary.id !== this.chosen) void this.choose(next.summary.id);
  }

  /** What is filled in for a conversation: what was begun, else its review. */
  draftOf({ summary, owner, review }: SampledConversation): ReviewDraft {
    const begun = this.#drafts.get(summary.id);
    if (begun) return begun;
    const marks = Object.fromEntries((review?.marks ?? []).map((one) => [one.criterion, one.mark]));
    return { marks, agent: review?.agent ?? named(summary.agent) ?? owner ?? "", comment: review?.comment ?? "" };
  }

  keep(id: string, draft: ReviewDraft): void {
    this.#drafts.set(id, draft);
  }

  /** Keeps a review, and goes on to the next conversation without one. */
  async save(id: string, draft: ReviewDraft): Promise<boolean> {
    this.busy = true;
    this.saveFailure = null;
    try {
      const marks = Object.entries(draft.marks).map(([criterion, mark]) => ({ criterion, mark }));
      const review = await this.#api.review(id, { marks, agent: draft.agent, comment: draft.comment });
      this.#drafts.delete(id);
      this.#put(review);
      this.list = await this.#api.reviews(this.days);
      return true;
    } catch (error) {
      this.saveFailure = asFailure(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The reviews as a table: a row of each, a column of each criterion. */
  table(): Pick<QueryAnswer, "columns" | "rows"> {
    const criteria = this.checklist?.criteria ?? [];
    const columns = ["at", "conversation", "category", "agent", "reviewer", "score", ...criteria.map((one) => one.name), "comment"];
    const rows = (this.list?.reviews ?? []).map((review) => [
      new Date(review.at).toISOString(),
      review.conversation,
      review.category ?? null,
      review.agent ?? null,
      review.reviewer ?? null,
      review.score ?? null,
      ...criteria.map((one) => review.marks.find((mark) => mark.criterion === one.name)?.mark ?? null),
      review.comment ?? null,
    ]);
    return { columns, rows };
  }

  #put(review: Review): void {
    const sample = this.sample;
    if (!sample) return;
    const conversations = sample.conversations.map((one) => (one.summary.id === review.conversation ? { ...one, review } : one));
    this.sample = { ...sample, conversations };
  }

  async #open(id: string): Promise<void> {
    this.chosen = id;
    if (this.conversation?.summary.id !== id) this.conversation = null;
    const conversation = await this.#api.conversation(id);
    if (this.chosen === id) this.conversation = conversation;
  }

  async #reading(read: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await read();
      this.failure = null;
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.busy = false;
    }
  }
}

/** Who replied, where they have a name. */
function named(agent: string | undefined | null): string | undefined {
  return agent && agent !== OWNER ? agent : undefined;
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
