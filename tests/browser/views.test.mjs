// What holds in every view: nothing that axe finds, in each theme; nothing sticks out, from left to right and from
// right to left, at the usual size and magnified to 200 %. Against a running `aside serve` on the sample knowledge.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openConversation, openDesk } from "./page.mjs";
import { CUSTOMER, SAID, VIEWS } from "./views.mjs";

/** 1280x800 at 200 %. */
const MAGNIFIED = { width: 640, height: 400 };

async function post(path, body) {
  const response = await fetch(`${ASIDE}/api/v1/conversations${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(response.ok, path);
  return response.json();
}

let browser;
before(async () => {
  browser = await launch();
  const { summary } = await post("", { customer: CUSTOMER, text: "Hello, my Hub is offline. مرحبا" });
  await post(`/${summary.id}/replies`, { text: "Please unplug it and wait a minute." });
  await post(`/${summary.id}/messages`, { text: SAID });
  await post(`/${summary.id}/ticket`, {});
});
after(() => browser?.close());

/**
 * What cannot be seen whole because it lies beyond the page's edge, or is cut where nothing scrolls to it; and what
 * scrolls sideways without being a table.
 */
function outside(page) {
  return page.evaluate(() => {
    const found = [];
    const told = (element, why) => found.push(`${why}: ${element.localName}.${element.className?.baseVal ?? element.className} "${element.textContent.trim().slice(0, 40)}"`);
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(".unseen, svg, [inert]")) continue;
      const style = getComputedStyle(element);
      const sideways = ["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (sideways && !element.matches("textarea") && !element.querySelector("table")) told(element, "scrolls sideways");
      const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
      if (!says && !element.matches("button, input, select, textarea, a, img")) continue;
      let { left, right, width } = element.getBoundingClientRect();
      if (width === 0) continue;
      for (let parent = element; parent; parent = parent.parentElement) {
        // What ends in an ellipsis is cut on purpose, and a table is scrolled to.
        if (getComputedStyle(parent).overflowX === "visible") continue;
        const box = parent.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      }
      if (right - left < 1 && !element.closest("table, [data-testid=query]") && element.matches("button, input, select, a")) told(element, "cut away");
      if (left < -1 || right > innerWidth + 1) told(element, "beyond the edge");
    }
    return [...new Set(found)];
  });
}

const direct = (page, dir) => page.evaluate((to) => (document.documentElement.dir = to), dir);

describe("every view", () => {
  for (const [name, bring] of Object.entries(VIEWS)) {
    it(`holds its own: ${name}`, async () => {
      const desk = await openDesk(browser);
      const { page } = desk;
      await bring(page);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await assertAccessible(page, `${name}, ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.evaluate(() => (document.documentElement.dataset.contrast = "high"));
      await assertAccessible(page, `${name}, high contrast`);
      for (const dir of ["ltr", "rtl"]) {
        await direct(page, dir);
        for (const size of [{ width: 1280, height: 800 }, MAGNIFIED]) {
          await page.setViewportSize(size);
          assert.deepEqual(await outside(page), [], `${dir} at ${size.width}`);
        }
      }
      desk.quiet();
      await desk.close();
    });

    it(`has room for longer words: ${name}`, async () => {
      const desk = await openDesk(browser, { chosen: { "aside.language": "de" } });
      const { page } = desk;
      await bring(page);
      for (const size of [{ width: 1280, height: 800 }, MAGNIFIED]) {
        await page.setViewportSize(size);
        assert.deepEqual(await outside(page), [], `at ${size.width}`);
      }
      desk.quiet();
      await desk.close();
    });
  }
});

it("from right to left, the list stands on the right, customers' words begin where their script does, and keys keep their order", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  await VIEWS["a conversation"](page);
  await direct(page, "rtl");
  const left = (id) => page.getByTestId(id).first().evaluate((element) => element.getBoundingClientRect().left);
  assert.ok((await left("conversation-list")) > (await left("composer")));
  assert.ok((await left("composer")) > (await left("suggestion")));
  const directions = await page.locator("[data-bubble]").evaluateAll((bubbles) => bubbles.map((bubble) => getComputedStyle(bubble).direction));
  assert.deepEqual(new Set(directions), new Set(["ltr"]), "English words in a desk from right to left");
  const send = await page.getByTestId("send").locator("kbd").evaluateAll((keys) => keys.map((key) => key.getBoundingClientRect().left));
  assert.deepEqual(send, send.toSorted((a, b) => a - b), "Ctrl stands before Enter");
  const turned = await page.getByTestId("send").locator("svg").evaluate((icon) => getComputedStyle(icon).transform);
  assert.match(turned, /^matrix\(-1/, "the sign for sending points to the end of the line");
  desk.quiet();
  await desk.close();
});

it("nothing shifts while the desk fills, and a new message moves the earlier ones alone", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  await page.context().addInitScript(() => {
    window.shifted = [];
    const watch = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted.push(...entry.sources.map(({ node }) => node?.closest?.("[data-testid=message], .day, [data-testid=conversation-item]") ? "a message or its row" : (node?.outerHTML ?? "gone").slice(0, 120)));
    });
    watch.observe({ type: "layout-shift", buffered: true });
  });
  await page.reload();
  await page.getByTestId("suggestion").or(page.getByText("Nothing relevant found")).first().waitFor();
  assert.deepEqual(await page.evaluate(() => window.shifted), []);
  // The one of these tests, whichever stands first.
  await openConversation(page, CUSTOMER);
  await page.getByTestId("suggestion").or(page.getByText("Nothing relevant found")).first().waitFor();
  await page.evaluate(() => (window.shifted.length = 0));
  const open = await page.locator('[data-testid="conversation-item"][aria-current="true"]').getAttribute("data-id");
  const said = `And where is order 10429? ${Date.now()}`;
  await post(`/${open}/messages`, { text: said });
  await page.getByTestId("message").filter({ hasText: said }).waitFor();
  await page.getByTestId("suggestion").or(page.getByText("Nothing relevant found")).first().waitFor();
  const moved = await page.evaluate(() => window.shifted);
  assert.deepEqual(moved.filter((what) => what !== "a message or its row"), []);
  desk.quiet();
  await desk.close();
});
