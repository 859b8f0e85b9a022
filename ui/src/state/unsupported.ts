// Sentences that nothing carries, taken out of a text.
import type { Suggestion } from "../api/nouns";

/** The sentences of a suggestion, or of another text that was judged, that no document carries. */
export function unsupported(suggestion: Pick<Suggestion, "text" | "sentences">): string[] {
  const letters = [...suggestion.text];
  return (suggestion.sentences ?? [])
    .filter((sentence) => sentence.support === "unsupported")
    .map((sentence) => letters.slice(sentence.start, sentence.end).join(""));
}

/** A text without these sentences, the marks of lists that they leave empty, and doubled blanks. */
export function without(text: string, sentences: readonly string[]): string {
  let left = text;
  for (const sentence of sentences) left = left.replace(sentence, "");
  return left
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, " ").trimEnd())
    .filter((line, index, lines) => !/^\s*(?:[-*+•]|\d{1,3}[.)])$/.test(line) && !(line === "" && lines[index - 1] === ""))
    .join("\n")
    .trim();
}
