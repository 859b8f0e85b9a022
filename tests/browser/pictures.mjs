// Pictures of every view for the documents, in light and dark: full, empty, while it loads, and with an error.
// Not a test: `cargo xtask screenshots` runs it against a fresh `aside serve` on the sample knowledge.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ASIDE, launch } from "./page.mjs";

const FOLDER = process.env.ASIDE_PICTURES ?? ".";
const SAMPLE = new URL("../fixtures/sample/conversation.json", import.meta.url);

async function post(path, body) {
  const response = await fetch(`${ASIDE}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return response.json();
}

/** Plays the sample conversations; the desk is empty before. */
async function play() {
  for (const { customer, turns } of JSON.parse(readFileSync(SAMPLE, "utf8"))) {
    let address;
    for (const { author, text } of turns) {
      if (author === "agent") await post(`${address}/replies`, { text });
      else if (address) await post(`${address}/messages`, { text });
      else address = `/api/v1/conversations/${(await post("/api/v1/conversations", { customer, text })).summary.id}`;
    }
  }
}

const list = "**/api/v1/conversations?**";
const press = (key) => (page) => page.keyboard.press(key);
const shown = (id) => (page) => page.getByTestId(id).first().waitFor();

/** Enough of what looks alike in both. */
const LIGHT = ["light"];

/** Each view: how it is brought about, step by step. What is chosen differs from what a new desk has. */
const EMPTY = {
  "first-steps": { steps: [shown("tour")], chosen: { "aside.tour": "due" } },
  empty: { steps: [(page) => page.getByText("No conversations yet").waitFor()] },
};
const FULL = {
  compact: { themes: LIGHT, steps: [shown("suggestion")], chosen: { "aside.density": "compact" } },
  contrast: { themes: LIGHT, steps: [shown("suggestion")], chosen: { "aside.contrast": "high" } },
  german: { themes: LIGHT, steps: [shown("suggestion"), press("Control+k"), shown("palette-entry")], chosen: { "aside.language": "de" } },
  palette: {
    themes: LIGHT,
    steps: [shown("suggestion"), press("Control+k"), (page) => page.keyboard.type("refund"), (page) => page.getByTestId("palette-entry").filter({ hasText: "refund" }).first().waitFor()],
  },
  "taking-back": { themes: LIGHT, steps: [shown("suggestion"), press("1"), press("Control+Enter"), shown("pending-reply")], chosen: { "aside.undo": "10" }, after: press("Control+z") },
  settings: { steps: [press("Control+,"), shown("settings")] },
  files: { steps: [press("f"), shown("files-list")] },
  labels: { steps: [press("l"), (page) => page.getByText("No labels of your own yet").waitFor()] },
  query: { steps: [press("q"), (page) => page.getByTestId("query-example").first().click(), shown("query-answer")] },
  keys: { themes: LIGHT, steps: [press("?"), (page) => page.getByRole("dialog", { name: "Keys" }).waitFor()] },
  loading: { routes: { [list]: () => new Promise(() => {}) }, steps: [(page) => page.waitForTimeout(600)] },
  error: { routes: { [list]: (route) => route.fulfill({ status: 507, json: { code: "storage", detail: "the disk is full" } }) }, steps: [(page) => page.getByRole("alert").waitFor()] },
  away: { routes: { "**/api/v1/events": (route) => route.abort() }, steps: [shown("connection-banner")] },
};

const browser = await launch();

async function take(views) {
  for (const [name, { themes = ["light", "dark"], steps, routes = {}, chosen = {}, after }] of Object.entries(views)) {
    for (const theme of themes) {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
      await context.addInitScript((kept) => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value)), { "aside.tour": "done", ...chosen });
      const page = await context.newPage();
      for (const [path, answer] of Object.entries(routes)) await page.route(path, answer);
      await page.goto(ASIDE);
      await page.getByTestId("knowledge-status").getByText(/passage|Textstelle|Not connected/).waitFor();
      for (const step of steps) await step(page);
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) });
      if (after) await after(page);
      await context.close();
    }
  }
}

await take(EMPTY);
await play();
await take(FULL);
await browser.close();
