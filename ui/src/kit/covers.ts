// Which words of a text are covered, so that nobody reads them over a shoulder.
import type { PersonalKind, PersonalSpan } from "../api/nouns";
import { spanLists, type Block } from "./markdown";
import type { Chosen } from "../state/preferences.svelte";

export interface Piece {
  text: string;
  /** What is covered here; none where the text stands in clear. */
  kind: PersonalKind | null;
}

/** They tell little of a person, and agents look them up all day. */
const IN_CLEAR: ReadonlySet<PersonalKind> = new Set<PersonalKind>(["reference", "url", "location", "organization", "age"]);

/** Longer ones are as long as this while they are covered. */
const LONGEST = 24;

export function isCovered(span: PersonalSpan, chosen: Chosen<"cover">): boolean {
  if (chosen === "off") return false;
  return span.secret || (chosen === "personal" && !IN_CLEAR.has(span.kind));
}

/** A text in pieces; the spans are places in it, in characters, in order and without overlaps. */
export function piecesOf(text: string, spans: readonly PersonalSpan[], chosen: Chosen<"cover">): Piece[] {
  const covered = spans.filter((span) => isCovered(span, chosen));
  if (covered.length === 0) return [{ text, kind: null }];
  const chars = [...text];
  const found: Piece[] = [];
  let at = 0;
  for (const { kind, start, end } of covered) {
    if (start > at) found.push({ text: chars.slice(at, start).join(""), kind: null });
    found.push({ text: chars.slice(start, end).join(""), kind });
    at = end;
  }
  if (at < chars.length) found.push({ text: chars.slice(at).join(""), kind: null });
  return found;
}

/** What stands in place of a covered text: as long as it is, with its gaps, so that nothing moves when it is shown. */
export function cover(text: string): string {
  const signs = [...text].map((sign) => (/\s/u.test(sign) ? sign : "•"));
  return signs.slice(0, LONGEST).join("").trimEnd();
}

/** A part of a text, from this character of it on, with signs over what is covered. */
export function covered(part: string, from: number, spans: readonly PersonalSpan[], chosen: Chosen<"cover">): string {
  const hidden = spans.filter((span) => isCovered(span, chosen));
  const isHidden = (at: number) => hidden.some((span) => span.start <= at && at < span.end);
  return [...part].map((sign, at) => (isHidden(from + at) ? cover(sign) || sign : sign)).join("");
}

/** What is covered in a conversation, by the words themselves: for texts that quote it without saying where. */
export function coveredWords(messages: readonly { id: string; text: string }[], spans: readonly PersonalSpan[], chosen: Chosen<"cover">): Map<string, PersonalKind> {
  const words = new Map<string, PersonalKind>();
  for (const { id, text } of messages) {
    const own = spans.filter((span) => span.message_id === id);
    for (const piece of piecesOf(text, own, chosen)) if (piece.kind) words.set(piece.text, piece.kind);
  }
  return words;
}

/** A text that quotes a conversation in pieces, with the same words covered as there. */
export function quoted(text: string, words: ReadonlyMap<string, PersonalKind>): Piece[] {
  let found: Piece[] = [{ text, kind: null }];
  for (const [word, kind] of words) {
    found = found.flatMap((piece) => {
      if (piece.kind !== null) return [piece];
      const between = piece.text.split(word);
      return between.flatMap((part, at): Piece[] => [...(at > 0 ? [{ text: word, kind }] : []), ...(part === "" ? [] : [{ text: part, kind: null }])]);
    });
  }
  return found;
}

/** Whether the words can be covered wherever they stand in a text that is shown as these blocks: whole, and in no link. */
export function canCover(text: string, blocks: Block[], words: ReadonlyMap<string, PersonalKind>): boolean {
  const spans = spanLists(blocks).flat();
  const times = (within: string, word: string): number => within.split(word).length - 1;
  return [...words.keys()].every((word) => {
    const linked = spans.some(({ link, text }) => link !== undefined && (link.includes(word) || text.includes(word)));
    return !linked && spans.reduce((sum, span) => sum + times(span.text, word), 0) === times(text, word);
  });
}
