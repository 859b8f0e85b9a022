// How fast the desk is with very many conversations, from a key to the frame that shows it, on a running server:
// `ASIDE_URL=… node tests/browser/measure_inbox.mjs [MINUTES]`. Not a test. `aside bench desk --data DIR` makes a data
// folder with fifty thousand conversations, and `aside serve --data DIR` serves it. With minutes, the page is then used
// for so long, all of it again and again (`work.mjs`), and its memory is read after each. No reply is sent; customers
// write in the chat meanwhile, so the folder is better a copy.
import { execFileSync } from "node:child_process";
import os from "node:os";
import { ASIDE, launch } from "./page.mjs";
import { work } from "./work.mjs";

const PRESSES = 200;
const MINUTES = Number(process.argv[2] ?? 0);
/** A quick agent: between two keys. */
const PAUSE_MS = 30;
const WORDS = ["order", "hub", "refund", "invoice", "password", "sensor"];

const load = () => os.loadavg()[0].toFixed(1);
const ask = async (path) => {
  const answer = await fetch(`${ASIDE}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};

function say(what, times, unit = "ms") {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  console.log(`${what}: ${sorted.length} times, p50 ${at(0.5)} ${unit}, p95 ${at(0.95)} ${unit}, longest ${at(1)} ${unit} (load ${load()})`);
}

// ---- the endpoint by itself

const first = await ask("/api/v1/conversations?limit=300");
if (first.all === 0) throw new Error("the desk has no conversation to show");
console.log(`${first.all} conversations, ${first.waiting} wait; ${os.cpus()[0].model}, ${os.cpus().length} cores`);

async function asked(what, path) {
  const times = [];
  for (let n = 0; n < PRESSES; n++) {
    const start = performance.now();
    await ask(path(n));
    times.push(performance.now() - start);
  }
  say(`endpoint, ${what}`, times);
}
const one = (n) => first.conversations[(n * 7) % first.conversations.length];
await asked("a window of 300", () => "/api/v1/conversations?limit=300");
await asked("a window in the middle", (n) => `/api/v1/conversations?limit=300&offset=${Math.floor(first.all / 2) + n}`);
await asked("a window of those with a word", (n) => `/api/v1/conversations?limit=300&q=${WORDS[n % WORDS.length]}`);
await asked("a conversation", (n) => `/api/v1/conversations/${one(n).id}`);
await asked("a customer's memory", (n) => `/api/v1/customers/${encodeURIComponent(one(n).customer)}/memory`);

// ---- the page

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
await context.addInitScript(() => {
  localStorage.setItem("aside.tour", "done");
  const measured = { keys: [], opened: [], found: [], pressed: 0 };
  window.measured = measured;
  /** Calls back once the next frame is on the screen. */
  const painted = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => then(performance.now());
      channel.port2.postMessage(null);
    });
  window.addEventListener(
    "keydown",
    (event) => {
      measured.pressed = event.timeStamp;
      painted((now) => measured.keys.push(now - event.timeStamp));
    },
    { capture: true },
  );
  const real = window.fetch;
  window.fetch = async (...request) => {
    const answer = await real(...request);
    const { pathname, search } = new URL(request[0] instanceof Request ? request[0].url : request[0], location.href);
    const list = /\/api\/v1\/conversations\/[0-9a-f-]{36}$/.test(pathname) ? measured.opened : pathname.endsWith("/conversations") && search.includes("q=") ? measured.found : null;
    const { pressed } = measured;
    if (list) void answer.clone().text().then(() => painted((now) => list.push(now - pressed)));
    return answer;
  };
});
const page = await context.newPage();
const began = performance.now();
await page.goto(ASIDE);
await page.getByTestId("conversation-item").first().waitFor();
console.log(`page: ${(performance.now() - began).toFixed(0)} ms from its address to the first row`);
await page.waitForTimeout(1000);

const clear = () => page.evaluate(() => Object.assign(window.measured, { keys: [], opened: [], found: [] }));
const measured = (list) => page.evaluate((name) => window.measured[name], list);
const search = page.getByTestId("conversation-search");

await clear();
for (let n = 0; n < PRESSES; n++) {
  await page.keyboard.press("j");
  await page.waitForTimeout(PAUSE_MS);
}
say("page, next conversation (J), to its row", await measured("keys"));
await clear();
for (let n = 0; n < PRESSES / 4; n++) {
  await page.keyboard.press("k");
  await page.waitForTimeout(PAUSE_MS * 8);
}
say("page, previous conversation (K), to its messages", await measured("opened"));

await page.getByTestId("composer").focus();
await clear();
for (let n = 0; n < PRESSES; n++) {
  await page.keyboard.press("abcdefg "[n % 8]);
  await page.waitForTimeout(PAUSE_MS);
}
say("page, a letter in the composer", await measured("keys"));
await page.getByTestId("composer").fill("");
await page.keyboard.press("Escape");

await clear();
for (const word of [...WORDS, ...WORDS]) {
  await page.keyboard.press("/");
  for (const letter of word) {
    await page.keyboard.press(letter);
    await page.waitForTimeout(PAUSE_MS * 2);
  }
  await page.waitForTimeout(500);
  await search.fill("");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(400);
}
say("page, a letter in the search", await measured("keys"));
say("page, from the last letter to the rows that have the word, 120 ms of rest with it", await measured("found"));

/** Scrolls so many frames, so far in each. */
const scroll = (frames, pixels) =>
  page.evaluate(
    async ([frames, pixels]) => {
      const list = document.querySelector('[data-testid="conversation-list"]');
      const times = [];
      let empty = 0;
      let before = performance.now();
      for (let n = 0; n < frames; n++) {
        list.scrollTop += pixels;
        await new Promise((done) => requestAnimationFrame(done));
        const now = performance.now();
        times.push(now - before);
        before = now;
        if (!list.querySelector('[data-testid="conversation-item"]')) empty++;
      }
      return { times, empty, rows: list.querySelectorAll("li").length };
    },
    [frames, pixels],
  );
for (const pixels of [60, 400]) {
  const { times, empty, rows } = await scroll(240, pixels);
  say(`page, a frame while the list is scrolled by ${pixels} px each`, times);
  console.log(`  ${empty} of 240 frames without a row; ${rows} rows on the page`);
}

// ---- memory

const session = await context.newCDPSession(page);
async function memory(what) {
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  const server = process.env.ASIDE_PID ? `; server ${(Number(execFileSync("ps", ["-o", "rss=", "-p", process.env.ASIDE_PID])) / 1024).toFixed(0)} MB resident` : "";
  console.log(`${what}: ${(usedSize / 1e6).toFixed(1)} MB of the page's heap, ${nodes} nodes, ${jsEventListeners} listeners${server}`);
}
await memory("memory at first");
const missed = new Map();
for (let minute = 1, round = 0; minute <= MINUTES; minute++) {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    for (const what of await work(page, round++)) missed.set(what, (missed.get(what) ?? 0) + 1);
  }
  // What is measured of keys is not the page's.
  await clear();
  await memory(`memory after ${minute} min, ${round} rounds`);
}
for (const [what, times] of missed) console.log(`not done, ${times} times: ${what}`);
await browser.close();
