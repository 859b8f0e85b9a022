// The knowledge panel, against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openDesk } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("the knowledge panel", () => {
  for (const theme of ["light", "dark"]) {
    it(`lists the files with their states, by click and by key, ${theme}`, async () => {
      const desk = await openDesk(browser, { theme });
      const { page } = desk;
      await page.getByTestId("knowledge-open").click();
      const rows = page.getByTestId("files-list").getByRole("listitem");
      await rows.first().waitFor();
      await assertAccessible(page, `the list of files, ${theme}`);
      const files = await rows.count();
      assert.ok(files > 20, `${files} files`);

      await page.getByTestId("files-filter").fill("billing/");
      await page.waitForFunction((all) => document.querySelectorAll('[data-testid="files-list"] li').length < all, files);
      for (const row of await rows.all()) assert.match(await row.textContent(), /billing\//i);

      await page.getByTestId("files-filter").fill("no such file");
      await page.getByText("No such files").waitFor();
      // The first press empties the field, as in every search field; the second closes the list.
      await page.keyboard.press("Escape");
      await rows.first().waitFor();
      await page.keyboard.press("Escape");
      await page.getByTestId("files-filter").waitFor({ state: "detached" });

      await page.keyboard.press("f");
      await rows.first().waitFor();
      await page.keyboard.press("Escape");
      desk.quiet();
      await desk.close();
    });
  }

  it("opens a file as Aside reads it, and leaves the page that lay over the desk", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.keyboard.press("Shift+T");
    await page.getByTestId("tickets").waitFor();
    await page.getByTestId("knowledge-open").click();
    await page.getByTestId("files-filter").fill("refund-times.md");
    await page.getByTestId("file-open").getByText("billing/refund-times.md", { exact: true }).click();
    const panel = page.getByTestId("document-panel");
    await panel.getByText(/working days/).first().waitFor();
    // Nothing was cited, so nothing is missed.
    assert.equal(await panel.getByText("The document has changed.").count(), 0);
    assert.equal(await page.getByTestId("tickets").count(), 0);
    await assertAccessible(page, "a document that was opened from the list of files");
    desk.quiet();
    await desk.close();
  });

  it("pauses finding by meaning and lets it go on", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await fetch(`${ASIDE}/api/v1/knowledge/pause`, { method: "POST" });
    await page.getByTestId("knowledge-open").click();
    await page.getByTestId("knowledge-pause").filter({ hasText: "Resume" }).click();
    await page.getByTestId("knowledge-pause").waitFor({ state: "detached" });
    const status = await (await fetch(`${ASIDE}/api/v1/knowledge`)).json();
    assert.equal(status.paused, false);
    desk.quiet();
    await desk.close();
  });

  it("lists near-duplicates whatever was shown before, and lays two side by side", async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const { folder } = await (await fetch(`${ASIDE}/api/v1/knowledge`)).json();
    const copy = join(folder, "billing", "refund-times-2025.md");
    const original = await readFile(join(folder, "billing", "refund-times.md"), "utf8");
    await writeFile(copy, original.replace(/\d+ working days/, "99 working days"));
    after(() => rm(copy, { force: true }));
    // Documents are compared in the background.
    const compared = async () => (await (await fetch(`${ASIDE}/api/v1/knowledge/files`)).json()).counts.duplicated > 0;
    for (let tries = 0; !(await compared()); tries++) {
      assert.ok(tries < 150, "the copy was not found");
      await new Promise((next) => setTimeout(next, 200));
    }
    await page.keyboard.press("f");
    await page.getByTestId("files-filter").waitFor();
    const indexed = page.getByRole("group", { name: "State" }).getByRole("button", { name: /^Indexed/ });
    await indexed.click();
    await page.getByTestId("files-duplicated").click();
    assert.equal(await indexed.getAttribute("aria-pressed"), "false");
    const compare = page.getByTestId("files-list").getByRole("button", { name: /^Compare / }).first();
    const [, here, there] = /^Compare (.+) with (.+)$/.exec(await compare.getAttribute("aria-label"));
    await compare.click();
    const dialog = page.getByRole("dialog", { name: "Side by side" });
    for (const [side, path] of [["here", here], ["there", there]]) {
      const text = dialog.getByTestId(`compare-${side}`);
      await text.locator("p").nth(1).waitFor();
      assert.equal(await text.getAttribute("aria-label"), `Text of ${path}`);
      assert.ok((await text.textContent()).length > 100);
    }
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "compare-here");
    await assertAccessible(page, "two documents side by side");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await compare.waitFor();
    await page.getByTestId("files-filter").fill("no such file");
    await page.getByText("No document repeats another and has this in its path.").waitFor();
    desk.quiet();
    await desk.close();
  });
});
