// Labels: corrected on a message, and the team's own on their screen. It writes into the knowledge folder of
// the running `aside serve`, and takes away again what it wrote.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openConversation, openDesk, pasteConversation } from "./page.mjs";

const TAXONOMY = `${ASIDE}/api/v1/taxonomy`;

const taxonomy = async () => (await fetch(TAXONOMY)).json();

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("a label that was read wrongly", () => {
  it("is corrected by keys alone, and taken back", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const number = `${Date.now()}`;
    await pasteConversation(page, `I forgot my password, case ${number}. How do I reset it?`);
    await page.getByTestId("paste-text").waitFor({ state: "detached" });
    const category = page.getByTestId("label-category").locator(".value");
    const read = (await category.textContent()).trim();

    // The menu of the intent opens first; the next one to the right is that of the category.
    await page.keyboard.press("c");
    await page.getByRole("menu", { name: "Intent: choose the right one" }).getByRole("menuitemradio").first().waitFor();
    await page.keyboard.press("ArrowRight");
    const menu = page.getByRole("menu", { name: "Category: choose the right one" });
    await menu.waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-checked") === "true");
    await assertAccessible(page, "the open menu of labels");
    await page.keyboard.press("ArrowDown");
    const chosen = (await page.evaluate(() => document.activeElement.textContent)).trim();
    assert.notEqual(chosen, read);
    await page.keyboard.press("Enter");
    await page.getByTestId("corrected-category").filter({ hasText: "Corrected" }).waitFor();
    assert.equal((await category.textContent()).trim(), chosen);

    // It is stored, not only shown.
    await page.reload();
    await openConversation(page, number);
    await page.getByTestId("corrected-category").filter({ hasText: "Corrected" }).waitFor();
    assert.equal((await category.textContent()).trim(), chosen);

    await page.getByTestId("label-category").click();
    await page.getByRole("menuitem", { name: "Take the correction back" }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.getByTestId("corrected-category").waitFor({ state: "detached" });
    assert.equal((await category.textContent()).trim(), read);
    desk.quiet();
    await desk.close();
  });
});

describe("the screen of labels", () => {
  after(async () => {
    const { version } = await taxonomy();
    await fetch(TAXONOMY, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version, intent: [], category: [], out_of_scope: [] }),
    });
  });

  it("marks what is missing at its field, saves the labels and tells how well they are learnt", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.keyboard.press("l");
    await page.getByText("No labels of your own yet").waitFor();
    await assertAccessible(page, "no labels");

    await page.getByTestId("labels-add-category").click();
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "label-name");
    await page.keyboard.type("warranty");
    await page.getByTestId("label-examples").fill("Is the repair covered?\nMy laptop died after a year");
    await page.getByTestId("labels-add-category").click();
    await page.getByTestId("label-description").fill("Where a parcel is, and when it comes.");
    await page.getByTestId("label-examples").fill("Where is my parcel?\nThe courier never came\nMy order is a week late");
    await page.keyboard.press("Control+Enter");

    // The first of the marked labels opens.
    await page.getByText("Without a description, the label needs three examples.").waitFor();
    assert.equal(await page.getByTestId("label-name").inputValue(), "warranty");
    await assertAccessible(page, "marked fields");
    assert.deepEqual((await taxonomy()).category, [], "nothing is written while something is wrong");

    await page.getByTestId("label-examples").press("Control+End");
    await page.keyboard.type("\nHow long is the guarantee?");
    await page.getByTestId("labels").getByRole("button", { name: "New label" }).click();
    await page.getByTestId("label-name").fill("parcels");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("label-state").getByText("3 examples").waitFor();
    await assertAccessible(page, "labels that are learnt");
    const saved = (await taxonomy()).category;
    assert.deepEqual(
      saved.map(({ name, examples, state }) => [name, examples.length, state.measured]),
      [["warranty", 3, 3], ["parcels", 3, 3]],
    );

    // Out of the field, then out of the screen.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByTestId("labels").waitFor({ state: "detached" });
    await pasteConversation(page, "The courier never came with my parcel.");
    await page.getByTestId("label-own_category").filter({ hasText: "parcels" }).waitFor();
    desk.quiet();
    await desk.close();
  });

  it("does not overwrite what was changed meanwhile", async () => {
    const desk = await openDesk(browser, { theme: "dark" });
    const { page } = desk;
    await page.getByTestId("labels-open").click();
    await page.getByTestId("label-description").fill("Repairs and the guarantee.");
    const { version, intent, category } = await taxonomy();
    const drafts = category.map(({ name, examples }) => ({ was: name, name, description: "Changed by another.", examples }));
    const put = await fetch(TAXONOMY, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version, intent, category: drafts, out_of_scope: [] }),
    });
    assert.deepEqual((await put.json()).problems, []);
    await page.keyboard.press("Control+Enter");
    await page.getByText("The file was changed meanwhile").waitFor();
    await assertAccessible(page, "a file that was changed meanwhile, dark");
    await page.getByRole("button", { name: "Take the file’s labels" }).click();
    await page.waitForFunction(() => document.querySelector('[data-testid="label-description"]')?.value === "Changed by another.");
    desk.quiet();
    await desk.close();
  });
});
