import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import { ApiFailure } from "../src/api/errors";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, advice, conversation, json, knowledge, message, named, summary } from "./host";

let host: TestHost;
let desk: Desk;

beforeEach(async () => {
  host = new TestHost();
  host.hold(conversation("a", message("a", "m1")), conversation("b", message("b", "m2")));
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
});

describe("a desk that opens", () => {
  it("shows the most urgent conversation with its advice", () => {
    expect(desk.list?.map((one) => one.id)).toEqual(["a", "b"]);
    expect(desk.suggestions).toHaveLength(1);
    expect(desk.connection).toBe("live");
  });

  it("offers last what the assistant has said already, and marks what anybody has", () => {
    const [first] = advice("a", "m1").suggestions;
    if (!first) throw new Error("there is a suggestion");
    const second = { ...first, id: "s-2", text: "It may take a week." };
    host.tell({ type: "advice_ready", advice: { ...advice("a", "m1"), suggestions: [first, second] }, slots: [], conversation: summary("a") });
    const offered = () => desk.suggestions.map((one) => [one.id, desk.wasSent(one)]);
    expect(offered()).toEqual([["s-m1", false], ["s-2", false]]);
    host.tell({ type: "message_added", message: message("a", "m2", { author: "assistant", text: "It takes\n5 days. " }), conversation: summary("a") });
    expect(offered()).toEqual([["s-2", false], ["s-m1", true]]);
    // What an agent sent stays under its key: it may have been put there by it a moment ago.
    host.tell({ type: "message_added", message: message("a", "m3", { author: "agent", text: second.text }), conversation: summary("a") });
    expect(offered()).toEqual([["s-2", true], ["s-m1", true]]);
  });

  it("reads nothing again while somebody has to sign in", async () => {
    vi.useFakeTimers();
    try {
      host.answers.set("GET /health", () => json({ code: "unauthenticated", detail: "" }, 401));
      host.answers.set("GET /api/v1/conversations", () => json({ code: "unauthenticated", detail: "" }, 401));
      host.answers.set("GET /api/v1/conversations/a", () => json({ code: "unauthenticated", detail: "" }, 401));
      host.open();
      await vi.advanceTimersByTimeAsync(1);
      const asked = host.asked.length;
      await vi.advanceTimersByTimeAsync(30_000);
      expect(host.asked.length).toBe(asked);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("events", () => {
  it("add a message to the open conversation, and only once", () => {
    const event = { type: "message_added", message: message("a", "m3"), conversation: summary("a", { messages: 2 }) } as const;
    host.tell(event);
    host.tell(event);
    expect(desk.open?.messages.map((one) => one.id)).toEqual(["m1", "m3"]);
    expect(desk.summary?.messages).toBe(2);
  });

  it("take the old advice's suggestions away until the new one is there", () => {
    host.tell({ type: "message_added", message: message("a", "m3"), conversation: summary("a") });
    expect(desk.adviceIsDue).toBe(true);
    expect(desk.insert(0)).toBe(false);
    host.tell({ type: "advice_ready", advice: advice("a", "m3"), slots: [], conversation: summary("a") });
    expect(desk.adviceIsDue).toBe(false);
    expect(desk.insert(0)).toBe(true);
  });

  it("bring what the conversation names by now, and late ones do not bring it back", () => {
    host.tell({ type: "message_added", message: message("a", "m3"), conversation: summary("a") });
    host.tell({ type: "advice_ready", advice: advice("a", "m3"), slots: [named("1043", "m3")], conversation: summary("a") });
    host.tell({ type: "advice_ready", advice: advice("a", "m1"), slots: [named("1042", "m1")], conversation: summary("a") });
    expect(desk.slots.map((one) => one.slot.value)).toEqual(["1043"]);
  });

  it("mark a customer's message elsewhere as unread until it is looked at", () => {
    host.tell({ type: "message_added", message: message("b", "m4"), conversation: summary("b") });
    expect(desk.unread.has("b")).toBe(true);
    desk.select("b");
    expect(desk.unread.has("b")).toBe(false);
  });

  it("show a conversation that nobody knew", () => {
    host.tell({ type: "message_added", message: message("c", "m5"), conversation: summary("c") });
    expect(desk.list?.map((one) => one.id)).toContain("c");
  });

  it("leave the order of conversations to the endpoint", async () => {
    host.hold(conversation("b", message("b", "m2")), conversation("a", message("a", "m1")));
    host.tell({ type: "conversation_changed", conversation: summary("b", { priority: 9 }) });
    await vi.waitFor(() => expect(desk.list?.map((one) => one.id)).toEqual(["b", "a"]));
    expect(desk.selected).toBe("a");
  });

  it("keep the knowledge status true", () => {
    host.tell({ type: "knowledge_changed", status: { ...knowledge, files: 7 } });
    expect(desk.knowledge?.files).toBe(7);
  });

  it("of the knowledge folder take a suggestion away whose document is gone, until it is back", async () => {
    vi.useFakeTimers();
    try {
      host.tell({ type: "knowledge_changed", status: knowledge });
      host.tell({ type: "knowledge_changed", status: knowledge });
      await vi.advanceTimersByTimeAsync(1000);
      expect(host.asked.filter((one) => one.includes("/document"))).toEqual(["GET /api/v1/knowledge/document?path=a.md"]);
      expect(desk.suggestions.map((one) => desk.sourceGone(one))).toEqual([true]);
      expect(desk.insert(0)).toBe(false);

      host.answers.set("GET /api/v1/knowledge/document?path=a.md", () => json({ document: "a.md" }));
      host.tell({ type: "knowledge_changed", status: knowledge });
      await vi.advanceTimersByTimeAsync(1000);
      expect(desk.insert(0)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that were lost are made up for by reading everything anew", async () => {
    host.hold(conversation("a", message("a", "m1"), message("a", "m6")));
    host.tell({ type: "resync" });
    await vi.waitFor(() => expect(desk.open?.messages.map((one) => one.id)).toEqual(["m1", "m6"]));
    expect(desk.list?.map((one) => one.id)).toEqual(["a"]);
  });
});

describe("a reply", () => {
  it("says which suggestion it began as, and leaves the composer when it is stored", async () => {
    host.answers.set("POST /api/v1/conversations/a/replies", () => json(message("a", "m7", { author: "agent", text: "It takes 5 days." }), 201));
    desk.insert(0);
    expect(await desk.send()).toBe(true);
    expect(host.sent).toEqual([{ path: "/api/v1/conversations/a/replies", body: { text: "It takes 5 days.", suggestion_id: "s-m1" } }]);
    expect(desk.draft.text).toBe("");
    expect(desk.open?.messages.at(-1)?.id).toBe("m7");
  });

  it("that is refused stays in the composer, with the reason", async () => {
    host.answers.set("POST /api/v1/conversations/a/replies", () => json({ code: "storage", detail: "disk full" }, 507));
    desk.write("Dear Ana");
    expect(await desk.send()).toBe(false);
    expect(desk.draft.text).toBe("Dear Ana");
    expect(desk.sendFailures.get("a")?.code).toBe("storage");
  });

  it("stays with its conversation", () => {
    desk.write("Dear Ana");
    desk.select("b");
    expect(desk.draft.text).toBe("");
    desk.select("a");
    expect(desk.draft.text).toBe("Dear Ana");
  });
});

describe("a dead server", () => {
  it("is told, and what it did meanwhile is read when it is back", async () => {
    host.lose();
    expect(desk.connection).toBe("lost");
    host.answers.set("POST /api/v1/conversations/a/replies", () => Promise.reject(new Error("refused")));
    desk.write("Dear Ana");
    await desk.send();
    expect(desk.sendFailures.get("a")?.code).toBe("unreachable");

    host.hold(conversation("a", message("a", "m1"), message("a", "m8")));
    host.open();
    await vi.waitFor(() => expect(desk.open?.messages).toHaveLength(2));
    expect(desk.connection).toBe("live");
    expect(desk.sendFailures.size).toBe(0);
    expect(desk.draft.text).toBe("Dear Ana");
  });

  it("is no longer told in the dialog when it is back", () => {
    desk.pasteFailure = new ApiFailure("unreachable", "");
    host.open();
    expect(desk.pasteFailure).toBeNull();
    desk.pasteFailure = new ApiFailure("storage", "disk full");
    host.open();
    expect(desk.pasteFailure?.code).toBe("storage");
  });
});

it("an answer that is no JSON is a fault with a sentence, not a crash", async () => {
  host.answers.set("PUT /api/v1/conversations/a/status", () => ({ status: 500, body: "<html>" }));
  await desk.setStatus("resolved");
  expect(desk.failure?.code).toBe("internal");
  expect(desk.summary?.status).toBe("open");
});

it("what cannot be read is told with its reason, and tried again until it can", async () => {
  vi.useFakeTimers();
  try {
    host.answers.set("GET /api/v1/conversations", () => json({ code: "storage", detail: "the data folder is in use" }, 507));
    host.tell({ type: "resync" });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.readFailure?.detail).toBe("the data folder is in use");
    host.hold(conversation("b", message("b", "m2")));
    await vi.advanceTimersByTimeAsync(3000);
    expect(desk.readFailure).toBeNull();
    expect(desk.list?.map((one) => one.id)).toEqual(["b"]);
  } finally {
    vi.useRealTimers();
  }
});

describe("a corrected label", () => {
  const place = "/api/v1/messages/m1/labels/category";

  it("is stored and shown with the advice that follows it", async () => {
    const corrected = conversation("a", message("a", "m1"));
    const by = { by: "agent", conversation_id: "a", message_id: "m1", similarity: 1 } as const;
    Object.assign(corrected.advice!.analysis, {
      category: { label: "orders", confidence: 1 },
      corrected: [{ kind: "category", label: "orders", read: "billing", ...by }],
    });
    host.answers.set(`PUT ${place}`, () => json(corrected));
    await desk.correct("category", "orders");
    expect(host.sent.at(-1)).toEqual({ path: place, body: { label: "orders" } });
    expect(desk.advice?.analysis.category.label).toBe("orders");
    expect(desk.advice?.analysis.corrected?.[0]?.read).toBe("billing");
    expect(desk.correcting).toBe(false);
  });

  it("that is refused leaves what was read", async () => {
    host.answers.set(`DELETE ${place}`, () => json({ code: "not_found", detail: "there is no correction" }, 404));
    await desk.correct("category", null);
    expect(desk.failure?.code).toBe("not_found");
    expect(desk.advice?.analysis.category.label).toBe("billing");
  });
});

describe("a reply that can be taken back", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    const posted = (text: string) => json(message("a", `sent ${text}`, { author: "agent", text }), 201);
    host.answers.set("POST /api/v1/conversations/a/replies", () => posted((host.sent.at(-1)?.body as { text: string }).text));
    desk = new Desk(new Api(host), host, () => 5000);
    desk.connect();
    host.open();
    return () => vi.useRealTimers();
  });

  it("goes out only after its time", async () => {
    await vi.waitFor(() => expect(desk.open).not.toBeNull());
    desk.write("Dear Ana");
    void desk.send();
    expect(desk.draft.text).toBe("");
    expect(desk.pending?.draft.text).toBe("Dear Ana");
    await vi.advanceTimersByTimeAsync(4900);
    expect(host.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(host.sent.map((one) => one.body)).toEqual([{ text: "Dear Ana", suggestion_id: null }]);
    expect(desk.pending).toBeNull();
  });

  it("is in the composer again, before what was written since, and never goes out", async () => {
    await vi.waitFor(() => expect(desk.open).not.toBeNull());
    desk.write("Dear Ana");
    const sent = desk.send();
    desk.write("P.S.");
    expect(desk.undoSend()).toBe(true);
    expect(await sent).toBe(false);
    expect(desk.draft.text).toBe("Dear Ana\n\nP.S.");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(host.sent).toEqual([]);
  });

  it("goes out at once where the next one is sent, in their order", async () => {
    await vi.waitFor(() => expect(desk.open).not.toBeNull());
    desk.write("One");
    void desk.send();
    desk.write("Two");
    void desk.send();
    await vi.advanceTimersByTimeAsync(10);
    expect(desk.pending?.draft.text).toBe("Two");
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.sent.map((one) => (one.body as { text: string }).text)).toEqual(["One", "Two"]);
  });

  it("is told of where it fails behind the agent's back, until somebody looks", async () => {
    await vi.waitFor(() => expect(desk.open).not.toBeNull());
    host.answers.set("POST /api/v1/conversations/a/replies", () => json({ code: "storage", detail: "the disk is full" }, 507));
    desk.write("Dear Ana");
    void desk.send();
    desk.select("b");
    await vi.advanceTimersByTimeAsync(5100);
    expect([...desk.unsent.values()].map((one) => one.customer)).toEqual(["Customer a"]);
    expect(desk.hasReply("a")).toBe(true);
    desk.goTo("a");
    expect(desk.unsent.size).toBe(0);
    expect(desk.sendFailures.get("a")?.code).toBe("storage");
    // Who is there sees it fail.
    void desk.send();
    await vi.advanceTimersByTimeAsync(5100);
    expect(desk.unsent.size).toBe(0);
  });

  it("stays with its conversation while another one is worked on", async () => {
    await vi.waitFor(() => expect(desk.open).not.toBeNull());
    desk.write("Dear Ana");
    void desk.send();
    desk.select("b");
    expect(desk.pending).toBeNull();
    expect(desk.undoSend()).toBe(false);
    await vi.advanceTimersByTimeAsync(5100);
    expect(host.sent[0]?.path).toBe("/api/v1/conversations/a/replies");
  });
});

describe("the place in the list", () => {
  const all = ["a", "b", "c", "d"].map((id) => conversation(id, message(id, `m-${id}`)));
  const order = (ids: string) => host.hold(...[...ids].flatMap((id) => all.find((one) => one.summary.id === id) ?? []));

  beforeEach(async () => {
    order("abcd");
    host.open();
    await vi.waitFor(() => expect(desk.list).toHaveLength(4));
    host.answers.set("PUT /api/v1/conversations/b/status", () => json(summary("b", { status: "resolved" })));
  });

  /** Resolves a conversation, which goes to the end of the list, or out of what is at hand. */
  async function resolve(id: string, then: string) {
    desk.select(id);
    order(then);
    await desk.setStatus("resolved");
    await vi.waitFor(() => expect(desk.list?.map((one) => one.id)).toEqual([...then]));
  }

  it("is kept where a conversation is resolved: the next one is the one that followed it", async () => {
    await resolve("b", "acdb");
    desk.step(1);
    expect(desk.selected).toBe("c");
  });

  it("is kept upwards, and where the conversation is not at hand any more", async () => {
    await resolve("b", "acd");
    desk.step(-1);
    expect(desk.selected).toBe("a");
  });

  it("is that of the conversation where nothing moved it, whatever comes between", async () => {
    await resolve("b", "adbc");
    desk.step(1);
    expect(desk.selected).toBe("c");
    desk.step(-1);
    expect(desk.selected).toBe("b");
  });
});
