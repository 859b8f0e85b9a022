// The list of conversations and the composer, as an agent uses them all day.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertAccessible, chat, launch, openConversation, openDesk, pasteConversation } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("the list", () => {
  it("is searched and narrowed, and shows all again", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const name = `Quirin ${Date.now()}`;
    await chat(name, "The invoice of May is missing.");
    await page.keyboard.press("/");
    await page.keyboard.type(name);
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="conversation-item"]').length === 1);
    await assertAccessible(page, "a searched list");
    await page.keyboard.press("Enter");
    await page.getByTestId("message").filter({ hasText: "The invoice of May" }).waitFor();

    // Typed in one go, Enter still means what was found for the words.
    const other = `Rosalind ${Date.now()}`;
    await chat(other, "The receipt of June is missing.");
    await pasteConversation(page, `Something newer ${Date.now()}`);
    await page.getByTestId("conversation-search").fill(other);
    await page.keyboard.press("Enter");
    await page.getByTestId("message").filter({ hasText: "The receipt of June" }).waitFor();
    await page.getByTestId("conversation-search").fill(name);
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="conversation-item"]').length === 1);

    await page.getByTestId("conversation-filter").click();
    await page.getByTestId("filter-status").selectOption("resolved");
    await page.getByText("Nothing fits").waitFor();
    await assertAccessible(page, "a filter that lets nothing through");
    await page.getByRole("button", { name: "Show all" }).first().click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="conversation-item"]').length > 1);
    desk.quiet();
    await desk.close();
  });

  it("calls a conversation without a name the same, whatever is said in it", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const words = `The lamp ${Date.now()} does not light.`;
    await pasteConversation(page, words);
    const title = page.getByRole("heading", { name: /^Customer [0-9A-F]{4}$/ });
    await title.waitFor();
    const name = await title.textContent();
    const row = page.getByTestId("conversation-item").filter({ hasText: name });
    await row.filter({ hasText: words }).waitFor();
    await page.keyboard.press("m");
    await page.getByTestId("paste-text").fill("It lights now, thank you!");
    await page.getByTestId("paste-submit").click();
    await row.filter({ hasText: "It lights now" }).waitFor();
    assert.equal(await title.textContent(), name);
    desk.quiet();
    await desk.close();
  });

  it("is searched in older messages by keyboard, and narrowed to whose ticket it is", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const word = `zirkon${Date.now()}`;
    const items = page.getByTestId("conversation-item");
    await pasteConversation(page, `My ${word} lamp does not light, and I want to speak to a manager!`);
    await page.getByTestId("suggestion").first().waitFor();
    await page.keyboard.press("Shift+E");
    await page.getByTestId("ticket-id").waitFor();
    await page.keyboard.press("r");
    await page.keyboard.type("We look into it.");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("message").filter({ hasText: "We look into it." }).waitFor();

    // The newest message does not have it; an older one does.
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type(word.toUpperCase());
    await page.getByText("Nothing fits").waitFor();
    await assertAccessible(page, "words that no newest message has");
    await page.keyboard.press("Enter");
    await page.getByTestId("searched-everywhere").waitFor();
    await items.filter({ hasText: "We look into it." }).waitFor();
    assert.equal(await items.count(), 1);
    await assertAccessible(page, "words that an older message has");
    await page.keyboard.press("Escape");

    // Whose ticket it is.
    const owner = `Grace ${Date.now()}`;
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+T");
    await page.getByTestId("ticket").filter({ hasText: word }).click();
    await page.keyboard.press("Shift+A");
    await page.getByTestId("ticket-owner").fill(owner);
    await page.keyboard.press("Enter");
    await page.getByTestId("ticket-status").getByText("Assigned").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("conversation-filter").click();
    await page.getByTestId("filter-owner").selectOption(owner);
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="conversation-item"]').length === 1);
    await items.filter({ hasText: "We look into it." }).waitFor();
    desk.quiet();
    await desk.close();
  });

  it("finds what a customer means in other words, and shows how others were helped with it", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const who = `Similar ${Date.now()}`;
    const items = page.getByTestId("conversation-item");
    await chat(`${who} A`, "My parrot has eaten the antenna of the weather station.");
    await openConversation(page, `${who} A`);
    await page.getByTestId("message").filter({ hasText: "parrot" }).waitFor();
    await page.getByTestId("composer").fill("We send you a new antenna.");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("message").filter({ hasText: "We send you a new antenna." }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("d");
    await page.getByRole("button", { name: "Reopen" }).waitFor();

    await pasteConversation(page, "A bird of mine destroyed the aerial of my weather station.");
    const similar = page.getByTestId("similar-conversation").filter({ hasText: "We send you a new antenna." }).first();
    await similar.waitFor();
    await assertAccessible(page, "how others were helped");

    await page.keyboard.press("/");
    await page.keyboard.type("pet broke aerial");
    await page.getByText("Nothing fits").waitFor();
    await page.keyboard.press("Enter");
    await page.getByTestId("searched-everywhere").filter({ hasText: "by words and meaning" }).waitFor();
    await items.filter({ hasText: "We send you a new antenna." }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await similar.click();
    await page.getByTestId("message").filter({ hasText: "parrot" }).waitFor();
    desk.quiet();
    await desk.close();
  });

  it("says where a reply is begun, and where one was not sent behind the agent's back", async () => {
    const desk = await openDesk(browser, { chosen: { "aside.undo": "5" } });
    const { page } = desk;
    const now = `${Date.now()}`;
    const [first, second] = [`Ada ${now}`, `Bo ${now}`];
    for (const name of [first, second]) await chat(name, "Where is my parcel?");
    await page.getByTestId("conversation-search").fill(now);
    const row = (name) => page.getByTestId("conversation-item").filter({ hasText: name });
    await row(first).click();
    await page.getByTestId("composer").fill("It is on its way.");
    assert.equal(await page.getByTestId("row-reply").count(), 0);
    await row(second).click();
    await row(first).getByText("Draft").waitFor();
    await assertAccessible(page, "a list with a draft");

    await page.route("**/replies", (route) => route.fulfill({ status: 507, json: { code: "storage", detail: "the disk is full" } }));
    await row(first).click();
    await page.getByTestId("composer").press("Control+Enter");
    await page.getByTestId("pending-reply").waitFor();
    await row(second).click();
    await page.getByTestId("unsent").filter({ hasText: first }).waitFor();
    await row(first).getByText("Not sent").waitFor();
    await assertAccessible(page, "a reply that was not sent elsewhere");
    await page.getByTestId("unsent-show").click();
    await page.getByRole("alert").filter({ hasText: "disk is full" }).waitFor();
    assert.equal(await page.getByTestId("composer").inputValue(), "It is on its way.");
    assert.equal(await page.getByTestId("unsent").count(), 0);
    await desk.close();
  });

  it("stays where the agent works when a conversation is resolved, and goes on from there", async () => {
    const desk = await openDesk(browser, { height: 480 });
    const { page } = desk;
    for (let n = 0; n < 4; n++) await chat(`Queue ${n} ${Date.now()}`, "Where is my parcel?");
    await page.waitForTimeout(1000);
    const items = page.getByTestId("conversation-item");
    await page.keyboard.press("j");
    const ids = await items.evaluateAll((rows) => rows.map((row) => row.dataset.id));
    const here = ids.indexOf(await page.locator("[aria-current=true][data-id]").getAttribute("data-id"));
    const top = await page.getByTestId("conversation-list").evaluate((list) => list.scrollTop);
    await page.keyboard.press("d");
    await page.getByRole("button", { name: "Reopen" }).waitFor();
    await page.waitForFunction((id) => document.querySelector(`li:has([data-id="${id}"])`)?.getAttribute("aria-posinset") !== "2", ids[here]);
    assert.equal(await page.getByTestId("conversation-list").evaluate((list) => list.scrollTop), top);
    await page.keyboard.press("j");
    await page.locator(`[aria-current=true][data-id="${ids[here + 1]}"]`).waitFor();
    desk.quiet();
    await desk.close();
  });

  it("keeps the row under the pointer where it is while others come", async () => {
    const desk = await openDesk(browser, { height: 420 });
    const { page } = desk;
    for (let n = 0; n < 8; n++) await chat(`Row ${n} ${Date.now()}`, "Where is my parcel?");
    // What these bring is read before the pointer takes its place.
    await page.waitForTimeout(1000);
    const row = page.getByTestId("conversation-item").nth(5);
    await row.scrollIntoViewIfNeeded();
    await row.hover();
    assert.ok(await row.evaluate((element) => element.matches(":hover")));
    const id = await row.getAttribute("data-id");
    const place = () => page.locator(`[data-id="${id}"]`).boundingBox();
    const { y } = await place();
    const urgent = `Urgent ${Date.now()}`;
    await chat(urgent, "I am furious! Our company has an outage and I want your manager and my lawyer, now!");
    await page.waitForFunction(async (name) => (await (await fetch(`/api/v1/conversations?q=${encodeURIComponent(name)}`)).json()).conversations[0]?.category, urgent);
    await page.waitForTimeout(500);
    assert.equal((await place()).y, y);
    await desk.close();
  });
});

