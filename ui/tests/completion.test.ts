import { describe, expect, it } from "vitest";
import { askedAt, filledIn } from "../src/panels/conversation/completion";

describe("a sign before the cursor", () => {
  it("asks for a macro or an article at the beginning of a word", () => {
    expect(askedAt("/ref", 4)).toEqual({ kind: "macro", from: 0, words: "ref" });
    expect(askedAt("Dear Ana,\n/", 11)).toEqual({ kind: "macro", from: 10, words: "" });
    expect(askedAt("See @return a parcel", 20)).toEqual({ kind: "article", from: 4, words: "return a parcel" });
  });

  it("asks for nothing within a word, an address or a path", () => {
    for (const text of ["and/or", "ana@example.com", "https://example.com", "no sign"]) expect(askedAt(text, text.length)).toBeNull();
  });

  it("gives way to what was chosen, and the text after the cursor stays", () => {
    const text = "Hello /gre and so on";
    const asked = askedAt(text, 10);
    expect(asked && filledIn(text, asked, "Good morning!")).toEqual({ text: "Hello Good morning! and so on", cursor: 19 });
  });
});
