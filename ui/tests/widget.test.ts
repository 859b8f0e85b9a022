// The parts of the chat widget that need no page, and the rules that no compiler keeps.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { delay, retryAfter } from "../widget/backoff";
import { readEvents } from "../shared/sse";
import { shapeAt } from "../widget/server_voice";
import { shapesOf, wordAt } from "../widget/visemes";
import { whenIn, wordsFor } from "../widget/words";

const FOLDER = fileURLToPath(new URL("../widget", import.meta.url));
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(ts|css)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(FOLDER, path), "utf8") }));

describe("the stream", () => {
  const streamOf = (...parts: string[]): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start(controller) {
        // Cut anywhere, within a letter too.
        for (const byte of new TextEncoder().encode(parts.join(""))) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });

  it("gives the data of each event, whole", async () => {
    const found: string[] = [];
    const stream = streamOf(": hello\n\n", "id: 1\ndata: {\"a\":\"ü\"}\n\n", "data: x\r\ndata: y\r\n\r\n", "data: never ended");
    for await (const data of readEvents(stream)) found.push(data);
    expect(found).toEqual(['{"a":"ü"}', "x\ny"]);
  });

  it("that falls silent is given up", async () => {
    const silent = new ReadableStream<Uint8Array>();
    await expect(readEvents(silent, 5).next()).rejects.toThrow("silent");
  });
});

it("tries again later each time, spread by chance, and never later than half a minute", () => {
  expect([0, 1, 2, 3].map((attempt) => delay(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(delay(0, 0)).toBe(250);
  expect(delay(1000, 1)).toBe(30_000);
});

it("asks again when the server says, and shows when that is", () => {
  const now = Date.parse("Sun, 22 Nov 2026 07:00:00 GMT");
  expect(["30", "0", "999999"].map((header) => retryAfter(header, now))).toEqual([30, 1, 3600]);
  expect(retryAfter("Sun, 22 Nov 2026 07:00:45 GMT", now)).toBe(45);
  for (const nothing of [null, "", "soon"]) expect(retryAfter(nothing, now)).toBeUndefined();

  const { busy } = wordsFor("de");
  expect(busy(whenIn(wordsFor("de"), 1))).toContain("wird in 1 Sekunde gesendet");
  expect(whenIn(wordsFor("en"), 59)).toBe("in 59 seconds");
  expect(whenIn(wordsFor("en"), 61)).toBe("in 2 minutes");
  expect(whenIn(wordsFor("en"), undefined)).toBe("in a moment");
});

it("shapes the mouth as the letters of a word sound", () => {
  expect(shapesOf("Mama").map(({ mouth }) => mouth)).toEqual(["closed", "open", "closed", "open"]);
  expect(shapesOf("foo").map(({ mouth }) => mouth)).toEqual(["teeth", "round"]);
  expect(shapesOf("…")).toEqual([]);
  expect(wordAt("Don’t wait", 0)).toBe("Don’t");
  expect(wordAt("über alles", 0)).toBe("über");
});

it("keeps the shape that the server told until the next one begins", () => {
  const told = [
    { at_ms: 10, shape: "closed" as const },
    { at_ms: 120, shape: "open" as const },
    { at_ms: 300, shape: "rest" as const },
  ];
  expect([0, 10, 119, 120, 299, 9_000].map((time) => shapeAt(told, time))).toEqual(["rest", "closed", "closed", "open", "open", "rest"]);
});

it("speaks German where the page does, else English", () => {
  expect(wordsFor("de-AT").send).toBe("Senden");
  for (const other of ["en", "fr", "", "den"]) expect(wordsFor(other).send).toBe("Send");
});

describe("the sources", () => {
  it("make no markup of text, and no code", () => {
    for (const { path, text } of files) expect(/innerHTML|insertAdjacentHTML|outerHTML|\beval\(|new Function/.test(text), path).toBe(false);
  });

  it("import nothing of the desk", () => {
    for (const { path, text } of files) expect(/from "\.\.\/(src|\.\.)/.test(text), path).toBe(false);
  });

  it("take every colour from the tokens", () => {
    for (const { path, text } of files.filter(({ path }) => path.endsWith(".css") && !path.endsWith("tokens.css"))) {
      expect(text.match(/#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\(/g), path).toBeNull();
    }
  });
});