describe("the composer", () => {
  it("takes a sent reply back, and sends it when its time is over", async () => {
    const desk = await openDesk(browser, { chosen: { "aside.undo": "5" } });
    const { page } = desk;
    await pasteConversation(page, "How do I reset my password?");
    await page.getByTestId("composer").fill("Please open the settings.");
    await page.getByTestId("composer").press("Control+Enter");
    await page.getByTestId("pending-reply").waitFor();
    await assertAccessible(page, "a reply that can be taken back");
    await page.keyboard.press("Control+z");
    await page.getByTestId("pending-reply").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector('[data-testid="composer"]')?.value === "Please open the settings.");
    assert.equal(await page.locator('[data-testid="message"][data-author="agent"]').count(), 0);
    await page.getByTestId("composer").press("Control+Enter");
    await page.getByTestId("send-now").click();
    await page.locator('[data-testid="message"][data-author="agent"]').waitFor();
    desk.quiet();
    await desk.close();
  });

  it("keeps a draft over a restart", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const number = `${Date.now()}`;
    await pasteConversation(page, `How do I reset my password, case ${number}?`);
    await page.getByTestId("composer").fill(`Half a sentence about ${number}`);
    await page.reload();
    await openConversation(page, number);
    await page.waitForFunction((text) => document.querySelector('[data-testid="composer"]')?.value.includes(text), number);
    await desk.close();
  });

  it("mentions an article, and shows what the reply will look like", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await pasteConversation(page, "How do I reset my password?");
    await page.getByTestId("composer").focus();
    await page.keyboard.type("**Please read** @refund arrives");
    await page.getByTestId("completion").waitFor();
    await assertAccessible(page, "articles to mention");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector('[data-testid="composer"]')?.value === "**Please read** When your refund arrives");
    await page.keyboard.press("Alt+p");
    await page.getByTestId("composer-preview").locator("strong").filter({ hasText: "Please read" }).waitFor();
    await assertAccessible(page, "a preview");
    // Whoever types on writes on: no letter is a key there.
    await page.keyboard.press("d");
    await page.getByTestId("composer-preview").waitFor({ state: "detached" });
    await page.keyboard.type(", please");
    assert.equal(await page.getByTestId("composer").inputValue(), "**Please read** When your refund arrives, please");
    await page.getByRole("button", { name: "Resolve", exact: true }).waitFor();
    desk.quiet();
    await desk.close();
  });
});

