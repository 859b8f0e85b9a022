// The list of conversations: which of them are wanted, and the window of them that is at hand. Fifty thousand
// conversations stay with the endpoint; here are the few hundred around what is looked at.
import type { Api, ConversationsQuery } from "../api/client";
import type { Category, Channel, ConversationStatus, ConversationSummary, Sentiment } from "../api/nouns";
import { ApiFailure } from "../api/errors";
import { withSummary } from "./merge";
import { conversationsWith } from "./message_search";
import { coalesced } from "./reading";

/** Rows of a window, and how far from its ends the next one is read. */
const WINDOW = 300;
const MARGIN = 60;

/** Typing comes in bursts: the list is read once nothing changed for this long. */
const SETTLE_MS = 120;

/** Conversations that can be named in one request. */
const NAMED = 500;

/** The first question after a start reads all messages, which can take longer than one may: asked again, it goes on from there. */
const LOOKS = 4;

export interface Filter {
  words: string;
  status: ConversationStatus | null;
  category: Category | null;
  channel: Channel | null;
  sentiment: Sentiment | null;
  /** Who has the conversation's ticket. */
  owner: string | null;
  only: "waiting" | "unread" | null;
}

const EVERYTHING: Filter = { words: "", status: null, category: null, channel: null, sentiment: null, owner: null, only: null };

/** What else the list can be narrowed to; the endpoint is told of it by the conversations' names. */
export interface Known {
  /** Conversations with a customer's message that was not looked at. */
  unread: ReadonlySet<string>;
}

export class Inbox {
  filter = $state.raw<Filter>(EVERYTHING);
  /** The window, from `offset` on; null until read. */
  rows = $state.raw<ConversationSummary[] | null>(null);
  offset = $state(0);
  /** How many conversations the filter lets through, how many of these are resolved and waiting, and how many there are. */
  total = $state(0);
  resolved = $state(0);
  waiting = $state(0);
  all = $state(0);
  /** Whether the words are looked for in every message; by themselves, names and newest messages are looked at. */
  everywhere = $state<"no" | "looking" | "yes">("no");
  /** Whether what was found everywhere was found by what the words mean, too. */
  meant = $state(false);
  /** Why they could not be. */
  notEverywhere = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  readonly #also: Known;
  /** Conversations that have the words in any of their messages, or in which a customer means them. */
  #found: string[] = [];
  /** The first row that was looked at. */
  #first = 0;
  /** Counts the reads, so that an answer to an older one changes nothing. */
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the rows were read for. */
  #shown: Filter = EVERYTHING;
  readonly #readAgain: () => Promise<void>;

  constructor(api: Api, also: Known, onfailure: (error: unknown) => void) {
    this.#api = api;
    this.#also = also;
    this.#readAgain = coalesced(() => this.read().catch(onfailure));
  }

  /** How many parts of the filter are set; words are not counted, they are seen. */
  get narrowed(): number {
    const { words: _, ...parts } = this.filter;
    return Object.values(parts).filter((part) => part !== null).length;
  }

  get filtered(): boolean {
    return this.narrowed > 0 || this.filter.words.trim() !== "";
  }

  /** The conversation at this place of the list, if it is at hand. */
  at(place: number): ConversationSummary | undefined {
    return this.rows?.[place - this.offset];
  }

  /** The place of a conversation, or -1 where it is not at hand. */
  placeOf(id: string | null): number {
    const at = this.rows?.findIndex((one) => one.id === id) ?? -1;
    return at < 0 ? -1 : at + this.offset;
  }

  /** Shows others. */
  narrow(change: Partial<Filter>): void {
    if (change.words !== undefined && change.words !== this.filter.words) {
      this.everywhere = "no";
      this.meant = false;
      this.notEverywhere = null;
    }
    this.filter = { ...this.filter, ...change };
    this.#first = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#readAgain(), SETTLE_MS);
  }

  clear(): void {
    this.narrow(EVERYTHING);
  }

