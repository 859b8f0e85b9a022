// The page that describes the API.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe("the description of the API", () => {
  it("is found by words, opens to what a route takes and gives, and loads nothing from elsewhere", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    page.on("request", (request) => new URL(request.url()).origin === ASIDE || complaints.push(request.url()));
    await page.goto(`${ASIDE}/docs`);
    const described = await (await fetch(`${ASIDE}/openapi.json`)).json();
    const routes = Object.values(described.paths).flatMap((path) => Object.values(path));
    await page.getByRole("article").first().waitFor();
    assert.equal(await page.getByRole("article").count(), routes.length);

    await page.getByRole("searchbox").fill("post session message");
    await page.getByRole("link", { name: "/chat/sessions/{id}/messages" }).click();
    const route = page.getByRole("article", { name: "POST /chat/sessions/{id}/messages" });
    await route.getByText("200", { exact: true }).click();
    await route.getByText("requires_escalation").waitFor();
    await route.getByText("sources", { exact: true }).click();
    await route.getByText("distance", { exact: true }).waitFor();
    await page.getByRole("searchbox").fill("no such route");
    await page.getByText("No operation fits").waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  for (const theme of ["light", "dark"]) {
    it(`is accessible in the ${theme} theme`, async () => {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 800 }, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(`${ASIDE}/docs#session_message`);
      await page.getByRole("article").first().waitFor();
      await assertAccessible(page, `the description of the API, ${theme}`);
      await context.close();
    });
  }
});
