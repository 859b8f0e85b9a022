// The type check sees that no text is missing; here it is seen that none was left in English, empty, or outside of
// the catalogue.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "svelte/compiler";
import { describe, expect, it } from "vitest";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

/** The same in both languages, rightly. */
const ALIKE = new Set(["common.files", "settings.choice.language.values.en", "settings.choice.language.values.de", "settings.files.example.escalation", "settings.files.example.redaction"]);

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

describe("what is drawn", () => {
  const SRC = fileURLToPath(new URL("../src", import.meta.url));
  const ROOMS = ["app", "kit", "panels", "reference"];
  /** What a person reads, beside what stands between tags. */
  const READ = new Set(["title", "text", "label", "placeholder", "alt", "what", "detail", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"]);
  const WORD = /\p{L}{2,}/u;
  const WORDS = /\p{L}{2,}[.,:;!?…]? \p{L}{2,}/u;

  /** Names, code and an address, in every language. */
  const NAMES = /^(Aside|Control|Alt|Shift|SELECT .*|http:.*)$/;

  type Node = { type?: string; [key: string]: unknown };
  const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

  /** Words that stand in the source of a component or module instead of the catalogue. */
  function wordsIn(source: string): string[] {
    const found: string[] = [];
    const look = (node: Node, drawn: boolean): void => {
      switch (node.type) {
        case "ImportDeclaration":
        case "StyleSheet":
        case "Comment":
        case "TSLiteralType":
        case "StyleDirective":
          return;
        case "RegularElement":
          if (node["name"] === "code") return;
          break;
        case "Attribute":
          if (!READ.has(String(node["name"])) && !/^on/.test(String(node["name"]))) return;
          break;
        case "Text":
          if (WORD.test(String(node["data"]))) found.push(String(node["data"]).trim());
          return;
        case "Literal":
          if (typeof node["value"] === "string" && (drawn ? /^\p{Lu}\p{Ll}/u : WORDS).test(node["value"])) found.push(node["value"]);
          return;
        case "TemplateElement":
          if (WORDS.test((node["value"] as { raw: string }).raw)) found.push((node["value"] as { raw: string }).raw);
          return;
      }
      for (const [key, value] of Object.entries(node)) {
        // Comments stand beside the code.
        if (/comments$/i.test(key)) continue;
        for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) look(child, drawn || key === "fragment");
      }
    };
    look(parse(source, { modern: true }) as unknown as Node, false);
    return found;
  }

  it("is read from the catalogue, in every room with something to read", () => {
    const files = ROOMS.flatMap((room) => readdirSync(join(SRC, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)));
    const left = files
      .filter((path) => /\.(svelte|ts)$/.test(path))
      .flatMap((path) => {
        const text = readFileSync(join(SRC, path), "utf8");
        const words = wordsIn(path.endsWith(".svelte") ? text : `<script lang="ts">\n${text}\n</script>`);
        return words.filter((one) => !NAMES.test(one)).map((one) => `${path}: ${one}`);
      });
    expect(left).toEqual([]);
    // Every component is parsed: more than a busy machine does in the usual time.
  }, 30_000);

  it("is told from what nobody reads", () => {
    expect(wordsIn(`<p>Nothing found</p>`)).toEqual(["Nothing found"]);
    expect(wordsIn(`<button title="Close it" class="wide open">{open ? "Less" : "more"}</button>`)).toEqual(["Close it", "Less"]);
    expect(wordsIn(`<script lang="ts">const said = \`${"${n}"} words are left\`; // Said aloud.\n</script>`)).toEqual([" words are left"]);
    expect(wordsIn(`<p data-testid="A test" onclick={() => press("a")}>{t.words} · {"Esc".length}</p>`)).toEqual(["Esc"]);
  });
});

it("what is built in is said in the desk's language, and a team's own words stay", () => {
  expect(de.quality.criterion("Greeting")).toBe("Begrüßung");
  expect(de.query.example("Tickets by week and owner")).toBe("Tickets nach Woche und zuständiger Person");
  expect(de.quality.criterion("Grüßt mit Namen")).toBe("Grüßt mit Namen");
  expect(en.quality.criterion("Greeting")).toBe("Greeting");
});
