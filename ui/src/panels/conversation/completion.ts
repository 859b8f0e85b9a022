// What stands before the cursor and asks for more: `/` for a macro, `@` for an article.
import type { ConversationSlot, Passage } from "../../api/nouns";
import { isNamed, isVisitor } from "../../kit/labels";

export interface Asked {
  kind: "macro" | "article";
  /** Where the sign stands, in UTF-16 units. */
  from: number;
  /** What was typed after it. */
  words: string;
}

const SIGN = /(?:^|\s)(?:(\/)([^\s/]{0,30})|(@)([^\n@]{0,60}))$/;

/** What is asked for at the cursor. A sign counts at the beginning of a word only: `and/or` and addresses ask for nothing. */
export function askedAt(text: string, cursor: number): Asked | null {
  const match = SIGN.exec(text.slice(0, cursor));
  if (!match) return null;
  const words = match[2] ?? match[4] ?? "";
  return { kind: match[1] ? "macro" : "article", from: cursor - words.length - 1, words };
}

/** The text with what was asked for in the place of the sign and its words, and where the cursor stands then. */
export function filledIn(text: string, asked: Asked, with_: string): { text: string; cursor: number } {
  const end = asked.from + 1 + asked.words.length;
  return { text: text.slice(0, asked.from) + with_ + text.slice(end), cursor: asked.from + with_.length };
}

/** What the places of a macro stand for in a conversation, its slots being the newest first; null where it is not known. */
export function fillingsOf(customer: string, slots: readonly ConversationSlot[], team: string | null): Record<string, string | null> {
  const named = (kind: string): string | null => slots.find(({ slot }) => slot.kind === kind)?.slot.text ?? null;
  return {
    customer_name: isNamed({ customer }) && customer.trim() !== "" && !isVisitor(customer) ? customer : null,
    order_number: named("order"),
    invoice_number: named("invoice"),
    team,
  };
}

/**
 * A macro's text with each `{place}` that is known filled, as in the suggestions. A place of which nothing is known
 * goes, with the space before it, and the comma where nothing follows it; any other braces stay for the agent to see.
 */
export function filledMacro(text: string, fillings: Readonly<Record<string, string | null>>): string {
  let filled = "";
  let end = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    const place = match[1]?.trim() ?? "";
    if (!Object.hasOwn(fillings, place)) continue;
    filled += text.slice(end, match.index);
    end = match.index + match[0].length;
    const value = fillings[place] ?? null;
    if (value !== null) filled += value;
    else {
      filled = filled.replace(/ +$/, "");
      if (filled.endsWith(",") && /^[,.!?;]/.test(text.slice(end))) filled = filled.slice(0, -1);
    }
  }
  return filled + text.slice(end);
}

/** One entry for each document, in the order of their best passages. */
export function articlesOf(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  return passages.filter(({ document }) => !seen.has(document) && seen.add(document));
}
