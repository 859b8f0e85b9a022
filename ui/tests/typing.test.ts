import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import { Desk } from "../src/state/desk.svelte";
import { TELL_MS, WRITES_MS } from "../src/state/typing.svelte";
import { TestHost, conversation, message, summary } from "./host";

let host: TestHost;
let desk: Desk;

beforeEach(async () => {
  vi.useFakeTimers();
  host = new TestHost();
  const pasted = conversation("b", message("b", "m2"));
  host.hold(conversation("a", message("a", "m1")), { ...pasted, summary: summary("b", { channel: "desk" }) });
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
});
afterEach(() => vi.useRealTimers());

const told = () => host.asked.filter((one) => one.endsWith("/typing")).length;

it("a customer writes until nothing more is heard, or the message is there", () => {
  const event = { type: "typing", conversation_id: "a", author: "customer" } as const;
  host.tell(event);
  expect([desk.typing.in("a"), desk.typing.in("b")]).toEqual([true, false]);
  vi.advanceTimersByTime(WRITES_MS - 1);
  host.tell(event);
  vi.advanceTimersByTime(WRITES_MS - 1);
  expect(desk.typing.in("a")).toBe(true);
  vi.advanceTimersByTime(1);
  expect(desk.typing.in("a")).toBe(false);

  host.tell(event);
  host.tell({ type: "message_added", message: message("a", "m3"), conversation: summary("a") });
  expect(desk.typing.in("a")).toBe(false);
});

it("what an agent writes is not taken for the customer's, and a lost line tells of nobody", () => {
  host.tell({ type: "typing", conversation_id: "a", author: "agent" });
  expect(desk.typing.in("a")).toBe(false);
  host.tell({ type: "typing", conversation_id: "a", author: "customer" });
  host.lose();
  expect(desk.typing.in("a")).toBe(false);
});

it("the customer of a chat is told that an agent writes, now and then", () => {
  desk.write("H");
  desk.write("He");
  expect(told()).toBe(1);
  vi.advanceTimersByTime(TELL_MS);
  desk.write("Hel");
  expect(told()).toBe(2);
  vi.advanceTimersByTime(TELL_MS);
  desk.write("");
  expect(told()).toBe(2);
});

it("nobody is told of a reply to what was pasted", () => {
  desk.select("b");
  desk.write("Hello");
  expect(told()).toBe(0);
});
