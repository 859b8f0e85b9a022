// What Aside reads in a message, beside the replies: labels, mood, what is named. Against a running
// `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, chat, launch, openDesk, pasteConversation } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens a conversation that was written in the chat. */
async function open(page, text) {
  await page.getByTestId("conversation-item").filter({ hasText: text }).first().click();
  await page.getByTestId("message").filter({ hasText: text }).first().waitFor();
}

describe("the card of the mood", () => {
  for (const theme of ["light", "dark"]) {
    it(`shows by key which words carry it, and where it goes, ${theme}`, async () => {
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      const customer = `mood ${theme} ${Date.now()}`;
      await chat(customer, "How do I pair the plug?");
      await chat(customer, "The pairing is terrible, I hate it!!!");
      await open(page, "The pairing is terrible");
      const card = page.getByTestId("feeling");
      await card.getByText("Falling").waitFor();
      await page.locator("body").press("w");
      const words = page.getByTestId("mood-words");
      await words.locator("mark").first().waitFor();
      const marked = (await words.locator("mark").allTextContents()).join(" ");
      assert.match(marked, /terrible|hate/);
      await words.getByText("!!!", { exact: true }).waitFor();
      await assertAccessible(page, `the words behind the mood, ${theme}`);
      await page.locator("body").press("w");
      await words.waitFor({ state: "detached" });
      desk.quiet();
      await desk.close();
    });
  }

  it("is as high with one message as with more, so that nothing below it moves", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const customer = `mood line ${Date.now()}`;
    const asks = `How do I pair the plug ${Date.now()}?`;
    await chat(customer, asks);
    await open(page, asks);
    const card = page.getByTestId("feeling");
    await card.waitFor();
    const { height } = await card.boundingBox();
    assert.equal(await page.getByTestId("mood-trend").count(), 0);
    await chat(customer, "The pairing is terrible, I hate it!!!");
    await page.getByTestId("mood-trend").waitFor();
    assert.equal((await card.boundingBox()).height, height);
    desk.quiet();
    await desk.close();
  });

  it("explains nothing that the model cannot read, and marks every guess", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const text = `Guten Tag, ich habe meine Bestellung ${Date.now()} noch nicht erhalten und bin sehr unzufrieden.`;
    await pasteConversation(page, text);
    await page.getByText("Guesses: the classifiers read English only.").waitFor();
    for (const kind of ["intent", "category", "sentiment"]) {
      assert.match(await page.getByTestId(`label-${kind}`).textContent(), /unsure/);
    }
    await page.locator("body").press("w");
    assert.equal(await page.getByTestId("mood-words").count(), 0);
    desk.quiet();
    await desk.close();
  });
});

describe("labels that are in doubt", () => {
  it("stay within their card", async () => {
    const desk = await openDesk(browser, { width: 1280, height: 800 });
    const { page } = desk;
    await pasteConversation(page, `Not happy at all with how your technician spoke to my wife, visit ${Date.now()}.`);
    await page.getByTestId("label-intent").waitFor();
    const outside = await page.evaluate(() => {
      const card = document.querySelector('[data-testid="label-intent"]').closest("dl").getBoundingClientRect();
      return [...document.querySelectorAll("dl dd *")].filter((one) => one.getBoundingClientRect().right > card.right + 1).map((one) => one.textContent);
    });
    assert.deepEqual(outside, []);
    desk.quiet();
    await desk.close();
  });
});

describe("what the customer names", () => {
  it("is shown as chips that copy by key", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await pasteConversation(page, `My hub shows E07 since order WM-${Date.now()} came. What does E07 mean?`);
    const chips = page.getByTestId("slot");
    await chips.filter({ hasText: "E07" }).waitFor();
    await chips.filter({ hasText: "WM-" }).waitFor();
    await assertAccessible(page, "the chips of what is named");
    await page.locator("body").press("g");
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "slot");
    const value = (await page.evaluate(() => document.activeElement.querySelector(".value").textContent)).trim();
    await page.keyboard.press("Enter");
    await page.getByTestId("slots").getByText(`Copied ${value}.`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), value);
    desk.quiet();
    await desk.close();
  });
});

describe("a customer who is known", () => {
  for (const theme of ["light", "dark"]) {
    it(`is remembered beside the message, with who told it, ${theme}`, async () => {
      const customer = `Ada ${Date.now()}`;
      const kept = await fetch(`${ASIDE}/api/v1/customers/${encodeURIComponent(customer)}/memory`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: "The Hub hangs in the cellar, where the Wi-Fi is weak" }),
      });
      assert.equal(kept.status, 201);
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      await page.keyboard.press("n");
      await page.getByTestId("paste-text").fill("My Hub has a weak Wi-Fi signal in the cellar again.");
      await page.locator("dialog input[type=text]").fill(customer);
      await page.getByTestId("paste-submit").click();
      const remembered = page.getByTestId("remembered");
      await remembered.getByText("The Hub hangs in the cellar").waitFor();
      await remembered.getByText("Noted by an agent").waitFor();
      await assertAccessible(page, `a customer who is known, ${theme}`);
      desk.quiet();
      await desk.close();
    });
  }
});

it("a draft that a language model writes is in sight, and moves no suggestion", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  // What the server tells comes from here.
  await page.context().addInitScript(() => {
    const ask = window.fetch;
    window.fetch = (path, how) => {
      if (path !== "/api/v1/events") return ask(path, how);
      const stream = new ReadableStream({ start: (told) => (window.tell = (event) => told.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`))) });
      return Promise.resolve(new Response(stream, { headers: { "content-type": "text/event-stream" } }));
    };
  });
  await page.reload();
  const started = page.waitForResponse((response) => response.request().method() === "POST" && response.url().endsWith("/conversations"));
  await pasteConversation(page, `My hub is offline and blinks blue. ${Date.now()}`);
  const { advice } = await (await started).json();
  const suggestions = page.getByTestId("suggestion");
  await suggestions.nth(1).waitFor();
  const places = () => suggestions.evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().top));
  const before = await places();
  const live = page.getByTestId("live-draft");
  for (const text of ["", "Hello, please restart your Hub. ".repeat(12)]) {
    const draft = { conversation_id: advice.conversation_id, message_id: advice.message_id, model: "test-model", text };
    await page.evaluate((event) => window.tell(event), { type: "draft_writing", draft });
    await (text ? live.getByText("please restart") : live).waitFor();
    const { y, height } = await live.boundingBox();
    assert.ok(y > 0 && y + height <= 800, `the draft stands at ${y}, ${height} high`);
    assert.deepEqual(await places(), before);
  }
  await assertAccessible(page, "a draft that is being written");
  await page.evaluate((event) => window.tell(event), { type: "draft_ended", conversation_id: advice.conversation_id, message_id: advice.message_id });
  await live.waitFor({ state: "detached" });
  assert.deepEqual(await places(), before);
  desk.quiet();
  await desk.close();
});
