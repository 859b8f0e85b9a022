// Drafts that are written anew: shorter, friendlier, in another language. What was written before can be had back.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { RewriteHow, Rewritten, WrittenBy } from "../api/nouns";
import type { Draft } from "./draft";
import type { Drafts } from "./drafts.svelte";
import { unsupported } from "./unsupported";

/** What became of a draft. */
export interface Rewrote {
  how: RewriteHow;
  by: WrittenBy;
  /** Nothing was left to change. */
  same: boolean;
  /** Sentences that no document carries. */
  unsupported: string[];
}

/** A piece of a draft: from which character on, and up to which, as a text field counts them. */
export interface Range {
  start: number;
  end: number;
}

/** An attempt that left the draft as it was, and why. */
export interface Failed {
  how: RewriteHow;
  failure: ApiFailure;
}

interface Step {
  before: Draft;
  after: string;
  rewrote: Rewrote;
}

export class Rewriting {
  readonly #api: Api;
  readonly #drafts: Drafts;
  readonly #running = new SvelteMap<string, { how: RewriteHow }>();
  readonly #failures = new SvelteMap<string, Failed>();
  /** By conversation, the last step last. */
  readonly #steps = new SvelteMap<string, readonly Step[]>();

  constructor(api: Api, drafts: Drafts) {
    this.#api = api;
    this.#drafts = drafts;
  }

  /** How the conversation's draft is being rewritten at this moment; null while it is not. */
  running(conversation: string): RewriteHow | null {
    return this.#running.get(conversation)?.how ?? null;
  }

  /** Of the last attempt. */
  failed(conversation: string): Failed | null {
    return this.#failures.get(conversation) ?? null;
  }

  forgive(conversation: string): void {
    this.#failures.delete(conversation);
  }

  /** What was done to the draft, while it is as it came out. */
  rewrote(conversation: string): Rewrote | null {
    return this.#last(conversation)?.rewrote ?? null;
  }

  canUndo(conversation: string): boolean {
    return this.#back(conversation).length > 0;
  }

  /** Rewrites the draft, or a piece of it. A draft that was changed meanwhile stays as it is. */
  async run(conversation: string, how: RewriteHow, language?: string, range?: Range): Promise<void> {
    const before = this.#drafts.of(conversation);
    const { start, end } = range ?? { start: 0, end: before.text.length };
    const text = before.text.slice(start, end);
    if (this.#running.has(conversation) || text.trim() === "") return;
    const run = { how };
    this.#running.set(conversation, run);
    this.#failures.delete(conversation);
    try {
      const rewritten = await this.#api.rewrite(conversation, language === undefined ? { text, how } : { text, how, language });
      if (this.#running.get(conversation) !== run || this.#drafts.of(conversation).text !== before.text) return;
      this.#take(conversation, before, before.text.slice(0, start) + rewritten.text + before.text.slice(end), how, rewritten);
    } catch (error) {
      if (this.#running.get(conversation) === run) this.#failures.set(conversation, { how, failure: asFailure(error) });
    } finally {
      if (this.#running.get(conversation) === run) this.#running.delete(conversation);
    }
  }

  /** Keeps the old text, whatever comes back. */
  stop(conversation: string): void {
    this.#running.delete(conversation);
  }

  /** Goes back to what was written before the last step. */
  undo(conversation: string): boolean {
    const steps = this.#back(conversation);
    const last = steps.at(-1);
    if (!last) return false;
    this.#steps.set(conversation, steps.slice(0, -1));
    this.#drafts.set(conversation, last.before);
    return true;
  }

  #take(conversation: string, before: Draft, after: string, how: RewriteHow, rewritten: Rewritten): void {
    const same = after === before.text;
    const rewrote = { how, by: rewritten.by, same, unsupported: unsupported(rewritten) };
    this.#steps.set(conversation, [...this.#back(conversation), { before, after, rewrote }]);
    if (!same) this.#drafts.set(conversation, { ...before, text: after, untouched: null });
  }

  /** The steps that lead back: none where the draft is another text by now; one that changed nothing is none. */
  #back(conversation: string): readonly Step[] {
    return this.#last(conversation) ? (this.#steps.get(conversation) ?? []).filter((step) => !step.rewrote.same) : [];
  }

  #last(conversation: string): Step | null {
    const last = this.#steps.get(conversation)?.at(-1);
    return last && last.after === this.#drafts.of(conversation).text ? last : null;
  }
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
