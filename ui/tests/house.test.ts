// The rules of the house, where no compiler keeps them.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(ts|svelte|css)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), "utf8") }));

/** Which rooms each room may import from, itself aside. */
const ALLOWED: Record<string, string[]> = {
  host: ["api", "shared"],
  api: ["host"],
  texts: ["api", "keymap.ts", "state"],
  kit: ["api", "keymap.ts", "shared", "state", "texts"],
  state: ["api", "host", "keymap.ts", "shared"],
  panels: ["api", "kit", "keymap.ts", "state", "texts"],
  "panels.ts": ["panels", "state"],
  "keymap.ts": [],
  app: ["api", "host", "kit", "keymap.ts", "panels.ts", "state", "texts"],
  "main.ts": ["app", "styles"],
  "docs.ts": ["reference", "styles"],
  reference: ["api", "app", "host", "kit", "state", "texts"],
  "beside.ts": ["app", "panels", "styles"],
  gallery: ["api", "kit", "keymap.ts", "state", "styles", "texts"],
};

function importsOf(file: { path: string; text: string }): string[] {
  return [...file.text.matchAll(/from "(\.[^"]*)"/g)].map(([, target]) =>
    relative(SRC, join(SRC, dirname(file.path), target ?? "")),
  );
}

function roomOf(path: string): string {
  if (files.some((file) => file.path === `${path}.ts`)) path = `${path}.ts`;
  // What the desk and the widget share stands beside both.
  if (path.startsWith("../shared/")) return "shared";
  return path.split("/")[0] ?? path;
}

describe("rooms", () => {
  it("import only from the rooms below them", () => {
    for (const file of files.filter(({ path }) => !path.endsWith(".css") && path !== "vite-env.d.ts")) {
      const room = roomOf(file.path);
      for (const target of importsOf(file)) {
        expect([room, ...(ALLOWED[room] ?? [])], `${file.path} imports ${target}`).toContain(roomOf(target));
      }
    }
  });

  it("are panels that never import each other", () => {
    for (const file of files.filter(({ path }) => path.startsWith("panels/"))) {
      const own = file.path.split("/").slice(0, 2).join("/");
      for (const target of importsOf(file).filter((path) => path.startsWith("panels/"))) {
        expect(target.startsWith(`${own}/`), `${file.path} imports ${target}`).toBe(true);
      }
    }
  });

  it("leave it to the host to know where the desk runs", () => {
    for (const file of files.filter(({ path }) => !path.startsWith("host/"))) {
      expect(file.text.includes("@tauri-apps"), file.path).toBe(false);
      expect(/\bfetch\(|EventSource/.test(file.text), file.path).toBe(false);
    }
  });
});

describe("the gallery", () => {
  /** What acts on a desk is seen at the desk. */
  const AT_THE_DESK = ["RewriteMenu"];

  it("shows every component of the kit", () => {
    const reached = new Set(["gallery/Gallery.svelte"]);
    for (const path of reached) {
      const file = files.find((one) => one.path === path);
      for (const target of file ? importsOf(file) : []) if (target.endsWith(".svelte")) reached.add(target);
    }
    const missing = files.map(({ path }) => path).filter((path) => /^kit\/.*\.svelte$/.test(path) && !reached.has(path));
    expect(missing).toEqual(AT_THE_DESK.map((name) => `kit/${name}.svelte`));
  });
});

describe("styles", () => {
  const styled = files.filter(({ path }) => path.endsWith(".svelte") || path === "styles/base.css");
  const rules = styled.map(({ path, text }) => ({
    path,
    css: path.endsWith(".css") ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ""),
  }));

  it("take every colour from the tokens", () => {
    for (const { path, css } of rules) {
      expect(css.match(/#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\(/g), path).toBeNull();
    }
  });

  it("know beginning and end, not left and right", () => {
    const physical = /(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)|(?:^|[\s{;])(?:left|right|float: left|float: right):/gm;
    for (const { path, css } of rules) expect(css.match(physical), path).toBeNull();
  });

  it("give beginning and end their own room by their own names", () => {
    for (const { path, css } of rules) {
      for (const [declaration, , values = ""] of css.matchAll(/\b(padding|margin|inset|border-(?:width|color|style|radius)):\s*([^;]+);/g)) {
        // What stands in brackets is one value.
        const sides = values.replace(/\((?:[^()]|\([^()]*\))*\)/g, "").trim().split(/\s+/);
        expect(sides.length, `${path}: ${declaration}`).toBeLessThan(4);
      }
    }
  });

  it("take every size from the tokens", () => {
    for (const { path, css } of rules) {
      const lengths = css.replace(/@(?:media|container)[^{]*/g, "").match(/\b\d*\.?\d+(px|rem)\b/g);
      expect(lengths, path).toBeNull();
    }
  });
});

it("no text becomes markup", () => {
  for (const file of files) expect(/\{@html|innerHTML/.test(file.text), file.path).toBe(false);
});
