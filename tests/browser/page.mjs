// What every browser journey needs: a browser, a page on the running desk, and an axe run.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

// The packages are the interface's own; this folder has none.
const require = createRequire(new URL("../../ui/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = require.resolve("axe-core/axe.min.js");

/** Where `aside serve` listens. */
export const ASIDE = (process.env.ASIDE_URL ?? "").replace(/\/$/, "");
assert.notEqual(ASIDE, "", "ASIDE_URL names no server: start `aside serve` and set it to the address that it prints");

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: SWITCHES });
}

/** What was chosen before: the first steps are over, and replies go out at once. */
const CHOSEN = { "aside.tour": "done", "aside.undo": "off" };

/** What the desktop window's own page is called. */
const WINDOW = "http://tauri.localhost";

/** In the place of the window around the page: the command `api` asks the endpoint, and every command is noted. */
function actAsWindow() {
  const machine = { shortcut: null, at_login: false, tray: true, pastes: true, selection: true, copied: null };
  window.isTauri = true;
  window.invoked = [];
  window.__TAURI_INTERNALS__ = {
    transformCallback: () => 0,
    async invoke(command, { method, path, body } = {}) {
      window.invoked.push(command);
      if (command === "machine") return machine;
      if (command !== "api") return null;
      const headers = body && { "content-type": "application/json" };
      const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
      return { status: answer.status, body: await answer.text(), file: null };
    },
  };
}

/** The endpoint answers for the window's page, too: to it, the page is one of this machine. */
async function serveWindow(route) {
  const { pathname, search } = new URL(route.request().url());
  const { origin: _, referer: __, ...headers } = route.request().headers();
  await route.fulfill({ response: await route.fetch({ url: `${ASIDE}${pathname}${search}`, headers }) });
}

/**
 * A page on the desk, ready to be used, or as the desktop window shows it. Whatever it complains about fails the test that calls `quiet`. Requests that
 * a test answers itself are named in `routes`: taken over while the page runs, the next one may still slip through.
 */
export async function openDesk(browser, { theme = "light", width = 1280, height = 800, chosen = {}, routes = {}, inWindow = false } = {}) {
  // A content security policy keeps scripts out, axe's too; the page itself is tested with it elsewhere.
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height }, bypassCSP: true, reducedMotion: "reduce" });
  await context.addInitScript((kept) => {
    // Once only: what is chosen on the page outlives a reload.
    for (const [key, value] of Object.entries(kept)) if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
  }, { ...CHOSEN, ...chosen });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  if (inWindow) {
    await context.addInitScript(actAsWindow);
    await page.route(`${WINDOW}/**`, serveWindow);
  }
  for (const [path, answer] of Object.entries(routes)) await page.route(path, answer);
  await page.goto(inWindow ? WINDOW : ASIDE);
  await page.getByTestId("knowledge-status").getByText(/passage|Textstelle/).waitFor();
  return { page, quiet: () => assert.deepEqual(complaints, []), close: () => context.close() };
}

/** Fails with the rules that axe finds broken and where. */
export async function assertAccessible(page, state) {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} (${node.failureSummary})`).join("; ")}`);
  assert.deepEqual(found, [], `axe on ${state}`);
}

/** Starts a conversation by pasting, as an agent does, and waits for the advice. */
export async function pasteConversation(page, text) {
  await page.keyboard.press("n");
  await page.getByTestId("paste-text").fill(text);
  await page.getByTestId("paste-submit").click();
  await page.getByTestId("message").filter({ hasText: text }).waitFor();
}

/** Opens a conversation by words of it, wherever it stands in the list. */
export async function openConversation(page, words) {
  await page.getByTestId("conversation-search").fill(words);
  await page.getByTestId("conversation-item").filter({ hasText: words }).click();
  await page.getByTestId("conversation-search").fill("");
}

/** What a customer writes into the chat, outside of the page. */
export async function chat(customer, message) {
  const response = await fetch(`${ASIDE}/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer_id: customer, message }),
  });
  assert.equal(response.status, 200);
  return response.json();
}
