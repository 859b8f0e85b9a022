import { describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import { barsOf, dayAt, frameOf, isAlone, pathOf, ROOM, type Series } from "../src/kit/chart/scales";
import { chartsOf, minutes } from "../src/panels/trends/charts";
import { byDay, ranking, share, total } from "../src/panels/trends/figures";
import { Trends } from "../src/state/trends.svelte";
import { QUESTIONS, type Question } from "../src/state/trends_questions";
import { TestHost, json } from "./host";

const NOW = new Date(2026, 10, 22, 9, 30);

/** Answers each question with these rows; `answers` may change meanwhile. */
function trends(answers: Partial<Record<Question, Record<string, unknown>[] | undefined>>): { trends: Trends; host: TestHost } {
  const host = new TestHost();
  host.answers.set("POST /api/v1/sql", () => {
    const { sql } = host.sent.at(-1)?.body as { sql: string };
    const question = (Object.keys(QUESTIONS) as Question[]).find((one) => QUESTIONS[one] === sql) as Question;
    const rows = answers[question];
    if (!rows) return json({ code: "query_limit", detail: "" }, 422);
    const columns = Object.keys(rows[0] ?? { day: "" });
    return json({ columns, rows: rows.map((row) => columns.map((column) => row[column])), cut: false, shortened: 0, elapsed_ms: 1 });
  });
  return { trends: new Trends(new Api(host), () => NOW), host };
}

const NOBODY = { conversations: [], messages: [], waits: [], resolutions: [], tickets: [], ratings: [], agents: [], rules: [], intents: [], unanswered: [] };

describe("trends", () => {
  it("ask for whole days, today among them, with the values that each question names and no others", async () => {
    const { trends: looked, host } = trends(NOBODY);
    await looked.look({ span: 7, category: "billing" });
    expect(looked.days).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]);
    expect(host.sent.length).toBe(Object.keys(QUESTIONS).length);
    for (const { body } of host.sent) {
      const { sql, params } = body as { sql: string; params: Record<string, string> };
      expect(Object.keys(params).sort()).toEqual([...new Set([...sql.matchAll(/:(\w+)/g)].map(([, name]) => name))].sort());
      expect(params["category"]).toBe("billing");
      expect(params["from"]).toBe(new Date(2026, 10, 16).toISOString());
    }
    expect(looked.empty).toBe(true);
    expect(looked.reading).toBe(false);
  });

  it("that one question cannot be answered leave the others be", async () => {
    const { trends: looked } = trends({ ...NOBODY, conversations: [{ day: "2026-11-22", conversations: 3, chats: 2, contained: 1 }], rules: undefined });
    await looked.read();
    expect(looked.of("rules").failure?.code).toBe("query_limit");
    expect(looked.of("conversations").rows).toEqual([{ day: "2026-11-22", conversations: 3, chats: 2, contained: 1 }]);
    expect(looked.empty).toBe(false);
  });

  it("of one agent leave the others to be chosen", async () => {
    const answers = { ...NOBODY, agents: [{ agent: "Ann" }, { agent: "Bea" }] };
    const { trends: looked, host } = trends(answers);
    await looked.read();
    answers.agents = [{ agent: "Bea" }];
    await looked.look({ agent: "Bea" });
    expect(looked.agents).toEqual(["Ann", "Bea"]);
    expect(host.sent.every(({ body }) => "agent" in (body as { params: object }).params)).toBe(true);
    // Who did nothing in the newly chosen days stays chosen.
    answers.agents = [{ agent: "Ann" }];
    await looked.look({ agent: "" });
    await looked.look({ agent: "Bea" });
    expect(looked.agents).toEqual(["Ann", "Bea"]);
  });

  it("of a span that is no longer wanted are not shown", async () => {
    const answers = { ...NOBODY, conversations: [{ day: "2026-11-22", conversations: 1, chats: 0, contained: 0 }] };
    const { trends: looked } = trends(answers);
    const before = looked.look({ span: 90 });
    await looked.look({ span: 7 });
    await before;
    expect(looked.days.length).toBe(7);
    expect(looked.reading).toBe(false);
  });
});

