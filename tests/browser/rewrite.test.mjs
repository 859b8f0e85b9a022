// What the engine does with texts: a draft made shorter and taken back, a conversation summed up. Against a running
// `aside serve` on the sample knowledge folder, without a language model.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertAccessible, launch, openDesk, pasteConversation } from "./page.mjs";

const LONG = "Hello Ana, we are very sorry for the inconvenience that this has caused you. The refund takes 5 days. Thank you for your patience and understanding.";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("a draft", () => {
  for (const theme of ["light", "dark"]) {
    it(`is shortened by key, and taken back, ${theme}`, async () => {
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      await pasteConversation(page, `How long does a refund take? ${Date.now()}`);
      const field = page.getByTestId("composer");
      await field.fill(LONG);
      await page.keyboard.press("Alt+s");
      await page.getByTestId("rewrite-undo").waitFor();
      const short = await field.inputValue();
      assert.ok(short.length < LONG.length && short.includes("The refund takes 5 days."), short);
      await assertAccessible(page, `a draft that was shortened, ${theme}`);
      await page.keyboard.press("Control+z");
      assert.equal(await field.inputValue(), LONG);
      await page.keyboard.press("Alt+i");
      await page.getByTestId("rewrite-menu").waitFor();
      assert.ok(await page.getByTestId("rewrite-friendlier").isDisabled());
      await assertAccessible(page, `the ways to rewrite a draft, ${theme}`);
      await page.keyboard.press("1");
      await page.getByTestId("rewrite-undo").waitFor();
      assert.equal(await field.inputValue(), short);
      desk.quiet();
      await desk.close();
    });
  }

  it("stays as it is where Esc stops the rewriting", async () => {
    let answer;
    const late = { text: "late", by: "model", sentences: [], citations: [], groundedness: null };
    const desk = await openDesk(browser, { routes: { "**/rewrite": (route) => (answer = () => route.fulfill({ json: late })) } });
    const { page } = desk;
    await pasteConversation(page, `How long does a refund take, please? ${Date.now()}`);
    await page.getByTestId("composer").fill(LONG);
    await page.keyboard.press("Alt+s");
    await page.getByTestId("rewrite-stop").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("rewrite-stop").waitFor({ state: "detached" });
    await answer();
    await page.waitForTimeout(200);
    assert.equal(await page.getByTestId("composer").inputValue(), LONG);
    desk.quiet();
    await desk.close();
  });

  it("gets a suggestion, and is told where nothing can be left out of it", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, `My hub is offline and blinks blue, this is terrible. ${Date.now()}`);
    await page.getByTestId("suggestion-rewrite").first().click();
    await page.getByTestId("rewrite-shorten").click();
    await page.getByTestId("not-shorter").waitFor();
    assert.notEqual(await page.getByTestId("composer").inputValue(), "");
    await desk.close();
  });
});

describe("a conversation", () => {
  it("is summed up by key, and its sentences lead to their messages", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, `My hub ${Date.now()} is offline since this morning. What can I do?`);
    await page.locator("body").press("Shift+S");
    const recap = page.getByTestId("recap");
    await recap.getByText("Sentences that were said").waitFor();
    await assertAccessible(page, "a summary");
    await page.getByTestId("recap-sentence").first().click();
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "message");
    await page.locator("body").press("Escape");
    await recap.waitFor({ state: "detached" });
    desk.quiet();
    await desk.close();
  });

  for (const theme of ["light", "dark"]) {
    it(`says that it is being summed up and why it was not, and keeps what was there, ${theme}`, async () => {
      let answer = null;
      const held = (route) => (answer = (how) => ((answer = null), how(route)));
      const fails = (route) => route.fulfill({ status: 503, json: { code: "overloaded", detail: "too many texts" } });
      const answered = async () => {
        while (answer === null) await page.waitForTimeout(20);
        return answer;
      };
      const desk = await openDesk(browser, { theme, routes: { "**/summary": held } });
      const { page } = desk;
      await pasteConversation(page, `My plug ${Date.now()} is offline since this morning. What can I do?`);
      const recap = page.getByTestId("recap");
      await page.locator("body").press("Shift+S");
      await recap.getByText("Summing the conversation up").waitFor();
      assert.equal(await recap.getAttribute("aria-busy"), "true");
      await assertAccessible(page, `a summary that is being written, ${theme}`);

      await (await answered())(fails);
      await recap.getByText("Not summed up.").waitFor();
      await assertAccessible(page, `a summary that failed, ${theme}`);
      await recap.getByRole("button", { name: "Try again" }).press("Enter");
      await (await answered())((route) => route.fallback());
      await page.getByTestId("recap-sentence").first().waitFor();
      // The button went, and the focus is still here.
      assert.ok(await recap.evaluate((section) => section.contains(document.activeElement)));

      // A newer message: what was summed up stays while it is done anew, and where that fails.
      const next = `It blinks red now. ${Date.now()}`;
      await page.locator("body").press("m");
      await page.getByTestId("paste-text").fill(next);
      await page.getByTestId("paste-submit").click();
      await page.getByTestId("recap-again").click();
      await recap.getByText("Summing the conversation up").waitFor();
      assert.ok((await page.getByTestId("recap-sentence").count()) > 0);
      await (await answered())(fails);
      await recap.getByText("Not summed up.").waitFor();
      assert.ok((await page.getByTestId("recap-sentence").count()) > 0);
      assert.ok(await page.getByTestId("message").filter({ hasText: next }).evaluate((message) => {
        const log = message.closest("[role=log]").getBoundingClientRect();
        return message.getBoundingClientRect().bottom <= log.bottom;
      }), "the newest message is in sight");

      // Closed meanwhile, an answer that comes late opens nothing.
      await recap.getByRole("button", { name: "Try again" }).click();
      const late = await answered();
      await page.keyboard.press("Escape");
      await recap.waitFor({ state: "detached" });
      await late((route) => route.fallback());
      await page.waitForTimeout(200);
      assert.equal(await recap.count(), 0);
      await desk.close();
    });
  }
});
