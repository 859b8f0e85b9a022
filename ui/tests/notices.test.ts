import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { ConversationSummary, Event } from "../src/api/nouns";
import { Notices, type Notice } from "../src/state/notices.svelte";
import { advice, json, listOf, message, summary, TestHost } from "./host";

const NOON = 1_800_000_000_000;
const MINUTE = 60_000;

let host: TestHost;
let told: Notice[];
let notices: Notices;

/** What the endpoint says of who waits, and of who is escalated. */
function hold(waiting: ConversationSummary[], escalated: ConversationSummary[] = []) {
  host.answers.set("GET /api/v1/conversations?waiting=true&limit=300", () => json(listOf(waiting)));
  host.answers.set("GET /api/v1/conversations?status=escalated&limit=300", () => json(listOf(escalated)));
}

function changed(conversation: ConversationSummary): Event {
  return { type: "conversation_changed", conversation };
}

function advised(id: string, more: Partial<ConversationSummary> = {}): Event {
  return { type: "advice_ready", advice: advice(id, "m"), slots: [], conversation: summary(id, { escalation_recommended: true, ...more }) };
}

beforeEach(async () => {
  vi.useFakeTimers({ now: NOON });
  host = new TestHost();
  told = [];
  hold([]);
  notices = new Notices(new Api(host), (notice) => told.push(notice));
  await notices.look(NOON);
});
afterEach(() => void vi.useRealTimers());

describe("escalations", () => {
  it("are told once, by the customer's name alone", () => {
    notices.hear(changed(summary("a", { status: "escalated", customer: "Ada", preview: "I will sue you" })));
    notices.hear(changed(summary("a", { status: "escalated", customer: "Ada" })));
    expect(told).toEqual([{ kind: "escalated", customers: ["Ada"] }]);
  });

  it("that stood before the start are no news", async () => {
    const before = summary("a", { status: "escalated" });
    hold([], [before]);
    const later = new Notices(new Api(host), (notice) => told.push(notice));
    later.hear(changed(before));
    await later.look(NOON);
    later.hear(changed(before));
    expect(told).toEqual([]);
  });

  it("are told again once they were taken back, but not within a minute", () => {
    const [with_, without] = [changed(summary("a", { status: "escalated" })), changed(summary("a"))];
    [with_, without, with_].forEach((event) => notices.hear(event));
    expect(told).toHaveLength(1);
    notices.hear(without);
    vi.advanceTimersByTime(MINUTE);
    notices.hear(with_);
    expect(told).toHaveLength(2);
  });

  it("that are advised come with the advice, not with an older message's", () => {
    notices.hear({ type: "message_added", message: message("a", "m"), conversation: summary("a", { escalation_recommended: true }) });
    expect(told).toEqual([]);
    notices.hear(advised("a"));
    vi.advanceTimersByTime(MINUTE);
    expect(told).toEqual([{ kind: "advised", customers: ["Customer a"] }]);
  });

  it("that are advised and done at once are told as done", () => {
    notices.hear(advised("a"));
    notices.hear(changed(summary("a", { status: "escalated" })));
    vi.advanceTimersByTime(MINUTE);
    expect(told).toEqual([{ kind: "escalated", customers: ["Customer a"] }]);
  });

  it("that are advised where nobody waits are not told", () => {
    notices.hear(advised("a", { awaiting_reply: false }));
    vi.advanceTimersByTime(MINUTE);
    expect(told).toEqual([]);
  });
});

describe("long waits", () => {
  const waits = (id: string, due: number) => summary(id, { waiting_since: NOON - 5 * MINUTE, reply_due: due });

  it("are told together once the target has passed, and each wait once", async () => {
    hold([waits("a", NOON - 1), waits("b", NOON), waits("c", NOON + 1)]);
    await notices.look(NOON);
    expect(told).toEqual([{ kind: "late", customers: ["Customer a", "Customer b"] }]);
    expect([notices.waiting, notices.late]).toEqual([3, 2]);
    await notices.look(NOON + MINUTE / 2);
    expect(told).toHaveLength(1);
    await notices.look(NOON + 2 * MINUTE);
    expect(told[1]).toEqual({ kind: "late", customers: ["Customer c"] });
    await notices.look(NOON + 4 * MINUTE);
    expect(told).toHaveLength(2);
  });
});

it("whoever is escalated is counted", async () => {
  hold([summary("a")], [summary("b", { status: "escalated" })]);
  await notices.look(NOON);
  expect([notices.waiting, notices.late, notices.escalated]).toEqual([1, 0, 1]);
});