it("the first steps lead through the desk once, on an empty desk only, and again when asked for", async () => {
  const desk = await openDesk(browser, { chosen: { "aside.tour": "due" } });
  const { page } = desk;
  // This server has conversations, so nothing is in the way.
  assert.equal(await page.getByTestId("tour").count(), 0);
  await page.route("**/api/v1/conversations?**", (route) =>
    route.fulfill({ json: { conversations: [], total: 0, resolved: 0, waiting: 0, all: 0, place: null } }),
  );
  await page.reload();
  await page.getByTestId("tour").waitFor();
  await assertAccessible(page, "the first steps");
  // Something arrives while it is read.
  await page.getByTestId("tour-next").click();
  await page.unroute("**/api/v1/conversations?**");
  await chat(`Tilda ${Date.now()}`, "Where is my parcel?");
  await page.getByTestId("conversation-item").first().waitFor();
  for (let step = 1; step < 4; step++) await page.getByTestId("tour-next").click();
  await page.getByTestId("tour").waitFor({ state: "detached" });
  await page.reload();
  await page.getByTestId("conversation-item").first().waitFor();
  assert.equal(await page.getByTestId("tour").count(), 0);

  // Asked for again, it comes once the settings are left, by one key.
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings-keys").click();
  await page.getByTestId("choice-tour").getByText("Show again").click();
  await page.keyboard.press("Escape");
  await page.getByTestId("settings").waitFor({ state: "detached" });
  await page.getByTestId("tour").waitFor();
  await desk.close();
});
