// What is known of a customer, from marked words to forgetting, by keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openConversation, openDesk } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A customer whom no other run of this test knows, with a conversation. */
async function customer(text) {
  const name = `Ada ${Date.now()}`;
  const response = await fetch(`${ASIDE}/api/v1/conversations`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ customer: name, text }) });
  assert.equal(response.status, 201);
  return name;
}

/** Marks words of the newest bubble, as a mouse does. */
function mark(page, words) {
  return page.locator("[data-bubble]").last().evaluate((bubble, wanted) => {
    const text = [...bubble.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.includes(wanted));
    const at = text.data.indexOf(wanted);
    getSelection().setBaseAndExtent(text, at, text, at + wanted.length);
  }, words);
}

describe("a customer's card", () => {
  for (const [theme, language] of [["light", "en"], ["dark", "de"]]) {
    it(`keeps, corrects and deletes facts, and is handed out and forgotten, ${theme} ${language}`, async () => {
      const name = await customer("My hub stands in the cellar of our house in Bergen. Why is it offline?");
      const desk = await openDesk(browser, { theme, chosen: { "aside.language": language } });
      const { page } = desk;
      await openConversation(page, name);
      // Out of the search field.
      await page.keyboard.press("Escape");

      // Words of the customer become a fact, with where they come from.
      await page.locator("[data-bubble]").last().waitFor();
      await mark(page, "hub stands in the cellar");
      await page.getByTestId("keep-fact").waitFor();
      await assertAccessible(page, `marked words, ${theme}`);
      await page.keyboard.press("Shift+K");
      const field = page.getByTestId("fact-new");
      await page.waitForFunction(() => document.activeElement?.dataset.testid === "fact-new");
      assert.equal(await field.inputValue(), "hub stands in the cellar");
      await assertAccessible(page, `a new fact, ${theme}`);
      await page.keyboard.press("Enter");
      const fact = page.getByTestId("fact");
      await fact.filter({ hasText: "hub stands in the cellar" }).waitFor();
      await page.waitForFunction(() => document.activeElement?.value === "");

      // Another one is written, corrected and deleted.
      await page.keyboard.type("Calls in the evening");
      await page.keyboard.press("Enter");
      await fact.filter({ hasText: "Calls in the evening" }).getByTestId("fact-correct").press("Enter");
      await page.waitForFunction(() => document.activeElement?.dataset.testid === "fact-text");
      await page.keyboard.type(" only");
      await page.keyboard.press("Enter");
      const evening = fact.filter({ hasText: "Calls in the evening only" });
      await evening.getByTestId("fact-delete").press("Enter");
      await assertAccessible(page, `a fact about to be deleted, ${theme}`);
      await page.keyboard.press("Escape");
      await evening.getByTestId("fact-delete").press("Enter");
      await page.keyboard.press("Enter");
      await evening.waitFor({ state: "detached" });

      // The profile, with the key that closes the form and keeps the card.
      await page.getByTestId("profile-edit").press("Enter");
      await page.getByTestId("profile-name").fill("Ada");
      await page.getByTestId("profile-language").selectOption("de");
      await page.getByTestId("profile-vip").check();
      await page.getByTestId("profile-preferences").fill("Short answers\nE-mail");
      await assertAccessible(page, `a profile being changed, ${theme}`);
      await page.keyboard.press("Control+Enter");
      const profile = page.getByTestId("customer-profile");
      await profile.getByText("Short answers").waitFor();
      await profile.getByText(/German|Deutsch/).waitFor();
      await profile.getByText("VIP").waitFor();
      await assertAccessible(page, `a card, ${theme}`);

      // All of it is there when the card is opened again, and as one file.
      await page.keyboard.press("Escape");
      await page.getByTestId("customer-card").waitFor({ state: "detached" });
      await page.keyboard.press("Shift+C");
      await fact.filter({ hasText: "hub stands in the cellar" }).waitFor();
      const download = page.waitForEvent("download");
      await page.getByTestId("customer-export").press("Enter");
      const file = JSON.parse(readFileSync(await (await download).path(), "utf8"));
      assert.equal(file.customer, name);
      assert.deepEqual(file.facts.map((one) => one.source), ["message"]);
      assert.deepEqual(file.profile.preferences, ["Short answers", "E-mail"]);

      // Forgotten only once the name is typed.
      await page.getByTestId("customer-forget").press("Enter");
      const sure = page.getByTestId("forget-sure");
      await page.getByTestId("forget-name").fill("Ada");
      assert.equal(await sure.isDisabled(), true);
      await assertAccessible(page, `before forgetting, ${theme}`);
      await page.getByTestId("forget-name").fill(name);
      await page.keyboard.press("Enter");
      await page.getByTestId("farewell").getByText(name).waitFor();
      await page.getByTestId("customer-card").waitFor({ state: "detached" });
      await assertAccessible(page, `after forgetting, ${theme}`);
      assert.equal(await page.getByTestId("conversation-item").filter({ hasText: name }).count(), 0);
      const left = await (await fetch(`${ASIDE}/api/v1/customers/${encodeURIComponent(name)}/memory`)).json();
      assert.deepEqual([left.facts, left.conversations], [[], []]);
      desk.quiet();
      await desk.close();
    });
  }

  it("that cannot be read says so, and what cannot be kept stays in its field", async () => {
    const name = await customer("Is the cellar too cold for the hub?");
    let broken = true;
    const desk = await openDesk(browser, {
      routes: {
        "**/api/v1/customers/*/memory": (route) => (broken ? route.fulfill({ status: 507, json: { code: "storage", detail: "the disk is full" } }) : route.continue()),
      },
    });
    const { page } = desk;
    await openConversation(page, name);
    await page.keyboard.press("Escape");
    await page.getByTestId("customer-open").getByText(name).waitFor();
    await page.keyboard.press("Shift+C");
    const card = page.getByTestId("customer-card");
    await card.getByText("The customer could not be read.").waitFor();
    await assertAccessible(page, "a card that cannot be read");
    broken = false;
    await card.getByRole("button", { name: "Try again" }).click();
    await page.getByTestId("fact-new").fill("Has a cold cellar");
    broken = true;
    await page.keyboard.press("Enter");
    await card.getByText("Nothing was changed.").waitFor();
    assert.equal(await page.getByTestId("fact-new").inputValue(), "Has a cold cellar");
    await desk.close();
  });
});
