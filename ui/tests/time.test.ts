import { expect, it } from "vitest";
import { dayName, longAgo, sameDay, shortAgo } from "../src/kit/time";

const NOW = new Date(2026, 5, 10, 12, 0).getTime();
const MINUTE = 60_000;

it("the list says how long ago in one short word", () => {
  const said = [-5, 0, 4, 119, 26 * 60, 6 * 24 * 60].map((minutes) => shortAgo(NOW - minutes * MINUTE, NOW));
  expect(said).toEqual(["now", "now", "4m", "1h", "1d", "6d"]);
});

it("ears hear it in words", () => {
  expect(longAgo(NOW - 4 * MINUTE, NOW)).toBe("4 minutes ago");
});

it("days go by the calendar, not by hours", () => {
  const lateYesterday = new Date(2026, 5, 9, 23, 59).getTime();
  expect(dayName(lateYesterday, NOW)).toBe("Yesterday");
  expect(sameDay(lateYesterday, NOW)).toBe(false);
  expect(dayName(NOW, NOW)).toBe("Today");
});
