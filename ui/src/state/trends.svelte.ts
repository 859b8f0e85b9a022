// How the desk did over the last days, asked in SQL.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Category, QueryAnswer, QueryValue } from "../api/nouns";
import { QUESTIONS, type Question } from "./trends_questions";

/** Days that can be looked back on, today among them. */
export const SPANS = [7, 30, 90] as const;
export type Span = (typeof SPANS)[number];

export type Rows = Record<string, QueryValue>[];

/** What came of a question; what was there before stays until a newer answer is. */
export interface Told {
  rows: Rows | null;
  failure: ApiFailure | null;
}

const NOTHING: Told = { rows: null, failure: null };

export class Trends {
  span = $state<Span>(30);
  /** Only conversations of this category; all where empty. */
  category = $state<Category | "">("");
  /** Only conversations in which this one replied last; all where empty. */
  agent = $state("");
  reading = $state(false);
  /** The days that the answers are about, oldest first, as `2026-11-22`. */
  days = $state.raw<string[]>([]);

  readonly #api: Api;
  readonly #now: () => Date;
  readonly #told = new SvelteMap<Question, Told>();
  #everybody = $state.raw<string[]>([]);
  #asked = 0;

  constructor(api: Api, now: () => Date = () => new Date()) {
    this.#api = api;
    this.#now = now;
  }

  of(question: Question): Told {
    return this.#told.get(question) ?? NOTHING;
  }

  /** Nothing happened in the span, as far as it is known. */
  get empty(): boolean {
    return this.of("conversations").rows?.length === 0 && this.of("messages").rows?.length === 0;
  }

  /** Who can be chosen: those who did something in the span, and who is chosen. */
  get agents(): string[] {
    const found = this.#everybody;
    return this.agent === "" || found.includes(this.agent) ? found : [...found, this.agent];
  }

  look(change: { span?: Span; category?: Category | ""; agent?: string }): Promise<void> {
    if (change.span !== undefined) this.span = change.span;
    if (change.category !== undefined) this.category = change.category;
    if (change.agent !== undefined) this.agent = change.agent;
    return this.read();
  }

  /** Asks everything anew, one question after the other: the endpoint works on two at most, and others ask as well. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    this.reading = true;
    const now = this.#now();
    const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - this.span + 1);
    const days = Array.from({ length: this.span }, (_, day) => isoDay(new Date(first.getFullYear(), first.getMonth(), first.getDate() + day)));
    const params: Record<string, string> = { from: first.toISOString(), shift: `${-now.getTimezoneOffset()} minutes`, category: this.category, agent: this.agent };
    for (const question of Object.keys(QUESTIONS) as Question[]) {
      const told = await this.#ask(question, params);
      // Another span or category was asked for meanwhile.
      if (asked !== this.#asked) return;
      this.days = days;
      this.#told.set(question, told);
      // Whoever looks at one may go on to another.
      if (question === "agents" && this.agent === "" && told.rows) this.#everybody = told.rows.map((row) => String(row["agent"]));
    }
    this.reading = false;
  }

  async #ask(question: Question, params: Record<string, string>): Promise<Told> {
    const sql = QUESTIONS[question];
    // A parameter that the question does not name is an error.
    const named = Object.fromEntries(Object.entries(params).filter(([name]) => sql.includes(`:${name}`)));
    try {
      return { rows: rowsOf(await this.#api.query(sql, named)), failure: null };
    } catch (error) {
      return { rows: null, failure: error instanceof ApiFailure ? error : new ApiFailure("internal", "") };
    }
  }
}

/** Rows by the names of their columns. */
function rowsOf({ columns, rows }: QueryAnswer): Rows {
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
}

/** A day of this computer's clock, as in `2026-11-22`. */
function isoDay(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
