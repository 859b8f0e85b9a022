// The knowledge panel, against a running `aside serve` on the sample knowledge folder.
import assert from "node:assert/strict";
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
});
