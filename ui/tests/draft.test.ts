import { describe, expect, it } from "vitest";
import { EMPTY_DRAFT, editDraft, insertSuggestion } from "../src/state/draft";

const first = { id: "s1", text: "It takes 5 days." };
const second = { id: "s2", text: "Open Orders." };

describe("inserting a suggestion", () => {
  it("fills an empty reply and remembers where it came from", () => {
    expect(insertSuggestion(EMPTY_DRAFT, first)).toMatchObject({ text: first.text, suggestionId: "s1" });
  });

  it("replaces another suggestion that nobody changed", () => {
    expect(insertSuggestion(insertSuggestion(EMPTY_DRAFT, first), second)).toMatchObject({ text: second.text, suggestionId: "s2" });
  });

  it("goes below what the agent wrote", () => {
    const draft = editDraft(EMPTY_DRAFT, "Dear Ana,\n");
    expect(insertSuggestion(draft, first)).toMatchObject({ text: "Dear Ana,\n\nIt takes 5 days.", suggestionId: "s1" });
  });

  it("goes below an edited suggestion, which the reply still began as", () => {
    const edited = editDraft(insertSuggestion(EMPTY_DRAFT, first), "It takes about 5 days.");
    expect(insertSuggestion(edited, second)).toMatchObject({ text: "It takes about 5 days.\n\nOpen Orders.", suggestionId: "s1" });
  });
});

it("a reply that was emptied began as nothing", () => {
  expect(editDraft(insertSuggestion(EMPTY_DRAFT, first), " ").suggestionId).toBeNull();
});
