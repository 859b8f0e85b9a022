// The palette, the settings, and the looks that are chosen there.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertAccessible, launch, openDesk, pasteConversation } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe("the palette", () => {
  it("does commands, finds conversations and opens documents by keys alone", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const customer = `the order 88${Date.now()}`;
    await pasteConversation(page, `Where is ${customer}?`);
    await page.getByTestId("paste-text").waitFor({ state: "detached" });
    await pasteConversation(page, "How do I reset my password?");
    await page.getByTestId("paste-text").waitFor({ state: "detached" });

    await page.keyboard.press("Control+k");
    await page.getByTestId("palette").waitFor();
    await page.keyboard.type("show the keys");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await page.getByTestId("palette").waitFor();
    await page.keyboard.type(customer);
    await page.getByTestId("palette-entry").filter({ hasText: customer }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByTestId("message").filter({ hasText: customer }).waitFor();

    await page.keyboard.press("Control+k");
    await page.getByTestId("palette").waitFor();
    await page.keyboard.type("when does the money come back");
    await page.getByTestId("palette-entry").first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByTestId("document-panel").waitFor();
    await page.keyboard.press("Escape");
    desk.quiet();
    await desk.close();
  });

  it("lists nothing that cannot be done here and now", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    /** What the palette lists: all of it, as nothing is typed. */
    const listed = async () => {
      await page.keyboard.press("Control+k");
      await page.getByTestId("palette-entry").filter({ hasText: "Show the keys" }).waitFor();
      const titles = await page.getByTestId("palette-entry").locator(".title").allTextContents();
      await page.keyboard.press("Escape");
      await page.getByTestId("palette").waitFor({ state: "detached" });
      return titles;
    };
    const [escalate, send] = ["Escalate to a supervisor", "Send the reply, ask the question"];
    await pasteConversation(page, `I want to speak to a manager about my hub, it is offline. ${Date.now()}`);
    await page.getByTestId("paste-text").waitFor({ state: "detached" });
    await page.getByTestId("suggestion").first().waitFor();
    const suggestions = await page.getByTestId("suggestion").count();
    const before = await listed();
    assert.ok(before.includes(escalate));
    assert.ok(!before.includes(send));
    assert.equal(before.filter((title) => title.startsWith("Insert suggestion")).length, suggestions);
    await page.keyboard.press("Shift+E");
    await page.getByTestId("ticket-id").waitFor();
    await page.getByTestId("composer").fill("We look into it.");
    const after = await listed();
    assert.ok(!after.includes(escalate));
    assert.ok(after.includes(send));
    desk.quiet();
    await desk.close();
  });

  it("opens from a field, too, and gives the focus back", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, "How do I reset my password?");
    await page.getByTestId("composer").focus();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("palette").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "composer");
    await desk.close();
  });
});

describe("the settings", () => {
  it("hold at once and after a reload: theme, density, language", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const light = await background(page);
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings").waitFor();
    await page.getByTestId("choice-theme").getByText("Dark").click();
    assert.notEqual(await background(page), light);
    await page.getByTestId("choice-density").getByText("Compact").click();
    await page.getByTestId("choice-language").getByText("Deutsch").click();
    await page.getByRole("heading", { name: "Einstellungen" }).waitFor();
    await assertAccessible(page, "the settings, dark, in German");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");

    await page.reload();
    await page.getByTestId("knowledge-status").getByText("Textstelle").waitFor();
    assert.notEqual(await background(page), light);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.density), "compact");
    await page.getByRole("heading", { name: "Gespräche" }).first().waitFor();
    desk.quiet();
    await desk.close();
  });

  for (const theme of ["light", "dark"]) {
    for (const contrast of ["system", "high"]) {
      it(`and the palette are accessible, ${theme} with ${contrast} contrast`, async () => {
        const desk = await openDesk(browser, { theme, chosen: { "aside.contrast": contrast } });
        const { page } = desk;
        await page.keyboard.press("Control+,");
        await page.getByTestId("settings").waitFor();
        await assertAccessible(page, "the settings");
        await page.keyboard.press("Control+k");
        await page.getByTestId("palette-entry").first().waitFor();
        await assertAccessible(page, "the palette");
        await page.keyboard.type("refund");
        await page.getByTestId("palette-entry").filter({ hasText: "refund" }).first().waitFor();
        await assertAccessible(page, "the palette with what was found");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        await page.getByTestId("settings").waitFor({ state: "detached" });
        await assertAccessible(page, "the desk");
        desk.quiet();
        await desk.close();
      });
    }
  }
});

it("everything can be read and used at twice the size, and from right to left", async () => {
  const desk = await openDesk(browser, { width: 640, height: 400 });
  const { page } = desk;
  await pasteConversation(page, "How do I reset my password?");
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(await tooWide(), false);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  assert.equal(await tooWide(), false);
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings").waitFor();
  assert.equal(await tooWide(), false);
  await desk.close();
});
