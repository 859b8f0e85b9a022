import { expect, test } from "vitest";
import { Api } from "../src/api/client";
import type { MoodPoint } from "../src/api/nouns";
import { shortSpan } from "../src/kit/time";
import { HEIGHT, WIDTH, ZERO, place } from "../src/panels/assist/trend";
import { mergeConversation } from "../src/state/merge";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, conversation, json, message } from "./host";

const point = (sentiment: MoodPoint["sentiment"], confidence = 1): MoodPoint => ({ message_id: "m", at: 1, sentiment, confidence });
const settled = () => new Promise((done) => setTimeout(done, 5));

test("the chart goes from left to right, and displeasure stands lower the surer it is", () => {
  const xs = [0, 1, 2].map((index) => place(point("neutral"), index, 3).x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(Math.max(...xs)).toBeLessThan(WIDTH);
  const ys = (["positive", "neutral", "negative", "angry"] as const).map((mood) => place(point(mood), 0, 1).y);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  expect(Math.max(...ys)).toBeLessThan(HEIGHT);
  expect(place(point("neutral"), 0, 1).y).toBe(ZERO);
  expect(place(point("negative", 0.4), 0, 1).y).toBeLessThan(place(point("negative", 0.9), 0, 1).y);
});

test("waiting is said as short as a list wants it", () => {
  const minutes = [0, 59, 60, 47 * 60, 48 * 60].map((count) => shortSpan(count * 60_000));
  expect(minutes).toEqual(["0m", "59m", "1h", "47h", "2d"]);
});

test("a conversation that is read again brings its mood along", () => {
  const known = { ...conversation("c", message("c", "1")), mood: { trend: "steady" as const, points: [] } };
  const read = { ...known, mood: { trend: "falling" as const, points: [point("angry")] } };
  expect(mergeConversation(known, read).mood).toEqual(read.mood);
});

test("a VIP is set with the tier that the customer has, and a failure is told", async () => {
  const host = new TestHost();
  const one = conversation("c", message("c", "1"));
  one.summary = { ...one.summary, customer: "Ada / Co", tier: "gold" };
  host.hold(one);
  host.answers.set("PUT /api/v1/customers/Ada%20%2F%20Co", () => json({}));
  const desk = new Desk(new Api(host), host);
  const stop = desk.connect();
  host.open();
  await settled();
  await desk.setVip(true);
  expect(host.sent.at(-1)).toEqual({ path: "/api/v1/customers/Ada%20%2F%20Co", body: { vip: true, tier: "gold" } });
  expect(desk.failure).toBeNull();
  host.answers.delete("PUT /api/v1/customers/Ada%20%2F%20Co");
  await desk.setVip(false);
  expect(desk.failure?.code).toBe("not_found");
  stop();
});
