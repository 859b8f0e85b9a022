// A language model's draft while it is written, and what is left of it.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { Advice } from "../src/api/nouns";
import { newerAdvice } from "../src/state/merge";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, advice, conversation, json, message, summary } from "./host";

let host: TestHost;
let desk: Desk;

const writing = (on: string, text: string) => host.tell({ type: "draft_writing", draft: { conversation_id: "a", message_id: on, model: "m", text } });
const ended = (on: string) => host.tell({ type: "draft_ended", conversation_id: "a", message_id: on });

/** An advice with a draft of a model as its last suggestion. */
function drafted(on: string): Advice {
  const before = advice("a", on);
  const [first] = before.suggestions;
  if (!first) throw new Error("an advice without suggestions");
  const note = { name: "m", outcome: "suggested", reason: "", prompt_tokens: 1, answer_tokens: 1, milliseconds: 1 } as const;
  return { ...before, suggestions: [first, { ...first, id: `t-${on}`, kind: "model", model: "m" }], model: note };
}

beforeEach(async () => {
  host = new TestHost();
  host.hold(conversation("a", message("a", "m1")));
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
});

describe("a draft that is written", () => {
  it("is shown as it grows, until it ends", () => {
    writing("m1", "");
    expect(desk.liveDraft?.text).toBe("");
    writing("m1", "Hello");
    expect(desk.liveDraft?.text).toBe("Hello");
    expect(desk.suggestions).toHaveLength(1);
    host.tell({ type: "advice_ready", advice: drafted("m1"), slots: [], conversation: summary("a") });
    ended("m1");
    expect(desk.liveDraft).toBeNull();
    expect(desk.suggestions.map((one) => one.kind)).toEqual(["answer", "model"]);
    expect(desk.insert(1)).toBe(true);
  });

  it("is not shown beside a newer message, nor ended by an older draft", () => {
    writing("m1", "Hello");
    host.tell({ type: "message_added", message: message("a", "m3"), conversation: summary("a") });
    expect(desk.liveDraft).toBeNull();
    host.tell({ type: "advice_ready", advice: advice("a", "m3"), slots: [], conversation: summary("a") });
    writing("m3", "Dear");
    ended("m1");
    expect(desk.liveDraft?.text).toBe("Dear");
  });

  it("goes when the connection is lost, and is stopped by the agent", async () => {
    host.answers.set("DELETE /api/v1/conversations/a/draft", () => json({ writing: false }));
    writing("m1", "Hello");
    await desk.stopDraft();
    expect(host.asked).toContain("DELETE /api/v1/conversations/a/draft");
    host.lose();
    expect(desk.liveDraft).toBeNull();
  });
});

it("a reading from before the draft does not take it away again", () => {
  const [before, after] = [advice("a", "m1"), drafted("m1")];
  expect(newerAdvice(after, before)).toBe(after);
  expect(newerAdvice(before, after)).toBe(after);
});
