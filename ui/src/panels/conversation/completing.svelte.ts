// Macros (`/`) and articles (`@`) that are offered while one types in the reply.
import { tick } from "svelte";
import { sectionPath } from "../../kit/labels";
import type { Desk } from "../../state/desk.svelte";
import type { Offer } from "./Completion.svelte";
import { articlesOf, askedAt, filledIn, filledMacro, fillingsOf, type Asked } from "./completion";

/** Typing comes in bursts: it is searched once nothing changed for this long. */
const SETTLE_MS = 90;
const OFFERS = 8;

export class Completing {
  /** What is asked for at the cursor; null where nothing is. */
  asked = $state.raw<Asked | null>(null);
  /** What fits; null until it is known, or where nothing is asked for. */
  offers = $state.raw<readonly Offer[] | null>(null);
  /** The offer that a key would take. */
  at = $state(0);

  readonly #desk: Desk;
  readonly #field: () => HTMLTextAreaElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk, field: () => HTMLTextAreaElement) {
    this.#desk = desk;
    this.#field = field;
  }

  /** The text or the cursor changed. */
  look(): void {
    const field = this.#field();
    this.asked = field.selectionStart === field.selectionEnd ? askedAt(field.value, field.selectionStart) : null;
    clearTimeout(this.#timer);
    if (!this.asked) {
      this.offers = null;
      return;
    }
    const wanted = this.asked;
    this.#timer = setTimeout(() => void this.#find(wanted), wanted.kind === "macro" ? 0 : SETTLE_MS);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.asked = this.offers = null;
  }

  /** Puts the offer in place of its sign and words. */
  async choose({ text }: Offer): Promise<void> {
    if (!this.asked) return;
    const field = this.#field();
    const filled = filledIn(field.value, this.asked, text);
    this.leave();
    this.#desk.write(filled.text);
    await tick();
    field.focus();
    field.setSelectionRange(filled.cursor, filled.cursor);
  }

  /** Whether a key press chose among the offers. */
  press(event: KeyboardEvent): boolean {
    if (!this.offers || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const last = this.offers.length - 1;
    const offer = this.offers[this.at];
    if (event.key === "Escape") this.leave();
    else if (event.key === "ArrowDown" && last > 0) this.at = this.at === last ? 0 : this.at + 1;
    else if (event.key === "ArrowUp" && last > 0) this.at = this.at === 0 ? last : this.at - 1;
    else if ((event.key === "Enter" || event.key === "Tab") && offer) void this.choose(offer);
    else return false;
    return true;
  }

  async #find(wanted: Asked): Promise<void> {
    const found = wanted.kind === "macro" ? await this.#macros(wanted.words) : await this.#articles(wanted.words);
    if (wanted !== this.asked) return;
    // A sentence that goes on after the sign asks for nothing.
    this.offers = found.length === 0 && /\s/.test(wanted.words) ? null : found;
    this.at = 0;
  }

  async #macros(words: string): Promise<Offer[]> {
    const wanted = words.toLowerCase();
    const { macros, team } = await this.#desk.macros();
    const fits = macros.filter(({ name, keywords }) => [name, ...keywords].some((word) => word.toLowerCase().includes(wanted)));
    const fillings = fillingsOf(this.#desk.summary?.customer ?? "", this.#desk.slots, team ?? null);
    return fits.slice(0, OFFERS).map(({ name, text }) => {
      const filled = filledMacro(text, fillings);
      return { id: name, title: name, more: filled, text: filled };
    });
  }

  async #articles(words: string): Promise<Offer[]> {
    if (words.trim().length < 2) return [];
    const passages = await this.#desk.search(words, OFFERS * 2).catch(() => []);
    return articlesOf(passages)
      .slice(0, OFFERS)
      .map(({ document, title, section }) => ({ id: document, title, more: sectionPath(section, title), text: title }));
  }
}
