// One number for one passage, however many suggestions cite it.
import type { Citation, Suggestion } from "../../api/nouns";

export function numberCitations(suggestions: readonly Suggestion[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const citation of suggestions.flatMap((suggestion) => suggestion.citations)) {
    const key = passageKey(citation);
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  }
  return numbers;
}

export function passageKey(citation: Citation): string {
  return JSON.stringify([citation.document, citation.chunk]);
}
