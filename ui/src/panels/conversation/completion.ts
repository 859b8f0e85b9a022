// What stands before the cursor and asks for more: `/` for a macro, `@` for an article.
import type { Passage } from "../../api/nouns";

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

/** One entry for each document, in the order of their best passages. */
export function articlesOf(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  return passages.filter(({ document }) => !seen.has(document) && seen.add(document));
}
