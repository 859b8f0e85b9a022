import { expect, test } from "vitest";
import type { Suggestion, SuggestionSentence } from "../src/api/nouns";
import { groundedness, piecesOf } from "../src/kit/sentences";
import { unsupported, without } from "../src/state/unsupported";

const text = "Hello 😀!\n\nIt takes 3 days. It is free. Call us.";

function sentence(words: string, support: SuggestionSentence["support"], citation?: number): SuggestionSentence {
  const start = [...text.slice(0, text.indexOf(words))].length;
  return { start, end: start + [...words].length, support, citation: citation ?? null };
}

const suggestion = {
  text,
  sentences: [
    sentence("Hello 😀!", "no_fact"),
    sentence("It takes 3 days.", "carried", 0),
    sentence("It is free.", "carried", 0),
    sentence("Call us.", "unsupported"),
  ],
} as unknown as Suggestion;

test("a suggestion falls into sentences by characters, and cites at the last of a passage", () => {
  const pieces = piecesOf(suggestion);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.cites === 0).map((piece) => piece.text)).toEqual(["It is free."]);
  expect(groundedness(suggestion)).toBe("2 of 3 sentences stand in the documents");
});

test("advice from before sentences were told is one piece", () => {
  expect(piecesOf({ text: "Old." } as unknown as Suggestion)).toEqual([{ text: "Old.", sentence: null, cites: null }]);
  expect(groundedness({ text: "Old." } as unknown as Suggestion)).toBeNull();
});

test("what nothing carries is taken out with the mark that it leaves empty", () => {
  expect(unsupported(suggestion)).toEqual(["Call us."]);
  expect(without(text, unsupported(suggestion))).toBe("Hello 😀!\n\nIt takes 3 days. It is free.");
  expect(without("1. Open it.\n2. Call us.\n\n\nBye.", ["Call us."])).toBe("1. Open it.\n\nBye.");
});
