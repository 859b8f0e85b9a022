// Questions in SQL in the desk, as a supervisor asks them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { assertAccessible, launch, openDesk } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function openQuery(browser, options) {
  const desk = await openDesk(browser, options);
  await desk.page.locator("body").press("q");
  await desk.page.getByTestId("query-example").first().waitFor();
  return desk;
}

describe("questions in SQL", () => {
  for (const theme of ["light", "dark"]) {
    it(`are answered in a table, ${theme}`, async () => {
      const desk = await openQuery(browser, { theme });
      const { page } = desk;
      await assertAccessible(page, `before a question, ${theme}`);
      await page.getByTestId("query-example").first().click();
      const rows = page.getByTestId("query-answer").locator("tbody tr");
      await rows.first().waitFor();
      assert.match(await rows.first().textContent(), /billing\/invoices\.md/);
      await assertAccessible(page, `an answer, ${theme}`);
      desk.quiet();
      await desk.close();
    });
  }

  it("that are wrong are marked at the place, with what was meant", async () => {
    const desk = await openQuery(browser);
    const { page } = desk;
    const editor = page.getByTestId("query-editor");
    await editor.fill("SELECT title\nFROM documets");
    await editor.press("Control+Enter");
    const failure = page.getByTestId("query-failure");
    await failure.getByText("did you mean `documents`?").waitFor();
    assert.equal(await failure.locator("mark").textContent(), "documets");
    await assertAccessible(page, "an error in a question");
    // The wrong word is selected: what is typed takes its place.
    await page.keyboard.type("documents");
    assert.equal(await editor.inputValue(), "SELECT title\nFROM documents");
    await editor.press("Control+Enter");
    await page.getByTestId("query-answer").locator("tbody tr").first().waitFor();
    assert.equal(await failure.count(), 0);
    await desk.close();
  });

  it("are kept as CSV, and leave the desk as it was", async () => {
    const desk = await openQuery(browser);
    const { page } = desk;
    await page.getByTestId("query-editor").fill("SELECT category, count(*) AS n FROM documents GROUP BY 1 ORDER BY 1");
    await page.getByTestId("query-ask").click();
    await page.getByTestId("query-answer").locator("tbody tr").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("query-csv").click()]);
    const text = await readFile(await download.path(), "utf8");
    assert.match(text, /^\ufeffcategory,n\r\naccount,\d+\r\n/);

    // Keys of the desk below rest, and Escape leaves first the field and then the page.
    await page.getByTestId("query-answer").locator(".scroll").focus();
    await page.keyboard.press("n");
    assert.equal(await page.getByTestId("paste-text").count(), 0);
    await page.keyboard.press("Escape");
    await page.getByTestId("query").waitFor({ state: "detached" });
    await page.keyboard.press("n");
    await page.getByTestId("paste-text").waitFor();
    desk.quiet();
    await desk.close();
  });
});
