import { describe, expect, it } from "vitest";
import type { ConversationSlot } from "../src/api/nouns";
import { askedAt, filledIn, filledMacro, fillingsOf } from "../src/panels/conversation/completion";

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

describe("a macro", () => {
  const slot = (kind: "order" | "invoice", text: string): ConversationSlot => ({ message_id: "m", slot: { kind, text, value: text, start: 0, end: text.length } });

  it("has its places filled, and no gap where nothing is known", () => {
    const fillings = { customer_name: "Ada", order_number: null };
    for (const [text, expected] of [
      ["Hello {customer_name}, hi.", "Hello Ada, hi."],
      ["Your order {order_number} is on its way.", "Your order is on its way."],
      ["Hello {order_number},\n\nhi.", "Hello,\n\nhi."],
      ["Thank you, {order_number}. Bye.", "Thank you. Bye."],
      ["Call {extension}.", "Call {extension}."],
      ["An open { brace", "An open { brace"],
      ["{ customer_name }!", "Ada!"],
      ["{toString}", "{toString}"],
    ] as const) {
      expect(filledMacro(text, fillings)).toBe(expected);
    }
  });

  it("takes the name that a customer has, and the newest number", () => {
    const slots = [slot("order", "FW-2"), slot("order", "FW-1")];
    expect(fillingsOf("Ada Lovelace", slots, "The team")).toEqual({ customer_name: "Ada Lovelace", order_number: "FW-2", invoice_number: null, team: "The team" });
    for (const customer of ["Customer", "visitor-b9582eaa", " "]) expect(fillingsOf(customer, [], null)["customer_name"]).toBeNull();
    expect(fillingsOf("visitor-relations", [], null)["customer_name"]).toBe("visitor-relations");
  });
});
