// Trends over real conversations: the page's own questions in SQL, its charts, tables and files, by keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, chat, launch, openDesk } from "./page.mjs";

let browser;
before(async () => {
  browser = await launch();
  // Something to count: a conversation that a person answers.
  const post = async (path, body) => (await fetch(`${ASIDE}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
  const { summary, advice } = await post("/api/v1/conversations", { customer: `Trend ${Date.now()}`, text: "My hub is offline and blinks blue. I want to speak to a manager!" });
  const [suggestion] = advice.suggestions;
  await post(`/api/v1/conversations/${summary.id}/replies`, suggestion ? { text: suggestion.text, suggestion_id: suggestion.id } : { text: "We look into it." });
  // More answers of the assistant than replies of agents, and a chat in which the customer waits for a person.
  for (const place of [1, 2, 3]) await chat(`Trend ${place} ${Date.now()}`, "How long does a refund take?");
  await chat(`Trend waits ${Date.now()}`, "How do I change the fuse of my spaceship?");
  await post("/api/v1/conversations", { customer: `Trend ${Date.now()}`, text: "Could you tell me the torque of the screws on the moon?" });
});
after(() => browser?.close());

async function open(page) {
  await page.keyboard.press("Shift+G");
  await counted(page);
}

const counted = (page) => page.waitForFunction(() => document.querySelector("[data-testid=trends][aria-busy=false]"));
const figure = async (page, chart) => (await page.locator(`[data-chart=${chart}]`).getByTestId("chart-figure").textContent()).trim();

describe("trends", () => {
  for (const [theme, language] of [["light", "en"], ["dark", "de"]]) {
    it(`count what happened, ${theme} ${language}`, async () => {
      const desk = await openDesk(browser, { theme, chosen: { "aside.language": language } });
      const { page } = desk;
      await open(page);
      await page.getByTestId("trends-unanswered").waitFor();
      assert.equal(await page.getByTestId("chart").count(), 8);
      assert.ok(Number((await figure(page, "conversations")).replace(/\D/g, "")) >= 2);
      assert.match(await figure(page, "first-answers"), /^[\d.,]+ (s|min|h)$/);
      assert.match(await figure(page, "suggestions"), /^\d+%$/);
      assert.ok(Number.parseInt(await figure(page, "suggestions"), 10) <= 100);
      const { total: waiting } = await (await fetch(`${ASIDE}/api/v1/conversations?channel=chat&waiting=true`)).json();
      const chats = page.locator("[data-chart=chats]");
      await chats.getByTestId("chart-table").press("Enter");
      const withPerson = Number(await chats.getByRole("row").nth(1).getByRole("cell").nth(1).textContent());
      assert.ok(waiting > 0 && withPerson >= waiting, `${withPerson} of ${waiting} chats that wait for a person`);
      assert.match(await page.getByTestId("trends-rules").textContent(), language === "en" ? /Asks for a person/ : /Verlangt einen Menschen/);
      await assertAccessible(page, `trends, ${theme}`);

      // The numbers of a day, by pointer and as a table.
      const chart = page.locator("[data-chart=conversations]");
      await chart.getByRole("img").hover({ position: { x: 200, y: 60 } });
      await chart.getByTestId("chart-tip").waitFor();
      await chart.getByTestId("chart-table").press("Enter");
      assert.equal(await chart.getByRole("row").count(), 31);
      await assertAccessible(page, `a chart as a table, ${theme}`);
      const download = page.waitForEvent("download");
      await chart.getByTestId("chart-csv").press("Enter");
      const lines = readFileSync(await (await download).path(), "utf8").replace("\ufeff", "").trim().split("\r\n");
      assert.equal(lines.length, 31);
      assert.ok(lines.slice(1).every((line) => /^\d{4}-\d\d-\d\d,\d+$/.test(line)));
      const sum = lines.slice(1).reduce((all, line) => all + Number(line.split(",")[1]), 0);
      assert.equal(sum, Number((await figure(page, "conversations")).replace(/\D/g, "")));

      // Fewer days, one category.
      await page.getByTestId("trends-7").press("Enter");
      await counted(page);
      assert.equal(await chart.getByRole("row").count(), 8);
      await page.getByTestId("trends-category").selectOption("technical");
      await counted(page);
      assert.ok(Number((await figure(page, "conversations")).replace(/\D/g, "")) <= sum);

      // By agent: here nobody signs in.
      await page.getByTestId("trends-category").selectOption("");
      await counted(page);
      const agents = page.getByTestId("trends-agents");
      await agents.getByRole("row", { name: language === "en" ? /This machine’s owner/ : /Besitzer dieses Rechners/ }).waitFor();
      const everybody = await agents.getByRole("row").count();
      await page.getByTestId("trends-agent").selectOption("this machine's owner");
      await counted(page);
      assert.ok(Number((await figure(page, "conversations")).replace(/\D/g, "")) <= sum);
      assert.ok((await agents.getByRole("row").count()) <= everybody);

      // An unanswered question leads to its conversation.
      await page.getByTestId("trends-agent").selectOption("");
      await counted(page);
      const question = page.getByTestId("trends-unanswered").getByRole("button", { name: /torque of the screws on the moon/ }).first();
      await question.press("Enter");
      await page.getByTestId("trends").waitFor({ state: "detached" });
      await page.getByTestId("message").filter({ hasText: "torque of the screws on the moon" }).first().waitFor();
      desk.quiet();
      await desk.close();
    });
  }

  it("move nothing while they are counted", async () => {
    const held = {};
    held.release = new Promise((release) => (held.go = release));
    const desk = await openDesk(browser, { routes: { "**/api/v1/sql": (route) => held.release.then(() => route.continue()) } });
    const { page } = desk;
    await page.evaluate(() => {
      window.moved = [];
      new PerformanceObserver((list) => window.moved.push(...list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => node?.textContent?.trim().slice(0, 40))))).observe({ type: "layout-shift" });
    });
    await page.keyboard.press("Shift+G");
    const charts = page.getByTestId("chart");
    await charts.first().getByRole("status").waitFor();
    assert.equal(await charts.count(), 8);
    assert.equal(await page.getByTestId("trends-agent").isDisabled(), true);
    held.go();
    await counted(page);
    await page.getByTestId("trends-unanswered").waitFor();
    assert.deepEqual(await page.evaluate(() => window.moved), []);
    desk.quiet();
    await desk.close();
  });

  it("say when there is nothing to count, and when it cannot be counted", async () => {
    let broken = false;
    const nothing = { columns: ["day"], rows: [], cut: false, shortened: 0, elapsed_ms: 1 };
    const desk = await openDesk(browser, {
      routes: { "**/api/v1/sql": (route) => (broken ? route.fulfill({ status: 422, json: { code: "query_limit", detail: "it took more than 5 seconds" } }) : route.fulfill({ json: nothing })) },
    });
    const { page } = desk;
    await open(page);
    await page.getByText("Nothing in the last 30 days").waitFor();
    await assertAccessible(page, "trends of nothing");
    broken = true;
    await page.getByTestId("trends-90").click();
    await page.getByText("Look back on fewer days.").waitFor();
    await counted(page);
    await assertAccessible(page, "trends that cannot be counted");
    broken = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Nothing in the last 90 days").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("trends").waitFor({ state: "detached" });
    await desk.close();
  });
});
