import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// WCAG 2.2: 4.5 for text (1.4.3), 3 for what shows a control or a state (1.4.11).
const TEXT = 4.5;
const MARK = 3;
/** High contrast: text by 1.4.6, and lines that show a control well above what is asked for. */
const MORE: Record<number, number> = { [TEXT]: 7, [MARK]: 4.5 };

const css = readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");
const HIGH = ':root[data-contrast="high"] {';

function tokensOf(block: string): [string, { light: string; dark: string }][] {
  return [...block.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? "",
    { light: light ?? "", dark: dark ?? "" },
  ]);
}

const [usual = "", high = ""] = css.split(HIGH);
const tokens = {
  system: new Map(tokensOf(usual)),
  high: new Map([...tokensOf(usual), ...tokensOf(high)]),
};

const GROUNDS = ["canvas", "surface", "raised", "hover", "selected"];
const PAIRS: [ink: string, grounds: string[], least: number][] = [
  ["text", [...GROUNDS, "accent-soft", "calm-soft"], TEXT],
  ["text-muted", [...GROUNDS, "calm-soft"], TEXT],
  ["text-faint", [...GROUNDS, "calm-soft"], TEXT],
  ["on-accent", ["accent", "accent-hover"], TEXT],
  ["accent-ink", ["accent-soft", "raised", "surface", "hover", "selected"], TEXT],
  ["danger-ink", ["danger-soft", ...GROUNDS], TEXT],
  ["warn-ink", ["warn-soft", "canvas", "hover", "raised"], TEXT],
  ["good-ink", ["good-soft"], TEXT],
  ["calm-ink", ["calm-soft"], TEXT],
  ["surface", ["danger-ink", "danger-mark"], TEXT],
  ["on-highlight", ["highlight"], TEXT],
  ["line-control", ["surface", "raised", "canvas"], MARK],
  ["focus", [...GROUNDS, "danger-soft"], MARK],
  ["accent", ["canvas", "surface", "raised", "selected", "hover"], MARK],
  ["danger-mark", GROUNDS, MARK],
  ["warn-mark", GROUNDS, MARK],
  ["good-mark", GROUNDS, MARK],
];

describe.each([
  ["light", "system"],
  ["dark", "system"],
  ["light", "high"],
  ["dark", "high"],
] as const)("the %s theme with %s contrast", (theme, contrastChosen) => {
  it.each(PAIRS.flatMap(([ink, grounds, least]) => grounds.map((ground) => [ink, ground, least] as const)))(
    "shows %s on %s at %d to 1 or more",
    (ink, ground, least) => {
      const wanted = contrastChosen === "high" ? (MORE[least] ?? least) : least;
      expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(wanted);
    },
  );

  function colour(name: string): string {
    const token = tokens[contrastChosen].get(name);
    if (!token) throw new Error(`tokens.css has no colour --${name}`);
    return token[theme];
  }
});

/** Contrast ratio by WCAG 2.2, "relative luminance". */
function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
