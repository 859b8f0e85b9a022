// Drafts outlive the desk.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Drafts } from "../src/state/drafts.svelte";

const draft = (text: string) => ({ text, suggestionId: null, untouched: null });

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
});
afterEach(() => vi.unstubAllGlobals());

it("a draft is there again after a restart, and one that was sent is not", () => {
  const before = new Drafts();
  before.set("a", draft("Dear Ana"));
  before.set("b", draft("Dear Ben"));
  before.hold("b");
  before.release("b");
  before.keep();
  const after = new Drafts();
  expect(after.of("a").text).toBe("Dear Ana");
  expect(after.of("b").text).toBe("");
});

it("a reply that was not sent yet is a draft again after a restart", () => {
  const before = new Drafts();
  before.set("a", draft("Dear Ana"));
  before.hold("a");
  before.set("a", draft("P.S."));
  before.keep();
  expect(new Drafts().of("a").text).toBe("Dear Ana\n\nP.S.");
});

it("what cannot be read is no draft", () => {
  localStorage.setItem("aside.drafts", '[["a", {"text": 1}], "b", ["c"]]');
  expect(new Drafts().of("a").text).toBe("");
  localStorage.setItem("aside.drafts", "{");
  expect(new Drafts().of("a").text).toBe("");
});
