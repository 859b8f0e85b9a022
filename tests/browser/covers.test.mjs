// What nobody should read over an agent's shoulder. Against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertAccessible, launch, openDesk } from "./page.mjs";

const CARD = "4111 1111 1111 1111";
const SAID = `Charge my card ${CARD} and write to jo@example.org, please.`;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A conversation with a card's number; the pointer is out of the way. */
async function withCard(chosen = {}) {
  const desk = await openDesk(browser, { chosen });
  await desk.page.keyboard.press("n");
  await desk.page.getByTestId("paste-text").fill(SAID);
  await desk.page.getByTestId("paste-submit").click();
  await desk.page.getByTestId("message").filter({ hasText: "Charge my card" }).waitFor();
  await desk.page.mouse.move(0, 0);
  return desk;
}

describe("a card's number", () => {
  it("is covered in the message and the list, and its cover is as wide as it is", async () => {
    const desk = await withCard();
    const { page } = desk;
    const card = page.getByTestId("covered");
    await card.waitFor();
    assert.equal(await card.textContent(), "•••• •••• •••• ••••");
    assert.ok(!(await page.locator("body").innerText()).includes("4111"));
    assert.match(await page.getByTestId("message").last().textContent(), /jo@example\.org/, "what agents work with stays in clear");
    const width = () => card.evaluate((element) => element.getBoundingClientRect().width);
    const before = await width();
    await card.hover();
    assert.equal(await card.textContent(), CARD);
    assert.ok(Math.abs((await width()) - before) < 1, "nothing moves");
    await page.mouse.move(0, 0);
    assert.equal(await card.textContent(), "•••• •••• •••• ••••");
    await assertAccessible(page, "covered words");
    desk.quiet();
    await desk.close();
  });

  it("is shown by keys, and stays shown once it is pressed", async () => {
    const desk = await withCard();
    const { page } = desk;
    const card = page.getByRole("button", { name: "Masked card number, press to show" });
    await card.waitFor();
    await page.getByRole("log").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.getByTestId("covered").textContent(), CARD);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `${CARD}, card number, press to mask` }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.getByTestId("covered").textContent(), CARD);
    await desk.close();
  });

  it("is not copied with the message while it is covered", async () => {
    const desk = await withCard();
    const { page } = desk;
    await page.getByTestId("covered").waitFor();
    const copied = await page.getByTestId("message").last().locator("[data-bubble]").evaluate((bubble) => {
      document.getSelection().selectAllChildren(bubble);
      return document.getSelection().toString();
    });
    assert.match(copied, /Charge my card/);
    assert.ok(!copied.includes("4111"), copied);
    await desk.close();
  });

  it("is covered in the summary, too", async () => {
    const desk = await withCard();
    const { page } = desk;
    await page.getByTestId("covered").waitFor();
    await page.keyboard.press("Shift+S");
    await page.getByTestId("recap-sentence").first().waitFor();
    assert.ok(!(await page.getByTestId("recap").innerText()).includes("4111"));
    desk.quiet();
    await desk.close();
  });

  it("is in clear where that is chosen, and an address is covered where that is", async () => {
    const clear = await withCard({ "aside.cover": "off" });
    await clear.page.getByTestId("message").filter({ hasText: CARD }).last().waitFor();
    assert.equal(await clear.page.getByTestId("covered").count(), 0);
    await clear.close();
    const all = await withCard({ "aside.cover": "personal" });
    await all.page.getByRole("button", { name: "Masked e-mail address, press to show" }).waitFor();
    await all.close();
  });
});
