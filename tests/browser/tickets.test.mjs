// Escalation from the agent's prompt to the supervisor's resolution, by keyboard.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertAccessible, launch, openConversation, openDesk, pasteConversation } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Words that no other run of this test wrote. */
const mark = () => `order ${Date.now()}`;

describe("an escalation", () => {
  for (const theme of ["light", "dark"]) {
    it(`goes to a supervisor, back with a note, and is resolved, ${theme}`, async () => {
      const agent = await openDesk(browser, { theme });
      const supervisor = await openDesk(browser, { theme });
      const words = mark();
      const about = `I want to speak to a manager or my lawyer will call you about ${words}. When do I get my money back?`;

      // The supervisor watches while the agent escalates with the key.
      await supervisor.page.keyboard.press("Shift+T");
      await supervisor.page.getByTestId("tickets").waitFor();
      await pasteConversation(agent.page, about);
      const prompt = agent.page.getByTestId("escalation-prompt");
      await prompt.getByText("Hand over to a supervisor?").waitFor();

      // One reason fired wrongly; that is taken back.
      const reasons = prompt.getByTestId("reason");
      const judge = reasons.filter({ hasText: "lawyer" }).getByRole("button");
      await judge.press("Enter");
      await reasons.filter({ hasText: "lawyer" }).getByText("Does not count").waitFor();
      await assertAccessible(agent.page, `a reason that does not count, ${theme}`);
      await judge.press("Enter");
      await reasons.filter({ hasText: "lawyer" }).getByText("False alarm").waitFor();

      await agent.page.locator("body").press("Shift+E");
      const id = (await prompt.getByTestId("ticket-id").textContent()).trim();
      assert.match(id, /^T-[0-9A-HJKMNP-TV-Z]{4,}$/);
      await assertAccessible(agent.page, `an escalated conversation, ${theme}`);

      // It appears by itself. What led to it is all there.
      const { page } = supervisor;
      const row = page.locator(`[data-ticket="${id}"]`);
      await row.waitFor();
      await row.press("Enter");
      const packet = page.getByTestId("packet");
      await packet.getByText(id).first().waitFor();
      assert.match(await packet.getByTestId("ticket-why").textContent(), /speak to a manager/);
      assert.match(await packet.getByTestId("ticket-questions").textContent(), /When do I get my money back\?/);
      assert.match(await packet.getByTestId("ticket-hand-off").textContent(), new RegExp(id));
      await assertAccessible(page, `a ticket, ${theme}`);

      // Assigned, without the mouse.
      await page.keyboard.press("Shift+A");
      await page.getByTestId("ticket-owner").fill("Grace");
      await page.keyboard.press("Enter");
      await packet.getByTestId("ticket-status").getByText("Assigned").waitFor();
      await prompt.getByText("Grace has it.").waitFor();

      // What the ledger tells.
      await page.keyboard.press("Shift+Y");
      const replay = page.getByTestId("ticket-replay");
      await replay.getByText(`supervisor: ticket ${id}`).waitFor();
      await replay.locator("summary").first().press("Enter");
      await replay.getByText(words).first().waitFor();
      await assertAccessible(page, `a replay, ${theme}`);

      // Returned with a note: the agent reads it. Escape keeps what was written.
      await page.keyboard.press("Shift+R");
      await page.getByTestId("ticket-note").fill("Offer a replacement first.");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Shift+R");
      assert.equal(await page.getByTestId("ticket-note").inputValue(), "Offer a replacement first.");
      await assertAccessible(page, `a note, ${theme}`);
      await page.keyboard.press("Control+Enter");
      await packet.getByTestId("ticket-status").getByText("Returned").waitFor();
      await agent.page.getByTestId("coaching").getByText("Offer a replacement first.").waitFor();

      // Handed over again, it is the same ticket.
      await agent.page.locator("body").press("Shift+E");
      await packet.getByTestId("ticket-status").getByText("Open").waitFor();
      assert.equal((await prompt.getByTestId("ticket-id").textContent()).trim(), id);

      // Approved: it was right, and it is taken. Nobody is asked twice.
      await page.keyboard.press("Shift+P");
      await packet.getByTestId("ticket-judged").getByText("Approved by").waitFor();
      await packet.getByTestId("ticket-status").getByText("Assigned").waitFor();
      assert.equal(await packet.getByTestId("ticket-approve").count(), 0);
      await assertAccessible(page, `an approved ticket, ${theme}`);

      // The words to the customer go into the reply of its conversation.
      await page.keyboard.press("Shift+H");
      await page.getByTestId("tickets").waitFor({ state: "detached" });
      const composer = page.getByTestId("composer");
      await page.waitForFunction((ticket) => document.activeElement?.value?.includes(ticket), id);
      assert.match(await composer.inputValue(), new RegExp(id));

      // Resolved, and the conversation with it.
      await composer.press("Escape");
      await page.keyboard.press("Shift+T");
      await packet.getByText(id).first().waitFor();
      await page.keyboard.press("Shift+D");
      await packet.getByTestId("ticket-status").getByText("Resolved").waitFor();
      await prompt.waitFor({ state: "detached" });
      await openConversation(agent.page, words);
      await agent.page.getByRole("button", { name: "Reopen" }).waitFor();

      agent.quiet();
      supervisor.quiet();
      await agent.close();
      await supervisor.close();
    });
  }

  it("is taken by whoever signed in with one press", async () => {
    const user = { id: "0190", name: "Omar", role: "supervisor", created_at: 0, enabled: true };
    const desk = await openDesk(browser, { routes: { "**/auth/me": (route) => route.fulfill({ json: { role: "supervisor", user } }) } });
    const { page } = desk;
    await pasteConversation(page, `I want to speak to a manager about ${mark()}!`);
    await page.locator("body").press("Shift+E");
    const id = (await page.getByTestId("ticket-id").textContent()).trim();
    await page.keyboard.press("Shift+T");
    await page.locator(`[data-ticket="${id}"]`).press("Enter");
    const packet = page.getByTestId("packet");
    await packet.getByText(id).first().waitFor();
    await page.keyboard.press("Shift+A");
    // Nobody was chosen before on this computer.
    assert.equal(await page.getByTestId("ticket-owner").inputValue(), "Omar");
    await page.getByTestId("ticket-take").press("Enter");
    await packet.getByTestId("ticket-status").getByText("Assigned").waitFor();
    await packet.locator("header").getByText("Omar").waitFor();
    // Who has it cannot take it again.
    await page.keyboard.press("Shift+A");
    await page.getByTestId("ticket-owner").waitFor();
    assert.equal(await page.getByTestId("ticket-take").count(), 0);
    await assertAccessible(page, "a ticket that is passed on");
    desk.quiet();
    await desk.close();
  });

  it("that cannot be read says so, and is read once it can", async () => {
    let broken = true;
    const desk = await openDesk(browser, {
      routes: { "**/api/v1/tickets": (route) => (broken ? route.fulfill({ status: 500, json: { code: "storage", detail: "" } }) : route.continue()) },
    });
    const { page } = desk;
    await page.keyboard.press("Shift+T");
    const panel = page.getByTestId("tickets");
    await panel.getByText("The tickets could not be read.").waitFor();
    await assertAccessible(page, "tickets that cannot be read");
    broken = false;
    await panel.getByRole("button", { name: "Try again" }).click();
    await panel.getByText("The tickets could not be read.").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await desk.close();
  });
});
