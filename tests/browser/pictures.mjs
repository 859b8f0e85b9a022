// Pictures of every view for the documents, in light and dark: full, empty, while it loads, and with an error.
// Not a test: `cargo xtask screenshots` runs it against a fresh `aside serve` on the sample knowledge.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ASIDE, launch } from "./page.mjs";

const FOLDER = process.env.ASIDE_PICTURES ?? ".";
const SAMPLE = new URL("../fixtures/sample/conversation.json", import.meta.url);

async function send(method, path, body) {
  const response = await fetch(`${ASIDE}${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.json();
}
const post = (path, body) => send("POST", path, body);

/** Plays the sample conversations; the desk is empty before. One is escalated, and something is known of one customer. */
async function play() {
  for (const { customer, turns, expect } of JSON.parse(readFileSync(SAMPLE, "utf8"))) {
    let address;
    for (const { author, text } of turns) {
      if (author === "agent") await post(`${address}/replies`, { text });
      else if (address) await post(`${address}/messages`, { text });
      else address = `/api/v1/conversations/${(await post("/api/v1/conversations", { customer, text })).summary.id}`;
    }
    if (expect?.some((one) => one.escalation)) await post(`${address}/ticket`, {});
  }
  await post("/api/v1/conversations", { customer: KNOWN, text: "My Hub is offline since this morning and the light blinks blue. Did I lose the data of today?" });
  const known = `/api/v1/customers/${encodeURIComponent(KNOWN)}`;
  await send("PUT", known, { vip: true, tier: null });
  await send("PUT", `${known}/profile`, { name: null, language: "de", preferences: ["Short answers", "Calls after 18:00"] });
  await post(`${known}/memory`, { text: "The Hub stands in the cellar, far from the router", kind: "fact" });
  await post(`${known}/memory`, { text: "Wants to be told when the new clamps are in stock", kind: "matter" });
}

/** Of whom something is known. */
const KNOWN = "Mara Lindqvist";

const list = "**/api/v1/conversations?**";
const press = (key) => (page) => page.keyboard.press(key);
const shown = (id) => (page) => page.getByTestId(id).first().waitFor();
const advised = shown("suggestion");
/** The conversation of the customer of whom something is known. */
const known = async (page) => {
  await page.getByTestId("conversation-item").filter({ hasText: KNOWN }).filter({ hasText: "offline" }).first().click();
  await advised(page);
};

/** What somebody asks in another help desk. */
const ASKED = "My Hub has been offline since this morning. Did I lose the data from today?";

/** Enough of what looks alike in both. */
const LIGHT = ["light"];

/** The stream of events opens once, so that everything is read, and then breaks. */
const opened = new WeakSet();
function breaking(route) {
  const page = route.request().frame().page();
  if (opened.has(page)) return route.abort();
  opened.add(page);
  return route.fulfill({ contentType: "text/event-stream", body: ":\n\n" });
}

/** Each view: how it is brought about, step by step. What is chosen differs from what a new desk has. */
const EMPTY = {
  "first-steps": { themes: LIGHT, steps: [shown("tour")], chosen: { "aside.tour": "due" } },
  empty: { steps: [(page) => page.getByText("No conversations yet").waitFor()] },
  "trends-empty": { themes: LIGHT, steps: [press("Shift+G"), (page) => page.getByText("Nothing in the last 30 days").waitFor()] },
};
const FULL = {
  desk: { steps: [advised] },
  document: { steps: [advised, press("o"), (page) => page.getByTestId("document-highlight").first().waitFor()] },
  customer: { steps: [known, press("Shift+C"), shown("fact")] },
  tickets: { steps: [advised, press("Shift+T"), shown("packet")] },
  trends: { steps: [advised, press("Shift+G"), shown("trends-unanswered"), (page) => page.getByTestId("trends-7").click(), (page) => page.waitForFunction(() => document.querySelector("[data-testid=trends][aria-busy=false]"))] },
  files: { steps: [press("f"), shown("files-list")] },
  gaps: { steps: [press("f"), (page) => page.getByTestId("care-gaps").click(), shown("gap")] },
  quality: { steps: [press("Shift+Q"), shown("quality-one"), shown("quality-thread")] },
  settings: { steps: [press("Control+,"), shown("settings")] },
  labels: { themes: LIGHT, steps: [press("l"), (page) => page.getByText("No labels of your own yet").waitFor()] },
  query: { steps: [press("q"), (page) => page.getByTestId("query-example").first().click(), shown("query-answer")] },
  // The page of the small window, which a browser shows as well.
  beside: {
    path: "/beside.html",
    width: 440,
    height: 620,
    steps: [shown("beside-typed"), (page) => page.getByTestId("beside-typed").fill(ASKED), (page) => page.getByTestId("beside-read").click(), shown("beside-reply")],
  },
  palette: {
    themes: LIGHT,
    steps: [advised, press("Control+k"), (page) => page.keyboard.type("refund"), (page) => page.getByTestId("palette-entry").filter({ hasText: "refund" }).first().waitFor()],
  },
  compact: { themes: LIGHT, steps: [advised], chosen: { "aside.density": "compact" } },
  contrast: { themes: LIGHT, steps: [advised], chosen: { "aside.contrast": "high" } },
  german: { themes: LIGHT, steps: [advised, press("Control+k"), shown("palette-entry")], chosen: { "aside.language": "de" } },
  "taking-back": { themes: LIGHT, steps: [advised, press("1"), press("Control+Enter"), shown("pending-reply")], chosen: { "aside.undo": "10" }, after: press("Control+z") },
  keys: { themes: LIGHT, steps: [press("?"), (page) => page.getByRole("dialog", { name: "Keys" }).waitFor()] },
  loading: { themes: LIGHT, routes: { [list]: () => new Promise(() => {}) }, steps: [(page) => page.waitForTimeout(600)] },
  error: { routes: { [list]: (route) => route.fulfill({ status: 507, json: { code: "storage", detail: "the disk is full" } }) }, steps: [(page) => page.getByRole("alert").waitFor()] },
  away: { themes: LIGHT, routes: { "**/api/v1/events": breaking }, steps: [shown("connection-banner")] },
};

const browser = await launch();
const missed = [];

async function take(views) {
  for (const [name, { themes = ["light", "dark"], path = "/", width = 1280, height = 800, steps, routes = {}, chosen = {}, after }] of Object.entries(views)) {
    for (const theme of themes) {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width, height }, reducedMotion: "reduce" });
      await context.addInitScript((kept) => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value)), { "aside.tour": "done", ...chosen });
      const page = await context.newPage();
      for (const [path, answer] of Object.entries(routes)) await page.route(path, answer);
      try {
        await page.goto(ASIDE + path);
        if (path === "/") await page.getByTestId("knowledge-status").getByText(/passage|Textstelle|Not connected/).waitFor();
        for (const step of steps) await step(page);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) });
        if (after) await after(page);
      } catch (error) {
        // The others are taken nevertheless.
        missed.push(`${name}, ${theme}: ${error.message}`);
      }
      await context.close();
    }
  }
}

await take(EMPTY);
await play();
await take(FULL);
await browser.close();
if (missed.length > 0) {
  console.error(missed.join("\n"));
  process.exitCode = 1;
}
