// What stands in rows stays in them, in long words too. Against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { chat, launch, openConversation, openDesk, pasteConversation } from "./page.mjs";

const SIZES = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** What of each row sticks out of it, stands in a second line, or is cut. */
function broken(page, rows) {
  return page.locator(rows).evaluateAll((found) =>
    found.flatMap((row) => {
      const { left, right, top, bottom } = row.getBoundingClientRect();
      const middle = (top + bottom) / 2;
      return [...row.querySelectorAll("button, h4, span")]
        .filter((part) => part.checkVisibility() && !part.closest(".unseen"))
        .filter((part) => {
          const box = part.getBoundingClientRect();
          const out = box.width > 0 && (box.left < left - 1 || box.right > right + 1 || box.top > middle || box.bottom < middle);
          return out || part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline";
        })
        .map((part) => `${part.localName}: ${part.textContent.trim()}`);
    }),
  );
}

describe("an inserted suggestion", () => {
  for (const language of ["en", "de"]) {
    for (const size of SIZES) {
      it(`fits its card and the composer, ${language} at ${size.width}`, async () => {
        const desk = await openDesk(browser, { ...size, chosen: { "aside.language": language } });
        const { page } = desk;
        await pasteConversation(page, `My hub is offline and blinks blue, this is terrible. ${Date.now()}`);
        await page.getByTestId("suggestion").nth(2).waitFor();
        await page.keyboard.press("Alt+1");
        await page.getByTestId("preview").waitFor();
        assert.deepEqual(await broken(page, "[data-testid=suggestion] header"), []);
        assert.deepEqual(await broken(page, "form .bar"), []);
        await page.getByTestId("composer").press("End");
        await page.keyboard.type(" Bye.");
        assert.deepEqual(await broken(page, "form .bar"), []);
        // Without its word, a button keeps its name.
        assert.match(await page.getByTestId("rewrite").getAttribute("aria-label"), /Rewrite|Umschreiben/);
        desk.quiet();
        await desk.close();
      });
    }
  }
});

describe("the states of the tickets", () => {
  for (const language of ["en", "de"]) {
    for (const size of SIZES) {
      it(`stand in one line, ${language} at ${size.width}`, async () => {
        const desk = await openDesk(browser, { ...size, chosen: { "aside.language": language } });
        const { page } = desk;
        await pasteConversation(page, `I want to speak to a manager about order ${Date.now()}.`);
        await page.getByTestId("suggestion").first().waitFor();
        await page.keyboard.press("Shift+E");
        await page.getByTestId("ticket-id").waitFor();
        await page.keyboard.press("Shift+T");
        await page.getByTestId("tickets-returned").waitFor();
        assert.deepEqual(await broken(page, "nav [role=group]"), []);
        desk.quiet();
        await desk.close();
      });
    }
  }
});

it("all keys are in sight at once", async () => {
  for (const language of ["en", "de"]) {
    const desk = await openDesk(browser, { ...SIZES[0], chosen: { "aside.language": language } });
    const { page } = desk;
    await page.keyboard.press("?");
    const hidden = await page.getByRole("dialog").evaluate((dialog) => dialog.scrollHeight - dialog.clientHeight);
    assert.equal(hidden, 0, language);
    desk.quiet();
    await desk.close();
  }
});

it("a short name is whole beside the customer's card", async () => {
  const desk = await openDesk(browser, SIZES[0]);
  const { page } = desk;
  const name = `Tom ${Date.now() % 1000}`;
  await chat(name, `Where is parcel ${Date.now()}? I want to speak to a manager.`);
  await openConversation(page, name);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+C");
  await page.getByTestId("customer-profile").waitFor();
  const cut = await page.getByTestId("customer-open").evaluate((button) => [button, button.parentElement].some((part) => part.scrollWidth > part.clientWidth));
  assert.equal(cut, false);
  desk.quiet();
  await desk.close();
});

it("the advice is whole below the conversation where the page is magnified twice", async () => {
  const desk = await openDesk(browser, { width: 640, height: 400 });
  const { page } = desk;
  await pasteConversation(page, `My hub is offline and blinks blue. ${Date.now()}`);
  const suggestions = page.getByTestId("suggestion");
  await suggestions.first().waitFor();
  const cut = await page.locator("main > .assist").evaluate((pane) => pane.scrollHeight - pane.clientHeight);
  assert.equal(cut, 0);
  await suggestions.last().getByTestId("suggestion-insert").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="composer"]').value !== "");
  desk.quiet();
  await desk.close();
});
