// What the engine says has its sentence in each language. The rules are read from where they stand, so that one that
// is added without its sentence is found here.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EscalationReason } from "../src/api/nouns";
import { abstentionWords, evidenceWords, fileWords, orderWords, pointWords, reasonWords } from "../src/kit/reasons";
import { preferences } from "../src/state/preferences.svelte";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

const RULES = fileURLToPath(new URL("../../src-tauri/assist/src/escalation", import.meta.url));

const KINDS = fileURLToPath(new URL("../../src-tauri/knowledge/src/convert/kind.rs", import.meta.url));

/** The rules of escalation with the cases of those that have several. */
function rules(): { rule: string; cases: string[] }[] {
  const sources = readdirSync(RULES).map((file) => readFileSync(join(RULES, file), "utf8"));
  return sources.flatMap((source) => {
    const rule = /const RULE: Rule = Rule \{\s*name: "(\w+)"/.exec(source)?.[1];
    const cases = /case: Some\(([\s\S]*?)\),\s*explanation/.exec(source)?.[1] ?? "";
    return rule ? [{ rule, cases: [...cases.matchAll(/"(\w+)"/g)].map(([, one]) => one ?? "") }] : [];
  });
}

function reason(more: Partial<EscalationReason>): EscalationReason {
  return { rule: "angry", explanation: "The customer is angry.", evidence: "furious", weight: 0.7, ...more };
}

it("every rule of escalation has its name and its sentences in each language", () => {
  const found = rules();
  expect(found.length).toBeGreaterThan(15);
  expect(found.find((one) => one.rule === "threat")?.cases).toEqual(["self_harm", "people"]);
  for (const { rule, cases } of found) {
    for (const texts of [en, de]) {
      expect(texts.rule, rule).toHaveProperty(rule);
      const explained = new Map(Object.entries(texts.explained));
      for (const key of cases.length > 0 ? cases.map((one) => `${rule}.${one}`) : [rule]) expect(explained.has(key), key).toBe(true);
    }
  }
});

it("every kind of content that a file may show to have has its words in each language", () => {
  const source = readFileSync(KINDS, "utf8");
  const kinds = [...source.slice(source.indexOf("pub enum Kind {"), source.indexOf("impl Kind")).matchAll(/^ {4}(\w+),/gm)].map(([, kind]) => kind?.toLowerCase());
  expect(kinds.length).toBeGreaterThan(20);
  for (const texts of [en, de]) expect(Object.keys(texts.file.content).sort()).toEqual([...kinds].sort());
});

describe("on a German desk", () => {
  beforeEach(() => preferences.choose("language", "de"));
  afterEach(() => preferences.choose("language", "en"));

  it("a reason is said in German, with the words of the message as they are", () => {
    const angry = reason({ parts: [{ is: "words", text: "furious" }, { is: "capitals" }] });
    expect(reasonWords(angry)).toBe("Der Kunde ist verärgert.");
    expect(evidenceWords(angry)).toBe("furious, Großbuchstaben");
    const high = reason({ rule: "high_priority", parts: [{ is: "priority", reason: { why: "asked", times: 3 }, points: 2 }] });
    expect(evidenceWords(high)).toBe("3-mal gefragt +2");
    expect(evidenceWords({ evidence: "", parts: [{ is: "moods", moods: ["neutral", "angry"] }] })).toBe("von Nachricht zu Nachricht: Neutral, Verärgert");
    expect(evidenceWords(reason({ parts: [{ is: "label", what: "sentiment", label: "angry", confidence: 0.72 }] }))).toBe("Verärgert, zu 72% sicher");
  });

  it("what a team's rule says, and what was stored before, stays as it is", () => {
    expect(reasonWords(reason({ rule: "team:lost data", explanation: "Data was lost." }))).toBe("Data was lost.");
    expect(evidenceWords(reason({}))).toBe("furious");
    expect(pointWords({ reason: "asked twice" })).toBe("asked twice");
  });

  it("why a file cannot be read and what gives orders to a model is said in German, and older ones as they are", () => {
    const said = fileWords({ reason: "it is called .docx", cause: { why: "mislabelled", extension: "docx", content: "text" } });
    expect(said).toBe("Sie heißt .docx, enthält aber reinen Text: richtig benennen oder neu speichern.");
    expect(fileWords({ reason: "read in part: 3 more" })).toBe("read in part: 3 more");
    const signs = [{ kind: "drops_instructions", hidden: true, words: "ignore it" } as const];
    expect(orderWords({ evidence: ["hidden: asks"], signs })).toEqual(["versteckt: will, dass die Anweisungen nicht mehr gelten: ignore it"]);
    expect(orderWords({ evidence: ["asks: it"] })).toEqual(["asks: it"]);
  });

  it("points of the priority and missing answers are said in German", () => {
    expect(pointWords({ reason: "", grounds: { why: "waiting", minutes: 200, target_minutes: 240 } })).toBe("wartet 3h, Ziel 4h");
    expect(pointWords({ reason: "", grounds: { why: "presses", words: "by Friday" } })).toBe("drängt: „by Friday“");
    expect(abstentionWords({ reason: "", nearest: { document: "a.md", title: "Returns", score: 0.31 } })).toContain("„Returns“ (31%)");
    expect(abstentionWords({ reason: "" })).toBe("Kein Dokument beantwortet diese Nachricht.");
  });
});
