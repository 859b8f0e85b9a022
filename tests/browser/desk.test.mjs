// The desk as a web page, against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, chat, launch, openConversation, openDesk, pasteConversation } from "./page.mjs";

const QUESTION = "Hello, I forgot my password. How do I reset my password?";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("the desk", () => {
  for (const theme of ["light", "dark"]) {
    it(`is accessible before the first conversation, ${theme}`, async () => {
      const desk = await openDesk(browser, { theme });
      await assertAccessible(desk.page, `the first screen, ${theme}`);
      desk.quiet();
      await desk.close();
    });
  }

  it("keeps its own security policy", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const broken = [];
    page.on("console", (line) => line.text().includes("Content Security Policy") && broken.push(line.text()));
    await page.goto(ASIDE);
    await page.getByTestId("knowledge-status").getByText("passage").waitFor();
    await pasteConversation(page, QUESTION);
    await page.getByTestId("suggestion").first().waitFor();
    assert.deepEqual(broken, []);
    await context.close();
  });

  it("goes from a pasted message to a sent reply", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, QUESTION);
    await page.getByTestId("suggestion").nth(2).waitFor();

    const offered = await page.getByTestId("suggestion").first().locator(".text").textContent();
    await page.locator("body").press("1");
    assert.equal(await page.getByTestId("composer").inputValue(), offered);

    await page.getByTestId("composer").press("End");
    await page.keyboard.type(" Have a good day!");
    await page.getByTestId("send").click();
    const sent = page.getByTestId("message").last();
    await sent.filter({ hasText: "Have a good day!" }).waitFor();
    assert.equal(await sent.getAttribute("data-author"), "agent");
    assert.equal(await page.getByTestId("composer").inputValue(), "");
    desk.quiet();
    await desk.close();
  });

  it("inserts by click as well, and by Alt and a digit while writing", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, `${QUESTION} Please hurry.`);
    const texts = page.getByTestId("suggestion").locator(".text");
    await texts.nth(1).waitFor();
    await page.getByTestId("suggestion-insert").nth(1).click();
    assert.equal(await page.getByTestId("composer").inputValue(), await texts.nth(1).textContent());
    await page.getByTestId("composer").press("Alt+1");
    assert.equal(await page.getByTestId("composer").inputValue(), await texts.first().textContent());
    await desk.close();
  });

  it("opens a citation at its passage and marks the quoted words", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, QUESTION);
    const citation = page.getByTestId("citation").first();
    await citation.click();
    const mark = page.getByTestId("document-highlight").first();
    await mark.waitFor();
    const visible = await mark.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
    assert.ok(visible, "the marked words are in view");

    await page.keyboard.press("Escape");
    await page.getByTestId("document-panel").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "citation");
    desk.quiet();
    await desk.close();
  });

  it("does the whole work by keys alone", async () => {
    const desk = await openDesk(browser, { chosen: { "aside.undo": "5" } });
    const { page } = desk;
    const { keyboard } = page;
    const focused = (id) => page.waitForFunction((name) => document.activeElement?.getAttribute("data-testid") === name, id);
    const field = page.getByTestId("composer");
    const said = `${QUESTION} It is about order 10428. ${Date.now()}`;

    // Somebody writes.
    await keyboard.press("n");
    await focused("paste-text");
    await keyboard.type(said);
    await keyboard.press("Control+Enter");
    await page.getByTestId("suggestion").nth(2).waitFor();
    await page.getByTestId("paste-text").waitFor({ state: "detached" });

    // What they named, and where the first reply stands.
    await keyboard.press("g");
    await focused("slot");
    await keyboard.press("o");
    await page.getByTestId("document-highlight").first().waitFor();
    await keyboard.press("Escape");
    await page.getByTestId("document-panel").waitFor({ state: "detached" });

    // The first one is dismissed with a reason, the second one is taken, shortened, and changed.
    await keyboard.press("x");
    await page.getByTestId("reasons").waitFor();
    await keyboard.press("1");
    await page.getByTestId("dismissed").waitFor();
    await keyboard.press("2");
    await focused("composer");
    assert.equal(await field.inputValue(), await page.getByTestId("suggestion").nth(1).locator(".text").textContent());
    await keyboard.press("Escape");
    await keyboard.press("r");
    await focused("composer");
    await keyboard.press("Control+End");
    await keyboard.type(" Thank you very much for your patience and understanding.");
    await keyboard.press("Escape");
    await keyboard.press("s");
    await page.getByTestId("rewrite-undo").waitFor();
    assert.ok(!(await field.inputValue()).includes("Thank you very much"));

    // Sent, taken back, sent again.
    await keyboard.press("Control+Enter");
    await page.getByTestId("pending-reply").waitFor();
    await keyboard.press("Control+z");
    await page.getByTestId("pending-reply").waitFor({ state: "detached" });
    await focused("composer");
    assert.notEqual(await field.inputValue(), "");
    await keyboard.press("Control+Enter");
    await page.locator('[data-testid="message"][data-author="agent"]').waitFor();

    // Summed up, handed over, resolved, and on to the next one and back.
    await keyboard.press("Escape");
    await keyboard.press("Shift+S");
    await page.getByTestId("recap-sentence").first().waitFor();
    await keyboard.press("Escape");
    await keyboard.press("Shift+E");
    await page.getByTestId("ticket-id").waitFor();
    await keyboard.press("d");
    await page.getByRole("button", { name: "Reopen" }).waitFor();
    await keyboard.press("d");
    await page.getByRole("button", { name: "Resolve", exact: true }).waitFor();
    await page.locator('[data-testid="conversation-item"][aria-current="true"]').waitFor();
    const here = () => page.locator('[data-testid="conversation-item"][aria-current="true"]').getAttribute("data-id");
    const first = await here();
    // The first of the list has none before it.
    const top = await page.getByTestId("conversation-item").first().getAttribute("data-id");
    const [away, back] = top === first ? ["j", "k"] : ["k", "j"];
    await keyboard.press(away);
    await page.waitForFunction((id) => document.querySelector('[data-testid="conversation-item"][aria-current="true"]')?.getAttribute("data-id") !== id, first);
    await keyboard.press(back);
    await page.waitForFunction((id) => document.querySelector('[data-testid="conversation-item"][aria-current="true"]')?.getAttribute("data-id") === id, first);

    await keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    desk.quiet();
    await desk.close();
  });

  it("offers to start a conversation with what is pasted outside of a field", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "My hub is offline since this morning.");
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.getByTestId("paste-text").waitFor();
    assert.equal(await page.getByTestId("paste-text").inputValue(), "My hub is offline since this morning.");
    await page.keyboard.press("Escape");
    await page.getByTestId("paste-text").waitFor({ state: "detached" });
    await desk.close();
  });

  it("shows at once what a customer writes in the chat", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const customer = `chat-${Date.now()}`;
    await chat(customer, "Where is my parcel? The tracking number does not move.");
    await openConversation(page, customer);
    await page.getByTestId("message").filter({ hasText: "Where is my parcel?" }).waitFor();

    await chat(customer, "It has been nine days now.");
    await page.getByTestId("message").filter({ hasText: "nine days" }).waitFor();
    desk.quiet();
    await desk.close();
  });

  it("shows a customer's markup as the text that it is", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const text = '<img src="x" onerror="document.title=1"> <b>bold</b>';
    await pasteConversation(page, text);
    assert.equal(await page.getByTestId("message").last().locator("img, b").count(), 0);
    assert.equal(await page.title(), "Aside");
    await desk.close();
  });

  it("offers to hand over an angry customer and does it with one key", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, "This is outrageous! I am furious. I want to speak to your manager right now or I will call my lawyer.");
    await page.getByTestId("escalation-prompt").waitFor();
    await page.keyboard.press("Shift+E");
    await page.getByTestId("escalation-prompt").getByText("Escalated to a supervisor").waitFor();
    await desk.close();
  });

  it("says when it finds nothing relevant", async () => {
    const desk = await openDesk(browser);
    await pasteConversation(desk.page, "Which chess opening should I learn first, and who won the world cup in 1966?");
    await desk.page.getByText("Nothing relevant found").waitFor();
    await desk.close();
  });

  it("keeps an unsent reply while the server is away, and recovers by itself", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, QUESTION);
    await page.getByTestId("suggestion").first().waitFor();
    await page.keyboard.press("1");
    const text = await page.getByTestId("composer").inputValue();

    await page.context().setOffline(true);
    await page.getByTestId("composer").press("Control+Enter");
    await page.getByText("Not sent.").waitFor();
    assert.equal(await page.getByTestId("composer").inputValue(), text);

    await page.context().setOffline(false);
    await page.getByTestId("composer").press("Control+Enter");
    await page.locator('[data-testid="message"][data-author="agent"]').waitFor();
    await desk.close();
  });

  for (const theme of ["light", "dark"]) {
    it(`is accessible in each of its states, ${theme}`, async () => {
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      const check = (state) => assertAccessible(page, `${state}, ${theme}`);

      await pasteConversation(page, "I am furious, this is the third time that I ask: how do I reset my password? Get me your manager.");
      await page.getByTestId("suggestion").first().waitFor();
      await check("a conversation with advice");

      await page.keyboard.press("p");
      await check("the priority explained");
      await page.keyboard.press("1");
      await check("an inserted suggestion");
      await page.keyboard.press("Escape");

      await page.keyboard.press("o");
      await page.getByTestId("document-highlight").first().waitFor();
      await check("an open document");
      await page.keyboard.press("Escape");
      await page.getByTestId("document-panel").waitFor({ state: "detached" });

      await page.keyboard.press("n");
      await page.getByTestId("paste-text").waitFor();
      await check("the paste dialog");
      await page.keyboard.press("Escape");
      await page.getByTestId("paste-text").waitFor({ state: "detached" });

      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await check("the keys");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });

      await page.setViewportSize({ width: 640, height: 800 });
      await check("a narrow window");
      desk.quiet();
      await desk.close();
    });
  }
});

describe("a server that goes away", () => {
  it("is told at once and forgotten when it is back", async () => {
    const context = await browser.newContext({ colorScheme: "dark", bypassCSP: true });
    const page = await context.newPage();
    let away = false;
    await page.route("**/api/v1/events", (route) => (away ? route.abort() : route.continue()));
    away = true;
    await page.goto(ASIDE);
    await page.getByTestId("connection-banner").waitFor();
    await assertAccessible(page, "the banner");
    away = false;
    await page.getByTestId("connection-banner").waitFor({ state: "detached" });
    await page.getByTestId("knowledge-status").getByText("passage").waitFor();
    await context.close();
  });
});
