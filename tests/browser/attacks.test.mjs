// Markup and script in every text that somebody can write stay text, at the desk and in the chat.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, chat, launch, openConversation, openDesk } from "./page.mjs";

const MARK = `m${Date.now()}`;
/** Each way in which a text becomes a part of a page, in one text; `field` says where it was written. */
const hostile = (field) =>
  `${MARK} ${field} <img src=x onerror="window.attacked='${field}'"><script>window.attacked='${field}'</script><svg onload="window.attacked='${field}'"><iframe srcdoc="<script>parent.attacked='${field}'</script>"></iframe><style>body{display:none}</style>"><b onmouseover=window.attacked=1>[link](javascript:window.attacked='${field}') {{constructor.constructor('window.attacked=1')()}}`;
/** What of it must never be an element. */
const ELEMENTS = "img[src='x'], script:not([src]):not([data-axe]), svg[onload], iframe, b[onmouseover], a[href^='javascript:' i]";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function ask(method, path, body) {
  const response = await fetch(`${ASIDE}${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** What a key opened is drawn. */
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Fails where a text became a part of the page, in shadow roots too. */
async function assertText(page, state) {
  const found = await page.evaluate((elements) => {
    const roots = [document];
    for (const root of roots) for (const element of root.querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
    const made = roots.flatMap((root) => [...root.querySelectorAll(elements)].map((element) => element.outerHTML.slice(0, 120)));
    return { attacked: window.attacked ?? null, made, hidden: getComputedStyle(document.body).display === "none" };
  }, ELEMENTS);
  assert.deepEqual(found, { attacked: null, made: [], hidden: false }, state);
}

describe("script in every text", () => {
  it("stays text at the desk, in what others wrote", async () => {
    const name = hostile("customer").slice(0, 190);
    const { conversation_id: id } = await chat(name, hostile("message"));
    await ask("POST", `/api/v1/conversations/${id}/replies`, { text: hostile("reply"), suggestion_id: null });
    await ask("POST", `/api/v1/conversations/${id}/ticket`, { owner: hostile("owner").slice(0, 60), note: hostile("note") });
    const customer = encodeURIComponent(name);
    await ask("POST", `/api/v1/customers/${customer}/memory`, { text: hostile("fact").slice(0, 290) });

    const desk = await openDesk(browser);
    const { page } = desk;
    await openConversation(page, `${MARK} customer`);
    await page.getByTestId("message").filter({ hasText: `${MARK} reply` }).waitFor();
    await assertText(page, "the conversation");
    await page.keyboard.press("Escape");
    for (const keys of ["Shift+C", "Shift+S", "g", "p", "Shift+T", "Shift+H", "Shift+G", "q", "l", "f", "Control+k"]) {
      await page.keyboard.press(keys);
      await painted(page);
      await assertText(page, `after ${keys}`);
      await page.keyboard.press("Escape");
    }
    await desk.close();
  });

  it("stays text at the desk, in every field that can be seen", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const { conversation_id: id } = await chat(`fields ${MARK}`, "How do I reset my password?");
    assert.ok(id);
    await openConversation(page, `fields ${MARK}`);
    await page.keyboard.press("Escape");
    let filled = 0;
    for (const keys of ["", "n", "m", "Shift+C", "Shift+T", "Shift+G", "q", "l", "f", "Control+,", "Control+k"]) {
      if (keys) await page.keyboard.press(keys);
      await painted(page);
      const fields = page.locator("input[type=text]:visible, input[type=search]:visible, input:not([type]):visible, textarea:visible");
      for (const field of await fields.all()) {
        // What lies behind a page or a dialog is no field at present.
        const isBehind = await field.evaluate((element) => element.closest("[inert]") !== null || element.disabled || element.readOnly).catch(() => true);
        if (isBehind || !(await field.isVisible())) continue;
        await field.fill(hostile("field").slice(0, 280));
        filled += 1;
        await assertText(page, `a field after ${keys || "opening"}`);
        await field.fill("");
      }
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    }
    assert.ok(filled >= 8, `only ${filled} fields were found`);
    await desk.close();
  });

  it("stays text in the chat, on both sides", async () => {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    await context.addInitScript(() => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        return attach.call(this, { ...init, mode: "open" });
      };
    });
    const shop = `<!doctype html><html lang="en"><title>Shop</title><script src="/widget.js" data-key="shop"></script></html>`;
    await context.route(`${ASIDE}/shop`, (route) => route.fulfill({ contentType: "text/html", body: shop }));
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${ASIDE}/shop`);
    await page.getByTestId("launcher").click();
    await page.getByTestId("field").fill(hostile("question"));
    await page.keyboard.press("Enter");
    await page.getByTestId("message-customer").filter({ hasText: `${MARK} question` }).waitFor();
    // The session is there with the answer.
    await page.getByTestId("message-assistant").first().waitFor();
    const token = await page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith(":session")))).token);
    const { thread_id: id } = await (await fetch(`${ASIDE}/chat/sessions/${token}/history`)).json();
    await ask("POST", `/api/v1/conversations/${id}/replies`, { text: hostile("answer"), suggestion_id: null });
    await page.getByTestId("message-agent").filter({ hasText: `${MARK} answer` }).waitFor();
    await assertText(page, "the chat");
    // What is read back is no other way in.
    await page.reload();
    await page.getByTestId("launcher").click();
    await page.getByTestId("message-agent").filter({ hasText: `${MARK} answer` }).waitFor();
    await assertText(page, "the chat, read anew");
    await context.close();
  });
});
