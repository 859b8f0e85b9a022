// The type check sees that no text is missing; here it is seen that none was left in English or empty.
import { expect, it } from "vitest";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

/** The same in both languages, rightly. */
const ALIKE = new Set(["common.files", "settings.choice.language.values.en", "settings.choice.language.values.de"]);

function flat(texts: object, path = ""): [string, unknown][] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    return typeof value === "object" && value !== null ? flat(value as object, here) : [[here, value] as [string, unknown]];
  });
}

const german = new Map(flat(de));

it("no text is empty", () => {
  for (const [path, text] of [...flat(en), ...german]) expect(text, path).not.toBe("");
});

it("sentences are translated", () => {
  const left = flat(en).filter(([path, text]) => typeof text === "string" && text.split(" ").length > 2 && german.get(path) === text && !ALIKE.has(path));
  expect(left).toEqual([]);
});