  /** Reads at once what is still waited for; true where the rows are those of the filter now. */
  async settled(): Promise<boolean> {
    const wanted = this.filter;
    clearTimeout(this.#timer);
    // The second time where a read that began later was under way.
    for (let tries = 0; tries < 2 && this.#shown !== wanted; tries++) await this.#readAgain();
    return this.filter === wanted && this.#shown === wanted;
  }

  /** There are words, and they were not looked for in every message. */
  get canLookEverywhere(): boolean {
    return this.everywhere === "no" && this.filter.words.trim() !== "";
  }

  /** Looks for the words in every message, and for what they mean where none has them. That reads all of them, so it is asked for. */
  async lookEverywhere(): Promise<void> {
    const { words } = this.filter;
    if (!this.canLookEverywhere) return;
    this.everywhere = "looking";
    this.notEverywhere = null;
    try {
      const found = await this.#look(words);
      const meant = found.length > 0 ? null : await this.#api.about(words);
      if (words !== this.filter.words) return;
      this.#found = meant ? meant.map((one) => one.conversation.id) : found;
      this.meant = meant !== null;
      this.everywhere = "yes";
    } catch (error) {
      if (words !== this.filter.words) return;
      this.everywhere = "no";
      this.notEverywhere = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return;
    }
    this.#first = 0;
    await this.#readAgain();
  }

  /** Adds the conversations in which a customer means the words without saying them. */
  async lookForMeaning(): Promise<void> {
    const { words } = this.filter;
    if (this.everywhere !== "yes" || this.meant) return;
    this.notEverywhere = null;
    try {
      const meant = await this.#api.about(words);
      if (words !== this.filter.words) return;
      this.#found = [...new Set([...this.#found, ...meant.map((one) => one.conversation.id)])];
      this.meant = true;
    } catch (error) {
      if (words === this.filter.words) this.notEverywhere = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return;
    }
    this.#first = 0;
    await this.#readAgain();
  }

  async #look(words: string): Promise<string[]> {
    for (let looks = 1; ; looks++) {
      try {
        return await conversationsWith(this.#api, words, NAMED);
      } catch (error) {
        const goesOn = error instanceof ApiFailure && error.code === "query_limit" && looks < LOOKS && words === this.filter.words;
        if (!goesOn) throw error;
      }
    }
  }

  /** The rows from `first` to `last` are looked at: what is missing around them is read. */
  look(first: number, last: number): Promise<void> {
    this.#first = first;
    const end = this.offset + (this.rows?.length ?? 0);
    const short = (first < this.offset + MARGIN && this.offset > 0) || (last > end - MARGIN && end < this.total);
    return short ? this.#readAgain() : Promise.resolve();
  }

  /** Reads the window around what is looked at. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    const { filter } = this;
    const offset = Math.max(0, this.#first - WINDOW / 3);
    const named = this.#named();
    if (named?.length === 0) {
      this.#shown = filter;
      this.#take([], { offset: 0, total: 0, resolved: 0, waiting: 0, all: this.all });
      return;
    }
    const words = this.everywhere === "yes" ? "" : filter.words.trim();
    const list = await this.#api.conversations(queryOf(filter, words, named, offset));
    if (asked !== this.#asked) return;
    this.#shown = filter;
    this.#take(list.conversations, { ...list, offset: Math.min(offset, list.total) });
  }

  /** What an event says of one conversation; where it stands among the others is the endpoint's to say. */
  patch(summary: ConversationSummary): void {
    if (!this.rows) return;
    const known = this.rows.some((one) => one.id === summary.id);
    if (known) this.rows = withSummary(this.rows, summary);
    else if (this.offset === 0 && !this.filtered) {
      this.rows = withSummary(this.rows, summary);
      this.total++;
      this.all++;
    }
  }

  /** The only conversations that can fit; null where any can. */
  #named(): string[] | null {
    const { only } = this.filter;
    const sets = [
      ...(this.everywhere === "yes" ? [this.#found] : []),
      ...(only === "unread" ? [[...this.#also.unread].slice(-NAMED)] : []),
    ];
    const [first, ...others] = sets;
    return first ? first.filter((id) => others.every((set) => set.includes(id))).slice(0, NAMED) : null;
  }

  #take(rows: ConversationSummary[], { offset, total, resolved, waiting, all }: { offset: number; total: number; resolved: number; waiting: number; all: number }): void {
    this.rows = rows;
    this.offset = offset;
    this.total = total;
    this.resolved = resolved;
    this.waiting = waiting;
    this.all = all;
  }
}

function queryOf({ status, category, channel, sentiment, owner, only }: Filter, words: string, named: string[] | null, offset: number): ConversationsQuery {
  return {
    q: words,
    ...(status && { status }),
    ...(category && { category }),
    ...(channel && { channel }),
    ...(sentiment && { sentiment }),
    ...(owner && { owner }),
    ...(only === "waiting" && { waiting: true }),
    ...(named && { ids: named.join(",") }),
    ...(offset > 0 && { offset }),
    limit: WINDOW,
  };
}
