import { expect, it } from "vitest";
import { fit, fitting, type Entry } from "../src/app/palette";

function entry(title: string): Entry {
  return { id: title, group: "commands", title, more: "", run: () => {} };
}

it("the palette puts what begins with what is typed first", () => {
  const entries = ["Write a reply", "Replay a ticket", "Show the keys"].map(entry);
  expect(fitting(entries, "rep").map((one) => one.title)).toEqual(["Replay a ticket", "Write a reply"]);
});

it("the palette wants every word, in any order and case, with or without accents", () => {
  expect(fit("Gespräche suchen und filtern", "SUCHEN gesprache")).toBeGreaterThan(0);
  expect(fit("Show the keys", "keys zebra")).toBe(0);
});

it("the palette finds a command by its own name, short words and all", () => {
  expect(fit("Escalate to a supervisor", "Escalate to a supervisor")).toBeGreaterThan(0);
  expect(fit("Reset", "a")).toBe(0);
});

it("the palette forgives letters that were left out, but not two of any word", () => {
  expect(fit("Theme: dark", "thmdrk")).toBeGreaterThan(0);
  expect(fit("Theme: dark", "td")).toBe(0);
});

it("the palette shows everything, as it is, while nothing is typed", () => {
  const entries = ["b", "a"].map(entry);
  expect(fitting(entries, " ")).toEqual(entries);
});
