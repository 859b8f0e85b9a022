import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { CustomerFact, NewFact, Profile, Standing } from "../src/api/nouns";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, conversation, json, message } from "./host";

const ADA = "Customer a";
const PATH = `/api/v1/customers/${encodeURIComponent(ADA)}`;

let host: TestHost;
let desk: Desk;
/** What the endpoint has of the customer. */
let facts: CustomerFact[];
let profile: Profile;
let standing: Standing;

const first = conversation("a", message("a", "m1", { text: "I live in Bergen." }));
const other = conversation("b", message("b", "m2"));

beforeEach(async () => {
  facts = [{ id: "f1", text: "Has a Hub 2", kind: "fact", source: "agent", created: 1, updated: 1, metadata: { crm: "7" } }];
  profile = { name: null, language: null, preferences: [] };
  standing = { vip: false, tier: null };
  host = new TestHost();
  host.hold(first, other);
  host.answers.set(`GET ${PATH}`, () => json({ customer: ADA, standing, profile, tiers: ["gold"] }));
  host.answers.set(`GET ${PATH}/memory`, () => json({ customer: ADA, profile, facts: facts.map((fact) => ({ fact })), unresolved: [], conversations: [first.summary] }));
  host.answers.set(`POST ${PATH}/memory`, () => {
    const { text, kind = "fact", message_id = null } = host.sent.at(-1)?.body as NewFact;
    facts = [{ id: `f${facts.length + 1}`, text, kind, source: message_id ? "message" : "agent", message_id, created: 2, updated: 2 }, ...facts];
    return json(facts[0], 201);
  });
  host.answers.set(`PUT ${PATH}/memory/f1`, () => {
    facts = facts.map((fact) => ({ ...fact, ...(host.sent.at(-1)?.body as NewFact) }) as CustomerFact);
    return json(facts[0]);
  });
  host.answers.set(`DELETE ${PATH}/memory/f1`, () => {
    facts = [];
    return { status: 204, body: "" };
  });
  host.answers.set(`PUT ${PATH}/profile`, () => json((profile = host.sent.at(-1)?.body as Profile)));
  host.answers.set(`PUT ${PATH}`, () => json({ customer: ADA, standing: (standing = host.sent.at(-1)?.body as Standing), profile, tiers: ["gold"] }));
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
});

const texts = () => desk.card.memory?.facts.map(({ fact }) => fact.text);

async function open(): Promise<void> {
  desk.toggleCard();
  await vi.waitFor(() => expect(desk.card.memory).not.toBeNull());
}

describe("facts", () => {
  it("are kept with the customer's message that says so, and advice is read anew", async () => {
    desk.noteFact("live in Bergen", "m1");
    await vi.waitFor(() => expect(desk.card.memory).not.toBeNull());
    expect(desk.card.draft).toEqual({ text: "live in Bergen", kind: "fact", message: "m1" });
    host.asked.length = 0;
    expect(await desk.card.keep()).toBe(true);
    expect(host.sent.at(-1)?.body).toEqual({ text: "live in Bergen", kind: "fact", message_id: "m1" });
    expect(host.asked).toContain("GET /api/v1/conversations/a");
    expect(texts()).toEqual(["live in Bergen", "Has a Hub 2"]);
    expect(desk.card.draft.text).toBe("");
  });

  it("that are not stored stay in their field", async () => {
    await open();
    desk.card.write({ text: "Moved to Oslo", kind: "matter" });
    host.answers.set(`POST ${PATH}/memory`, () => json({ code: "storage", detail: "the disk is full" }, 507));
    expect(await desk.card.keep()).toBe(false);
    expect(desk.card.notDone?.code).toBe("storage");
    // Also while the agent looks at something else.
    desk.card.close();
    await open();
    expect(desk.card.draft).toEqual({ text: "Moved to Oslo", kind: "matter", message: null });
  });

  it("keep what other programs noted when they are corrected", async () => {
    await open();
    const fact = facts[0] as CustomerFact;
    expect(await desk.card.change(fact, "Has two Hubs", "preference")).toBe(true);
    expect(host.sent.at(-1)?.body).toEqual({ text: "Has two Hubs", kind: "preference", metadata: { crm: "7" } });
    expect(texts()).toEqual(["Has two Hubs"]);
  });

  it("are deleted", async () => {
    await open();
    expect(await desk.card.drop(facts[0] as CustomerFact)).toBe(true);
    expect(texts()).toEqual([]);
  });
});

it("profile and standing are sent only where they were changed", async () => {
  await open();
  host.sent.length = 0;
  expect(await desk.card.save({ name: null, language: "de", preferences: [] }, { vip: false, tier: null })).toBe(true);
  expect(host.sent.map(({ path }) => path)).toEqual([`${PATH}/profile`]);
  expect(await desk.card.save({ name: null, language: "de", preferences: [] }, { vip: true, tier: "gold" })).toBe(true);
  expect(host.sent.map(({ path }) => path)).toEqual([`${PATH}/profile`, PATH]);
  expect(desk.card.view?.standing).toEqual({ vip: true, tier: "gold" });
});

describe("the card", () => {
  it("is read anew when something happens to its customer, and is not of another's", async () => {
    await open();
    host.asked.length = 0;
    facts = [];
    host.tell({ type: "conversation_changed", conversation: other.summary });
    await vi.waitFor(() => expect(host.asked.some((path) => path.includes("/conversations?"))).toBe(true));
    expect(host.asked).not.toContain(`GET ${PATH}/memory`);
    host.tell({ type: "conversation_changed", conversation: first.summary });
    await vi.waitFor(() => expect(texts()).toEqual([]));
    desk.select("b");
    expect(desk.card.name).toBeNull();
  });

  it("says what could not be read", async () => {
    host.answers.set(`GET ${PATH}/memory`, () => json({ code: "storage", detail: "" }, 507));
    desk.toggleCard();
    await vi.waitFor(() => expect(desk.card.failure?.code).toBe("storage"));
    host.answers.set(`GET ${PATH}/memory`, () => json({ customer: ADA, profile, facts: [], unresolved: [], conversations: [] }));
    await desk.card.read();
    expect(desk.card.failure).toBeNull();
  });
});

it("a customer who is forgotten is gone from the screen, with drafts of replies", async () => {
  await open();
  desk.write("Dear Ada");
  host.answers.set(`DELETE ${PATH}`, () => {
    host.hold(other);
    host.answers.delete("GET /api/v1/conversations/a");
    return json({ conversations: 1, facts: 1, entries: 3, sequence: 9, pending: false });
  });
  expect(await desk.card.forget()).toBe(true);
  await vi.waitFor(() => expect(desk.selected).toBe("b"));
  expect(desk.card.name).toBeNull();
  expect(desk.card.farewell?.erased.conversations).toBe(1);
  expect(desk.failure).toBeNull();
  desk.select("a");
  expect(desk.draft.text).toBe("");
});

it("a customer who could not be forgotten stays", async () => {
  await open();
  host.answers.set(`DELETE ${PATH}`, () => json({ code: "storage", detail: "" }, 507));
  expect(await desk.card.forget()).toBe(false);
  expect(desk.card.notDone?.code).toBe("storage");
  expect(desk.card.name).toBe(ADA);
  expect(desk.selected).toBe("a");
});
