import { describe, expect, it } from "vitest";
import type { PersonalKind, PersonalSpan } from "../src/api/nouns";
import { parseMessage } from "../shared/markdown";
import { canCover, cover, covered, coveredWords, piecesOf, quoted } from "../src/kit/covers";

const TEXT = "🙂 Card 4111 1111, I am Ann.";

function span(kind: PersonalKind, start: number, end: number, secret = false): PersonalSpan {
  return { kind, secret, message_id: "m1", start, end };
}

const SPANS = [span("card", 7, 16, true), span("person", 23, 26), span("reference", 0, 1)].sort((a, b) => a.start - b.start);

describe("a text", () => {
  it("has its secrets covered, counted in characters, and all else in clear", () => {
    expect(piecesOf(TEXT, SPANS, "secrets")).toEqual([
      { text: "🙂 Card ", kind: null },
      { text: "4111 1111", kind: "card" },
      { text: ", I am Ann.", kind: null },
    ]);
  });

  it("has names covered where that is chosen, but never what agents look up", () => {
    expect(piecesOf(TEXT, SPANS, "personal").filter((piece) => piece.kind).map((piece) => piece.text)).toEqual(["4111 1111", "Ann"]);
  });

  it("is whole where nothing is to be covered", () => {
    expect(piecesOf(TEXT, SPANS, "off")).toEqual([{ text: TEXT, kind: null }]);
    expect(piecesOf("Hello", [], "personal")).toEqual([{ text: "Hello", kind: null }]);
  });

  it("loses no character whatever is covered", () => {
    for (const chosen of ["secrets", "personal", "off"] as const) {
      expect(piecesOf(TEXT, SPANS, chosen).map((piece) => piece.text).join("")).toBe(TEXT);
    }
  });
});

it("a cover keeps the gaps and tells nothing of a long secret's length", () => {
  expect(cover("4111 1111")).toBe("•••• ••••");
  expect(cover("x".repeat(400))).toHaveLength(24);
});

it("a part of a text is covered where the whole is", () => {
  expect(covered("4111 ", 7, SPANS, "secrets")).toBe("•••• ");
  expect(covered("1111, ", 12, SPANS, "secrets")).toBe("••••, ");
  expect(covered("Ann", 23, SPANS, "secrets")).toBe("Ann");
});

it("what quotes the conversation has the same words covered", () => {
  const words = coveredWords([{ id: "m1", text: TEXT }], SPANS, "secrets");
  expect(quoted("They gave 4111 1111 twice: 4111 1111", words)).toEqual([
    { text: "They gave ", kind: null },
    { text: "4111 1111", kind: "card" },
    { text: " twice: ", kind: null },
    { text: "4111 1111", kind: "card" },
  ]);
});

it("marked-up text is covered only where no covered word is torn or leads anywhere", () => {
  const can = (text: string, word: string) => canCover(text, parseMessage(text), new Map<string, PersonalKind>([[word, "card"]]));
  expect(can("**4111 1111** and 4111 1111", "4111 1111")).toBe(true);
  expect(can("[4111 1111](https://example.com)", "4111 1111")).toBe(false);
  expect(can("[card](https://example.com/4111-1111)", "4111-1111")).toBe(false);
  expect(can("https://example.com/?token=41111111 and 41111111", "41111111")).toBe(false);
  expect(can("11 **22** 33", "11 **22** 33")).toBe(false);
});