it("charts count what the answers say, and divide by nothing where there is nothing", async () => {
  const { trends: looked } = trends({
    ...NOBODY,
    conversations: [{ day: "2026-11-22", conversations: 5, chats: 4, contained: 3 }],
    messages: [{ day: "2026-11-21", positive: 1, neutral: 2, negative: 0, angry: 1, advised: 4, misfired: 1, replies: 8, suggested: 4, edited: 1, changed: 0.5 }],
    ratings: [{ day: "2026-11-22", ratings: 4, points: 17, content: 3 }],
    waits: [{ day: "", conversations: 5, median: 75, ninth: 120 }, { day: "2026-11-22", conversations: 5, median: 75, ninth: 120 }],
    resolutions: [{ day: "", conversations: 3, median: 42, ninth: 150 }, { day: "2026-11-22", conversations: 3, median: 42, ninth: 150 }],
  });
  await looked.look({ span: 7 });
  const figures = Object.fromEntries(chartsOf(looked).map(({ file, figure }) => [file, figure]));
  expect(figures).toEqual({ conversations: "5", "first-answers": "1.3 h", resolutions: "42 min", moods: "25%", suggestions: "50%", escalations: "75%", chats: "75%", ratings: "4.3" });
  const used = chartsOf(looked).find(({ file }) => file === "suggestions")?.series[0]?.values;
  expect(used).toEqual([null, null, null, null, null, 0.5, null]);

  const { trends: quiet } = trends(NOBODY);
  await quiet.read();
  expect(chartsOf(quiet).map(({ figure }) => figure)).toEqual(["0", "–", "–", "–", "–", "–", "–", "–"]);
});

it("figures take a missing day for none, or for nothing known", () => {
  const rows = [{ day: "b", n: 2 }, { day: "c", n: null }];
  expect(byDay(["a", "b", "c"], rows, (row) => (row["n"] as number | null) ?? 0, 0)).toEqual([0, 2, 0]);
  expect(byDay(["a", "b"], rows, (row) => row["n"] as number, null)).toEqual([null, 2]);
  expect(total(rows, "n")).toBe(2);
  expect(share(1, 0)).toBeNull();
  expect(ranking([{ intent: "a", n: 1 }, { intent: "b", n: 2 }, { intent: "a", n: 2 }, { intent: null, n: 9 }], "intent", "n")).toEqual([{ label: "a", value: 3 }, { label: "b", value: 2 }]);
});

describe("a drawing", () => {
  const days = ["2026-11-20", "2026-11-21", "2026-11-22"];
  const one = (values: (number | null)[]): Series => ({ name: "n", tone: "accent", values });
  const [width, height] = [340, 160];

  it("has bars that stand on each other, and none for nothing", () => {
    const series = [one([2, 0, 1]), one([2, 3, null])];
    const frame = frameOf(days, series, true, width, height, "count");
    const [below, above] = [barsOf(series, 0, frame), barsOf(series, 1, frame)];
    expect(below.map(({ day }) => day)).toEqual([0, 2]);
    expect(above.map(({ day }) => day)).toEqual([0, 1]);
    expect(above[0]!.top + above[0]!.height).toBeCloseTo(below[0]!.top);
    expect(below[0]!.top + below[0]!.height).toBeCloseTo(height - ROOM.bottom);
    expect(above[0]!.top).toBeGreaterThanOrEqual(ROOM.top);
  });

  it("has whole numbers, round times and shares at its side", () => {
    expect(frameOf(days, [one([1, 0, 0])], true, width, height, "count").ticks).toEqual([0, 1]);
    expect(frameOf(days, [one([0, 0, 0])], true, width, height, "count").ticks).toEqual([0, 1]);
    expect(frameOf(days, [one([140, 20, 0])], false, width, height, "minutes").ticks).toEqual([0, 60, 120, 180]);
    expect(frameOf(days, [one([0.2, 0.3, 0])], false, width, height, "share").ticks).toEqual([0, 0.5, 1]);
  });

  it("draws nothing outside of itself", () => {
    const frame = frameOf(days, [one([2.3, -1, 0.5])], false, width, height, "share");
    expect([2.3, -1].map(frame.y)).toEqual([frame.plot.top, frame.plot.bottom]);
  });

  it("breaks its line where there is no value", () => {
    const series = one([1, null, 2]);
    expect(pathOf(days, series, frameOf(days, [series], false, width, height, "count")).match(/M/g)?.length).toBe(2);
  });

  it("shows a day that no line leads to", () => {
    expect([0, 3, 4, 6].map((at) => isAlone([1, null, null, 2, 3, null, 0], at))).toEqual([true, false, false, true]);
  });

  it("says times as short as they are", () => {
    expect([0, 0.004, 0.4, 1.4, 59, 90].map(minutes)).toEqual(["0 min", "1 s", "24 s", "1 min", "59 min", "1.5 h"]);
  });

  it("is pointed at from edge to edge", () => {
    const frame = frameOf(days, [one([1, 1, 1])], true, width, height, "count");
    expect([-50, ROOM.start + 1, width / 2 + ROOM.start / 2, width + 50].map((place) => dayAt(days, frame, place))).toEqual([0, 0, 1, 2]);
  });

  it("names today, and few days before it", () => {
    const many = Array.from({ length: 90 }, (_, day) => `day ${day}`);
    const { named } = frameOf(many, [one([])], true, width, height, "count");
    expect(named.at(-1)).toBe("day 89");
    expect(named.length).toBeLessThanOrEqual(5);
  });
});
