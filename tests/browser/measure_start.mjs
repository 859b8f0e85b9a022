// From the start of the process to the first row that can be clicked:
// `node tests/browser/measure_start.mjs PROGRAM DATA KNOWLEDGE [RUNS]`. Not a test. Each run starts `PROGRAM serve` on
// the data folder, opens the page in a browser that is already there, and clicks. The page marks by itself when its
// rows are on the screen (`aside.usable`), so that a window can be measured by the same mark.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import os from "node:os";
import { createInterface } from "node:readline";

const [program, data, knowledge, runs = "5"] = process.argv.slice(2);
assert.ok(program && data && knowledge, "say the program, its data folder and the folder of documents");
process.env.ASIDE_URL ??= "http://127.0.0.1";
const { launch } = await import("./page.mjs");

/** Milliseconds since 1970, as exact as the page's own. */
const now = () => performance.timeOrigin + performance.now();

const browser = await launch();
const times = { listening: [], usable: [], clicked: [] };
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(() => localStorage.setItem("aside.tour", "done"));
  const page = await context.newPage();
  const start = now();
  const server = spawn(program, ["serve", "--port", "0", "--data", data, "--knowledge", knowledge], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((done) => server.once("exit", done));
  try {
    const address = await Promise.race([
      ended.then((code) => assert.fail(`the server ended with ${code}`)),
      (async () => {
        for await (const line of createInterface(server.stdout)) if (line.includes("listening on ")) return line.split("listening on ")[1].trim();
        assert.fail("the server said no address");
      })(),
    ]);
    times.listening.push(now() - start);
    await page.goto(address);
    const usable = await page.waitForFunction(() => {
      const [mark] = performance.getEntriesByName("aside.usable");
      return mark && performance.timeOrigin + mark.startTime;
    });
    times.usable.push((await usable.jsonValue()) - start);
    const row = page.getByTestId("conversation-item").nth(1);
    await row.click();
    await row.and(page.locator("[aria-current=true]")).waitFor();
    times.clicked.push(now() - start);
  } finally {
    await context.close();
    server.kill();
    await ended;
  }
}
await browser.close();
for (const [what, list] of Object.entries(times)) {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
  console.log(`process start to ${what}: ${sorted.length} runs, shortest ${at(0)} ms, median ${at(0.5)} ms, longest ${at(1)} ms (load ${os.loadavg()[0].toFixed(1)})`);
}
