// Replies that are being written, by conversation. They survive a restart of the desk.
import { SvelteMap } from "svelte/reactivity";
import { EMPTY_DRAFT, type Draft } from "./draft";
import { read, write } from "./storage";

const PLACE = "aside.drafts";

/** How many drafts are kept over a restart: the newest. */
const KEPT = 200;

/** Typing comes in bursts: it is written down once nothing changed for this long. */
const SETTLE_MS = 300;

export class Drafts {
  readonly #written = new SvelteMap<string, Draft>(restored());
  /** Replies that wait to be sent: drafts again, should the desk be closed meanwhile. */
  readonly #held = new Map<string, Draft>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  of(conversation: string | null): Draft {
    return (conversation !== null && this.#written.get(conversation)) || EMPTY_DRAFT;
  }

  set(conversation: string, draft: Draft): void {
    this.#written.delete(conversation);
    if (draft.text !== "" || draft.suggestionId !== null) this.#written.set(conversation, draft);
    this.#keepSoon();
  }

  /** Takes the draft out to be sent, and keeps it in mind until it is. */
  hold(conversation: string): Draft {
    const draft = this.of(conversation);
    this.#held.set(conversation, draft);
    this.set(conversation, EMPTY_DRAFT);
    return draft;
  }

  /** The held draft was sent. */
  release(conversation: string): void {
    this.#held.delete(conversation);
    this.#keepSoon();
  }

  /** The held draft was not sent: it is back, before what was written since. */
  giveBack(conversation: string): void {
    const held = this.#held.get(conversation);
    if (!held) return;
    this.#held.delete(conversation);
    this.set(conversation, joined(held, this.of(conversation)));
  }

  /** Writes everything down at once; for the end of the page. */
  keep(): void {
    clearTimeout(this.#timer);
    const all = new Map(this.#written);
    for (const [conversation, held] of this.#held) all.set(conversation, joined(held, all.get(conversation) ?? EMPTY_DRAFT));
    const newest = [...all].filter(([, draft]) => draft.text.trim() !== "").slice(-KEPT);
    write(PLACE, JSON.stringify(newest));
  }

  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), SETTLE_MS);
  }
}

function joined(first: Draft, then: Draft): Draft {
  if (then.text.trim() === "") return first;
  return { text: `${first.text.trimEnd()}\n\n${then.text}`, suggestionId: first.suggestionId ?? then.suggestionId, untouched: null };
}

function restored(): [string, Draft][] {
  try {
    const kept = JSON.parse(read(PLACE) ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return [];
  }
}

function isDraft(entry: unknown): entry is [string, Draft] {
  if (!Array.isArray(entry) || typeof entry[0] !== "string") return false;
  const draft = entry[1] as Partial<Draft> | null;
  return typeof draft?.text === "string" && draft.suggestionId !== undefined && draft.untouched !== undefined;
}
