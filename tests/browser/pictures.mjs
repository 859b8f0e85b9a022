// Pictures of every view for the documents, in light and dark: full, empty, while it loads, and with an error.
// Not a test: `cargo xtask screenshots` runs it against a fresh `aside serve` on the sample knowledge. With names, only
// these are taken; ASIDE_SIZE=1920x1080 and ASIDE_LANGUAGE=de show them as others see them.
import { join } from "node:path";
import { ASIDE, launch } from "./page.mjs";
import { EMPTY, FULL } from "./pictured.mjs";
import { fill, isEmpty } from "./pictured_sample.mjs";

const FOLDER = process.env.ASIDE_PICTURES ?? ".";
const NAMES = process.argv.slice(2);
const [WIDTH, HEIGHT] = (process.env.ASIDE_SIZE ?? "1280x800").split("x").map(Number);
const LANGUAGE = process.env.ASIDE_LANGUAGE ?? "en";

const browser = await launch();
const missed = [];

/** What a customer photographed: the Hub with its blinking light. */
async function photo() {
  const page = await browser.newPage({ viewport: { width: 480, height: 320 } });
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:linear-gradient(#b9ab98,#8d7c67)">
    <div style="width:220px;height:150px;border-radius:28px;background:linear-gradient(#fdfdfb,#d9d6d0);box-shadow:0 24px 40px #0006;display:grid;place-items:center">
    <i style="width:22px;height:22px;border-radius:50%;background:#3b82f6;box-shadow:0 0 30px 12px #3b82f6aa"></i></div>`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function take(views) {
  for (const [name, { themes = ["light", "dark"], path = "/", width = WIDTH, height = HEIGHT, steps, routes = {}, chosen = {}, after }] of Object.entries(views)) {
    if (NAMES.length > 0 && !NAMES.includes(name)) continue;
    for (const theme of themes) {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width, height }, reducedMotion: "reduce" });
      await context.addInitScript((kept) => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value)), { "aside.tour": "done", "aside.language": LANGUAGE, ...chosen });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      for (const [path, answer] of Object.entries(routes)) await page.route(path, answer);
      try {
        await page.goto(ASIDE + path);
        if (path === "/") await page.getByTestId("knowledge-status").getByText(/passage|Textstelle|Not connected|Nicht verbunden/).waitFor();
        for (const step of steps) await step(page);
        await page.waitForTimeout(150);
      } catch (error) {
        // The others are taken nevertheless.
        missed.push(`${name}, ${theme}: ${error.message}`);
      }
      await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) });
      if (after) await after(page);
      await context.close();
    }
  }
}

if (await isEmpty()) {
  await take(EMPTY);
  await fill(await photo());
}
await take(FULL);
await browser.close();
if (missed.length > 0) {
  console.error(missed.join("\n"));
  process.exitCode = 1;
}
