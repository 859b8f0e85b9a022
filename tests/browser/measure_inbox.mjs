// How fast the page is with fifty thousand conversations: from a key to the next frame, and while the list is
// scrolled. Not a test: `ASIDE_URL=… node tests/browser/measure_inbox.mjs`. The windows of the list are answered
// here, so that what is measured is the page; the first conversation of the running desk stands for all of them.
import { ASIDE, launch } from "./page.mjs";

const MANY = 50_000;
const PRESSES = 200;

const known = (await (await fetch(`${ASIDE}/api/v1/conversations?limit=1`)).json()).conversations[0];
if (!known) throw new Error("the desk has no conversation to show: start one");
const whole = await (await fetch(`${ASIDE}/api/v1/conversations/${known.id}`)).json();
const idOf = (place) => `00000000-0000-7000-8000-${String(place).padStart(12, "0")}`;
const summaryOf = (place) => ({ ...known, id: idOf(place), customer: `Customer ${place}`, status: place < MANY / 2 ? "open" : "resolved" });

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
await context.addInitScript(() => localStorage.setItem("aside.tour", "done"));
const page = await context.newPage();
await page.route("**/api/v1/conversations?**", (route) => {
  const asked = new URL(route.request().url()).searchParams;
  const offset = Number(asked.get("offset") ?? 0);
  const length = Math.min(Number(asked.get("limit") ?? MANY), MANY - offset);
  const conversations = Array.from({ length }, (_, index) => summaryOf(offset + index));
  return route.fulfill({ json: { conversations, total: MANY, resolved: MANY / 2, waiting: MANY / 2, all: MANY, place: null } });
});
await page.route("**/api/v1/conversations/00000000-*", (route) => {
  const id = new URL(route.request().url()).pathname.split("/").at(-1);
  return route.fulfill({ json: { ...whole, summary: { ...whole.summary, id } } });
});
await page.goto(ASIDE);
await page.getByTestId("conversation-item").first().waitFor();
await page.waitForTimeout(1000);

/** From the press to the frame after the one that is drawn for it, in milliseconds. */
await page.evaluate(() => {
  window.taken = [];
  window.addEventListener("keydown", (event) => {
    const start = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.taken.push(performance.now() - start);
      channel.port2.postMessage(null);
    });
  }, { capture: true });
});

async function measured(what, press) {
  await page.evaluate(() => (window.taken = []));
  for (let n = 0; n < PRESSES; n++) {
    await press(n);
    await page.waitForTimeout(30);
  }
  const taken = (await page.evaluate(() => window.taken)).sort((a, b) => a - b);
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))].toFixed(1);
  console.log(`${what}: ${taken.length} presses, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
}

await measured("next conversation (J)", () => page.keyboard.press("j"));
await page.getByTestId("composer").focus();
await measured("a letter in the composer", (n) => page.keyboard.press("abcdefg "[n % 8]));

const scrolled = await page.evaluate(async () => {
  const list = document.querySelector('[data-testid="conversation-list"]');
  const frames = [];
  let empty = 0;
  let before = performance.now();
  for (let n = 0; n < 240; n++) {
    list.scrollTop += 400;
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    frames.push(now - before);
    before = now;
    if (!list.querySelector('[data-testid="conversation-item"]')) empty++;
  }
  return { frames: frames.sort((a, b) => a - b), empty, rows: list.querySelectorAll("li").length };
});
const frame = (share) => scrolled.frames[Math.floor((scrolled.frames.length - 1) * share)].toFixed(1);
console.log(`scrolling 400 px a frame: p50 ${frame(0.5)} ms, p95 ${frame(0.95)} ms a frame; ${scrolled.empty} of 240 frames without a row; ${scrolled.rows} rows on the page`);
await browser.close();
