// Knowledge that gets better, and quality review, against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openDesk } from "./page.mjs";

let browser;
before(async () => {
  browser = await launch();
  // By words alone, other passages answer than by meaning.
  const whole = async () => {
    const { pending, embedded, chunks } = await (await fetch(`${ASIDE}/api/v1/knowledge`)).json();
    return pending === 0 && embedded === chunks;
  };
  for (let tries = 0; !(await whole()); tries++) {
    assert.ok(tries < 300, "the documents are not read");
    await new Promise((next) => setTimeout(next, 200));
  }
});
after(() => browser?.close());

async function post(path, body) {
  const response = await fetch(`${ASIDE}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

/** A customer's question that no document of the sample answers, and what an agent sent. */
async function asked(customer, text, reply) {
  const { summary } = await post("/api/v1/conversations", { customer, text });
  if (reply) await post(`/api/v1/conversations/${summary.id}/replies`, { text: reply });
  return summary.id;
}

/** Matters so far from the sample and from each other that only their own article answers them. */
const MATTERS = {
  light: { word: "zeppelin", asks: ["Can I rent a zeppelin from you for my wedding?", "Is it possible to rent a zeppelin for a wedding?"], reply: "you can rent a zeppelin for a whole day; ask our events team a month before.", title: "Renting a zeppelin for a wedding" },
  dark: { word: "parrot", asks: ["Do you teach parrots to speak Latin?", "Can you teach my parrot to speak Latin?"], reply: "we teach parrots to speak Latin on Saturdays; book a lesson a month before.", title: "Lessons for parrots that learn to speak Latin" },
};

describe("gaps", () => {
  for (const [theme, { word, asks, reply, title }] of Object.entries(MATTERS)) {
    it(`become an article only when somebody saves it, ${theme}`, async () => {
      await asked("Mara Lindqvist", asks[0], `Hello Mara, ${reply} Kind regards`);
      await asked("Tom Ash", asks[1]);
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      await page.keyboard.press("f");
      await page.getByTestId("care-gaps").click();
      const gap = page.getByTestId("gap").filter({ hasText: word });
      await gap.first().click();
      assert.equal(await gap.count(), 1, "both questions are one gap");
      assert.match(await gap.textContent(), /asked 2×/);
      assert.match(await page.getByTestId("gap-answers").textContent(), /a month before/);
      assert.doesNotMatch(await page.getByTestId("gap-answers").textContent(), /Mara/);
      await assertAccessible(page, `a gap, ${theme}`);

      await page.getByTestId("gap-draft").click();
      assert.match(await page.getByTestId("article-content").inputValue(), /a month before/);
      await page.getByTestId("article-title").fill(title);
      // Closed by one key too many, it is gone on with.
      await page.keyboard.press("Escape");
      await page.getByTestId("article-form").waitFor({ state: "detached" });
      await page.keyboard.press("f");
      await page.getByTestId("care-gaps").click();
      await gap.first().click();
      assert.equal(await page.getByTestId("article-title").inputValue(), title);
      await assertAccessible(page, `an article that is drafted, ${theme}`);
      await page.getByRole("button", { name: "Preview" }).click();
      await page.getByRole("region", { name: "Preview" }).getByText(/a month before/).waitFor();
      const { folder } = await (await fetch(`${ASIDE}/api/v1/knowledge`)).json();
      after(() => rm(join(folder, "articles"), { recursive: true, force: true }));
      const before = await (await fetch(`${ASIDE}/api/v1/knowledge/articles`)).json();
      assert.ok(before.articles.every((one) => one.article.title !== title), "nothing is written before it is saved");
      await page.getByTestId("article-save").click();
      // Measured: the question was asked again, and the article was found.
      await gap.getByText("Answered now").waitFor({ timeout: 30_000 });
      await page.getByTestId("gap-golden").click();
      await page.getByText("It is a golden question").waitFor();
      await page.getByTestId("care-golden").click();
      await page.getByTestId("golden-list").getByText(word).first().waitFor();
      assert.match(await page.getByTestId("golden-list").textContent(), /Found/);
      await assertAccessible(page, `golden questions, ${theme}`);
      const remove = page.getByRole("button", { name: new RegExp(`^Remove: .*${word}`) });
      await remove.click();
      await remove.waitFor({ state: "detached" });
      await page.getByTestId("care-disagreements").click();
      await page.getByText(/with a number compared/).waitFor();
      await assertAccessible(page, `disagreements, ${theme}`);
      desk.quiet();
      await desk.close();
    });
  }

  it("take no golden question about a document that is not there, and keep what was written", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.keyboard.press("f");
    await page.getByTestId("care-golden").click();
    await page.getByTestId("golden-ask").fill("How long does a refund take?");
    await page.getByTestId("golden-document").fill("billing/refnds.md");
    await page.getByTestId("golden-add").click();
    await page.getByRole("alert").getByText("There is no such document.").waitFor();
    await page.getByRole("alert").getByText("billing/refnds.md").waitFor();
    assert.equal(await page.getByTestId("golden-document").inputValue(), "billing/refnds.md");
    await desk.close();
  });

  it("hold what somebody typed into the palette and did not find", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.keyboard.press("Control+k");
    const kept = page.waitForResponse((response) => response.url().endsWith("/api/v1/knowledge/searches"));
    await page.getByTestId("palette-field").fill("leasing contract for helicopters");
    await page.waitForResponse((response) => response.url().includes("/api/v1/search?"));
    await page.keyboard.press("Escape");
    assert.deepEqual(await (await kept).json(), { kept: true });
    const { gaps } = await (await fetch(`${ASIDE}/api/v1/knowledge/gaps`)).json();
    assert.ok(gaps.some((gap) => gap.searched === 1 && gap.question.includes("helicopters")), JSON.stringify(gaps));
    desk.quiet();
    await desk.close();
  });
});

it("what is looked at of the knowledge changes, and its frame stays where it is", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  await page.keyboard.press("f");
  const dialog = page.getByRole("dialog");
  await page.getByTestId("files-list").waitFor();
  const before = await dialog.boundingBox();
  for (const tab of ["gaps", "golden", "disagreements", "files"]) {
    await page.getByTestId(`care-${tab}`).click();
    assert.deepEqual(await dialog.boundingBox(), before, tab);
    await assertAccessible(page, `the knowledge, ${tab}`);
  }
  desk.quiet();
  await desk.close();
});

describe("quality review", () => {
  it("draws, scores, keeps and averages", async () => {
    for (const customer of ["Ida Lund", "Ben Hall"]) await asked(customer, "How long does a refund take?", "Refunds take five working days.");
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.keyboard.press("Shift+Q");
    await page.getByTestId("quality-one").first().waitFor();
    await page.getByTestId("quality-thread").getByRole("article").first().waitFor();
    await assertAccessible(page, "a review that begins");
    const save = page.getByTestId("quality-save");
    assert.ok(await save.isDisabled(), "what is not marked is not kept");
    for (const one of ["greeting", "answer", "complete", "tone", "next_step"]) await page.getByTestId(`mark-${one}-met`).check();
    await page.getByTestId("mark-hand_over-not_applicable").check();
    await page.getByTestId("quality-agent").fill("Grace");
    await page.getByTestId("quality-comment").fill("Well done.");
    await save.click();
    await page.getByText("Kept.").waitFor();
    const averages = page.getByTestId("quality-averages");
    await averages.getByRole("row", { name: /Grace/ }).waitFor();
    assert.match(await averages.getByRole("row", { name: /Grace/ }).textContent(), /100/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("quality-csv").click()]);
    assert.equal(file.suggestedFilename(), "reviews.csv");
    await page.keyboard.press("Escape");
    await page.getByTestId("quality").waitFor({ state: "detached" });
    desk.quiet();
    await desk.close();
  });
});
