// Signing in at the page. The server of these tests has no users, so a gate before it asks for a token as
// the endpoint does; that the endpoint does is shown by the journeys of the command.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { ASIDE, assertAccessible, launch } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const json = (status, body) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
const refused = json(401, { code: "unauthenticated", detail: "sign in first" });

for (const theme of ["light", "dark"]) {
  it(`asks for the name and the password, goes on, and leaves nothing behind (${theme})`, async () => {
    const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 800 }, bypassCSP: true, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    let holds = "access 1";
    const gate = async (route) => {
      const { pathname } = new URL(route.request().url());
      const shown = route.request().headers().authorization;
      const sent = route.request().postDataJSON?.() ?? {};
      if (pathname === "/auth/login") {
        const right = sent.name === "Ann" && sent.password === "correct horse";
        return route.fulfill(right ? json(200, { access_token: "access 1", refresh_token: "refresh 1" }) : refused);
      }
      if (pathname === "/auth/refresh") {
        holds = "access 2";
        return route.fulfill(sent.refresh_token === "refresh 1" ? json(200, { access_token: "access 2", refresh_token: "refresh 2" }) : refused);
      }
      if (pathname === "/auth/logout") return route.fulfill({ status: 204 });
      if (shown !== `Bearer ${holds}`) return route.fulfill(refused);
      if (pathname === "/auth/me") {
        return route.fulfill(json(200, { role: "agent", user: { id: "0190", name: "Ann", role: "agent", created_at: 0 } }));
      }
      return route.continue();
    };
    for (const path of ["**/api/v1/**", "**/health", "**/auth/**"]) await page.route(path, gate);

    await page.goto(ASIDE);
    const dialog = page.getByTestId("sign-in");
    await dialog.waitFor();
    await assertAccessible(page, `signing in, ${theme}`);
    await page.keyboard.press("Escape");
    assert.equal(await dialog.isVisible(), true, "there is nothing to go back to");
    await page.getByLabel("Name").fill("Ann");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The name or the password is wrong.").waitFor();
    await page.getByLabel("Password").fill("correct horse");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByTestId("knowledge-status").getByText(/passage/).waitFor();
    await page.getByRole("button", { name: "Sign out Ann (agent)" }).waitFor();

    // What would be refused to an agent is not offered.
    await page.getByTestId("knowledge-open").click();
    await page.getByTestId("care-golden").click();
    await page.getByRole("region", { name: "Golden questions" }).waitFor();
    for (const refused of ["care-gaps", "golden-run", "golden-add"]) assert.equal(await page.getByTestId(refused).count(), 0, refused);
    await page.keyboard.press("Escape");

    // A token that ended is renewed without a word.
    holds = "another";
    await page.reload();
    await page.getByTestId("knowledge-status").getByText(/passage/).waitFor();
    assert.equal(await dialog.isVisible(), false);

    // The page is loaded anew, without what was read.
    await Promise.all([page.waitForEvent("load"), page.getByTestId("sign-out").click()]);
    await dialog.waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("aside.sign-in")), null);
    await context.close();
  });
}
