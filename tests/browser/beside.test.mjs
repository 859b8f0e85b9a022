// The small window's page, as a browser shows it: a text goes in, a reply is chosen with keys and copied.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ASIDE, assertAccessible, launch } from "./page.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const QUESTION = "My Hub is offline since this morning. Did I lose the data of today?";

async function open(theme = "light", routes = {}) {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width: 440, height: 620 }, bypassCSP: true, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  for (const [path, answer] of Object.entries(routes)) await page.route(path, answer);
  await page.goto(`${ASIDE}/beside.html`);
  await page.getByTestId("beside-typed").waitFor();
  return { page, quiet: () => assert.deepEqual(complaints, []), close: () => context.close() };
}

test("a written text is answered, and Enter copies the reply that the keys chose", async () => {
  const { page, quiet, close } = await open();
  await assertAccessible(page, "the small window without a text");
  const started = page.waitForResponse((response) => response.request().method() === "POST" && response.url().endsWith("/conversations"));
  await page.keyboard.type(QUESTION);
  await page.keyboard.press("Control+Enter");
  const { summary, advice } = await (await started).json();
  const replies = page.getByTestId("beside-reply");
  await replies.nth(1).waitFor();
  await assertAccessible(page, "the small window with replies");
  assert.equal(await page.getByRole("option", { selected: true }).count(), 1);
  await page.keyboard.press("2");
  assert.equal(await replies.nth(1).getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  assert.equal(await replies.nth(0).getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowDown");

  const kept = page.waitForResponse((response) => response.url().endsWith(`${summary.id}/replies`));
  await page.keyboard.press("Enter");
  assert.equal((await kept).status(), 201);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), advice.suggestions[1].text);
  quiet();
  await close();
});

test("a text that is pasted beside every field is answered at once, and N begins another", async () => {
  const { page, quiet, close } = await open("dark");
  await page.evaluate((text) => {
    document.activeElement.blur();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, QUESTION);
  await page.getByTestId("beside-reply").first().waitFor();
  await assertAccessible(page, "the small window in the dark");
  await page.keyboard.press("n");
  await page.getByTestId("beside-typed").waitFor();
  quiet();
  await close();
});

test("what could not be stored is said, and nothing that was written is gone", async () => {
  const full = (route) => (route.request().method() === "POST" ? route.fulfill({ status: 507, json: { code: "storage", detail: "the disk is full" } }) : route.continue());
  const { page, close } = await open("light", { "**/api/v1/conversations": full });
  await page.keyboard.type(QUESTION);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").getByText("the disk is full", { exact: true }).waitFor();
  assert.match(await page.getByTestId("beside-text").textContent(), /offline since this morning/);
  await close();
});

test("reasons stand in the language of the desk, and an unsure label says that it is", async () => {
  const { page, quiet, close } = await open();
  await page.evaluate(() => localStorage.setItem("aside.language", "de"));
  await page.reload();
  await page.getByTestId("beside-typed").fill("Ich möchte sofort mit einem Menschen sprechen, mein Anwalt meldet sich.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("An die Leitung übergeben?").waitFor();
  await page.getByText("Die Nachricht spricht von rechtlichen Schritten").waitFor();
  assert.equal(await page.getByText("The message").count(), 0);
  await page.getByTestId("beside-facts").getByText("?").first().waitFor();
  quiet();
  await close();
});
