// The chat on a page that does its worst, with a customer on one side and an agent on the other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, launch, openConversation, openDesk } from "./page.mjs";

const QUESTION = "How many days do I have to return an item?";
// Nothing but the script and its requests; no styles at all, and styles that would break everything.
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const PAGE = `<!doctype html><html lang="en"><title>Shop</title><link rel="stylesheet" href="/hostile.css"><body>
  <button id="buy">Buy</button><div id="war">Above everything</div>
  <script src="/widget.js" data-key="shop"></script></body></html>`;
const STYLES = `* { all: unset !important; } aside-chat { display: none !important; font-size: 90px !important }
  #war { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; background: #f00 !important; pointer-events: none !important }
  #buy { position: fixed !important; top: 9px !important; left: 9px !important }`;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A customer's browser, whose pages are the hostile one. */
async function customer(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  // Only the test looks into the shadow root: pages find it closed.
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      window.asked = init.mode;
      return attach.call(this, { ...init, mode: "open" });
    };
  });
  await context.route(`${ASIDE}/shop`, (route) => route.fulfill({ contentType: "text/html", body: PAGE, headers: { "content-security-policy": `${POLICY}; style-src-elem 'self'` } }));
  await context.route(`${ASIDE}/hostile.css`, (route) => route.fulfill({ contentType: "text/css", body: STYLES }));
  return context;
}

async function visit(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => line.type() === "error" && !line.text().includes("favicon") && complaints.push(line.text()));
  await page.goto(`${ASIDE}/shop`);
  return { page, complaints };
}

async function write(page, text) {
  await page.getByTestId("field").fill(text);
  await page.keyboard.press("Enter");
}

const texts = (page, author) => page.getByTestId(`message-${author}`).locator(".bubble").allTextContents();

/** What the agent does at the desk. */
async function desk(method, path, body) {
  const response = await fetch(`${ASIDE}/api/v1/${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
  return response;
}

/** The conversation that a page chats in. */
async function threadOf(page) {
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith(":session")))).token);
  return (await (await fetch(`${ASIDE}/chat/sessions/${token}/history`)).json()).thread_id;
}

describe("the chat on another page", () => {
  it("has a face that suits the customer's mood, until the page knows better", async () => {
    const context = await customer();
    const { page, complaints } = await visit(context);
    await page.getByTestId("launcher").click();
    const looks = (mood) => page.locator(`svg.face[data-mood="${mood}"]`).waitFor();
    await looks("calm");
    await write(page, "Thank you so much, you are wonderful!");
    await looks("glad");
    await write(page, "This is a disgrace, I am furious and want my money back!");
    await looks("sorry");
    await page.evaluate(() => window.AsideChat.setMood("calm"));
    await looks("calm");
    await page.evaluate(() => window.AsideChat.setMood(null));
    await looks("sorry");
    // Who comes after starts anew.
    await page.evaluate(() => window.AsideChat.setUser("somebody else"));
    await looks("calm");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("sends what is being written only where the server asks for it, and says so", async () => {
    for (const previews of [false, true]) {
      const context = await customer();
      const told = [];
      await context.route("**/chat/sessions", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), typing_previews: previews } });
      });
      await context.route("**/history*", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), typing_previews: previews } });
      });
      await context.route("**/typing", (route) => {
        told.push(route.request().postDataJSON());
        return route.continue();
      });
      const { page } = await visit(context);
      await page.getByTestId("launcher").click();
      assert.equal(await page.getByTestId("previews").isVisible(), false);
      await write(page, QUESTION);
      await page.getByTestId("message-assistant").waitFor();
      assert.equal(await page.getByTestId("previews").isVisible(), previews);
      assert.ok(told.every(({ preview }) => preview === undefined), "nothing before the first message");
      const typed = page.waitForRequest((request) => request.url().endsWith("/typing") && (!previews || request.postData().includes("my refund")));
      await page.getByTestId("field").pressSequentially("Where is my refund");
      await typed;
      assert.equal(told.some(({ preview }) => preview !== undefined), previews);
      await context.close();
    }
  });

  it("is read aloud by the server, with the mouth in time, within the page's policy", async (test) => {
    const context = await customer();
    const { page, complaints } = await visit(context);
    await page.locator("aside-chat").evaluate((chat) => chat.setAttribute("voice", "server"));
    await page.getByTestId("launcher").click();
    await page.getByTestId("speak").click();
    await page.evaluate(() => {
      window.seen = { shapes: new Set(), states: [] };
      window.AsideChat.on("state", (state) => window.seen.states.push(state));
      const mouth = document.querySelector("aside-chat").shadowRoot.querySelector(".mouth");
      new MutationObserver(() => window.seen.shapes.add(mouth.dataset.mouth)).observe(mouth, { attributes: true });
    });
    const answer = (end) => page.waitForResponse((response) => response.url().endsWith(end));
    const opened = answer("/chat/sessions");
    const heard = answer("/speech").catch(() => undefined);
    await write(page, QUESTION);
    if (!(await (await opened).json()).speech) {
      await context.close();
      return test.skip("espeak-ng is not installed, or the server reads nothing aloud");
    }
    const spoken = await (await heard).json();
    assert.equal(spoken.language, "en");
    await page.locator('aside-chat[data-state="speaking"]').waitFor({ state: "attached" });
    await page.waitForFunction(() => window.seen.shapes.size >= 5);
    // It ends by itself, once the sound is over.
    await page.locator('aside-chat[data-state="idle"]').waitFor({ state: "attached", timeout: spoken.duration_ms + 10_000 });
    assert.equal(await page.locator(".mouth").getAttribute("data-mouth"), "rest");
    assert.deepEqual(complaints, []);
    // Ended by the customer, it is silent at once.
    await write(page, QUESTION.replace("item", "lamp"));
    await page.locator('aside-chat[data-state="speaking"]').waitFor({ state: "attached" });
    await page.getByTestId("speak").click();
    await page.waitForFunction(() => document.querySelector("aside-chat").dataset.state !== "speaking");
    await context.close();
  });

  it("answers with sources on a hostile page, within its policy, and by keyboard", async () => {
    const context = await customer();
    const { page, complaints } = await visit(context);
    assert.equal(await page.evaluate(() => window.asked), "closed");
    await page.evaluate(() => window.AsideChat.on("message", (message) => (window.told = message)));

    // The launcher is in front of what covers the page, and the keyboard reaches it.
    const launcher = page.getByTestId("launcher");
    await launcher.click({ trial: true });
    await launcher.focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("panel").waitFor();
    const { width } = await page.getByTestId("panel").boundingBox();
    assert.ok(width > 300, `the panel is ${width} wide`);
    await write(page, QUESTION);
    await page.getByTestId("message-assistant").waitFor();
    assert.match((await texts(page, "assistant"))[0], /\d+ days/);
    assert.match((await page.evaluate(() => window.told)).text, /\d+ days/);
    await page.getByTestId("sources").locator("summary").click();
    assert.match(await page.getByTestId("sources").locator("li").first().textContent(), /day/);

    // Markup of a customer is text.
    const markup = "<img src=x onerror=alert(1)> <b>bold</b>";
    await write(page, markup);
    await page.waitForFunction(() => document.querySelector("aside-chat").dataset.state !== "thinking");
    assert.ok((await texts(page, "customer")).includes(markup));
    assert.equal(await page.getByTestId("log").locator("img, b").count(), 0);

    // Tab stays inside; Escape closes and gives the focus back.
    for (let presses = 0; presses < 15; presses++) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.localName), "aside-chat");
    }
    await page.keyboard.press("Escape");
    await page.getByTestId("panel").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className), "launcher");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("loses and doubles nothing while the network is cut, in two tabs, with an agent on the other side", async () => {
    const context = await customer();
    const { page: first } = await visit(context);
    await first.getByTestId("launcher").click();
    await write(first, QUESTION);
    await first.getByTestId("message-assistant").waitFor();
    const { page: second } = await visit(context);
    // What was said is there, and counted, before the chat is opened.
    await second.getByTestId("launcher").click();
    await second.getByTestId("message-assistant").waitFor();
    const thread = await threadOf(first);

    // A person takes over: both tabs hear it, the assistant is silent.
    await desk("POST", `conversations/${thread}/typing`, {});
    await first.getByTestId("doing").getByText("A colleague is writing").waitFor();
    await desk("POST", `conversations/${thread}/replies`, { text: "This is Bo. I am here." });
    for (const page of [first, second]) await page.getByTestId("message-agent").getByText("This is Bo").waitFor();

    await context.setOffline(true);
    await write(first, "First while away");
    await write(first, "Second while away");
    await first.getByTestId("notice").getByText("No connection").waitFor();
    await desk("POST", `conversations/${thread}/replies`, { text: "Said while you were away." });
    await context.setOffline(false);
    for (const page of [first, second]) {
      await page.getByTestId("message-customer").getByText("Second while away").waitFor();
      await page.getByTestId("message-agent").getByText("Said while you were away.").waitFor();
    }
    await first.waitForFunction(() => !Object.keys(localStorage).some((key) => key.includes(":out:")));
    await first.getByTestId("notice").getByText("A colleague is with you now").waitFor();
    const stored = (await (await fetch(`${ASIDE}/api/v1/conversations/${thread}`)).json()).messages;
    const written = stored.filter(({ author }) => author === "customer").map(({ text }) => text);
    assert.deepEqual(written, [QUESTION, "First while away", "Second while away"]);
    for (const page of [first, second]) {
      assert.deepEqual(await texts(page, "customer"), written);
      assert.deepEqual(await texts(page, "agent"), ["This is Bo. I am here.", "Said while you were away."]);
      assert.equal((await texts(page, "assistant")).length, 1);
    }

    // Closed: rated once, seen in the other tab after it is loaded again.
    await desk("PUT", `conversations/${thread}/status`, { status: "resolved" });
    await first.getByTestId("star-4").check();
    await first.getByTestId("rate").click();
    await first.getByText("Thank you for the rating.").waitFor();
    await second.reload();
    await second.getByTestId("launcher").click();
    await second.getByText("Thank you for the rating.").waitFor();
    assert.deepEqual(await texts(second, "customer"), written);

    // Written into again, it is open once more in both tabs.
    await write(first, "One more thing: how long does a refund take?");
    for (const page of [first, second]) {
      await page.getByTestId("notice").getByText("This conversation is closed").waitFor({ state: "hidden" });
      await page.getByTestId("rate").waitFor({ state: "hidden" });
    }
    await context.close();
  });

  it("shows each side that the other one writes, and moves nothing for it", async () => {
    const context = await customer();
    const { page: shop } = await visit(context);
    await shop.getByTestId("launcher").click();
    const said = `Is anybody there ${Date.now()}?`;
    await write(shop, said);
    await shop.getByTestId("message-assistant").waitFor();

    const agent = await openDesk(browser);
    await openConversation(agent.page, said);
    await agent.page.getByTestId("message").filter({ hasText: said }).waitFor();
    const top = () => agent.page.getByTestId("composer").evaluate((field) => field.getBoundingClientRect().top);
    const before = await top();
    await shop.getByTestId("field").pressSequentially("Hel");
    await agent.page.getByTestId("customer-writes").getByText("is writing").waitFor();
    assert.equal(await top(), before);
    await shop.getByTestId("field").press("Enter");
    await agent.page.locator("[data-bubble]").getByText("Hel", { exact: true }).waitFor();
    assert.equal(await agent.page.getByTestId("customer-writes").textContent(), "");

    await agent.page.getByTestId("composer").pressSequentially("I am");
    await shop.getByTestId("doing").getByText("A colleague is writing").waitFor();

    // A reply is marked up in the preview, in the thread and in the chat, and its links lead to pages only.
    const reply = "Do this:\n\n- open **the box**\n- read https://example.com/a_b_c.\n\n[no](javascript:alert(1)) <img src=x onerror=alert(2)>";
    await agent.page.getByTestId("composer").fill(reply);
    await agent.page.keyboard.press("Alt+p");
    const preview = agent.page.getByTestId("composer-preview");
    await preview.waitFor();
    const looks = (node) => ({ links: [...node.querySelectorAll("a")].map(({ href, rel, target }) => [href, rel, target]), strong: node.querySelector("strong")?.textContent, items: node.querySelectorAll(".item").length, pictures: node.querySelectorAll("img").length });
    const wanted = { links: [["https://example.com/a_b_c", "noopener noreferrer", "_blank"]], strong: "the box", items: 2, pictures: 0 };
    assert.deepEqual(await preview.evaluate(looks), wanted);
    await agent.page.getByTestId("send").click();
    const inThread = agent.page.getByTestId("message").and(agent.page.locator("[data-author=agent]")).locator("[data-bubble]");
    const inChat = shop.getByTestId("message-agent").locator(".bubble");
    for (const shown of [inThread, inChat]) {
      await shown.waitFor();
      assert.deepEqual(await shown.evaluate(looks), wanted);
      assert.match(await shown.textContent(), /<img src=x onerror=alert\(2\)>/);
    }
    // Who replied leads, and the page need not be loaded anew to say so.
    await shop.getByTestId("notice").getByText("A colleague is with you now").waitFor();
    await shop.getByTestId("person").waitFor({ state: "hidden" });

    // A picture comes after its words, and leaves the end in sight on both sides.
    const png = await agent.page.evaluate(() => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [400, 300];
      canvas.getContext("2d").fillRect(0, 0, 400, 300);
      return canvas.toDataURL("image/png").split(",")[1];
    });
    await agent.page.getByTestId("file-input").setInputFiles([{ name: "plan.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") }]);
    await agent.page.getByTestId("composer").fill("This is the plan.");
    await agent.page.getByTestId("send").click();
    for (const [page, log] of [[agent.page, agent.page.getByRole("log")], [shop, shop.getByTestId("log")]]) {
      await page.getByTestId("picture").waitFor();
      const handle = await log.elementHandle();
      await page.waitForFunction((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 2, handle);
    }
    // What a customer writes is text on both sides.
    const plain = "**not** https://example.com/customer";
    await write(shop, plain);
    await agent.page.locator("[data-bubble]").getByText(plain, { exact: true }).waitFor();
    assert.ok((await texts(shop, "customer")).includes(plain));
    agent.quiet();
    await agent.close();
    await context.close();
  });

  it("says that it was too much at once, and sends what is kept when it may", async () => {
    for (const [locale, header, said] of [["en-GB", "3", /too much at once.* kept and sent in 3 seconds/], ["de-DE", "", /zu viel auf einmal.* bleibt erhalten und wird gleich gesendet/]]) {
      const context = await customer({ locale });
      const { page } = await visit(context);
      // The page's language counts before the browser's.
      await page.evaluate((language) => (document.documentElement.lang = language), locale);
      await page.evaluate(() => document.querySelector("aside-chat").replaceWith(document.querySelector("aside-chat").cloneNode()));
      await page.getByTestId("launcher").click();
      // Enough to fill the log.
      await write(page, QUESTION);
      await page.getByTestId("message-assistant").waitFor();
      await write(page, QUESTION);
      await page.getByTestId("message-assistant").nth(1).waitFor();
      let open = false;
      let refused = 0;
      let again = 0;
      await context.route("**/chat/sessions/*/messages", (route) => {
        if (open) {
          again ||= Date.now();
          return route.fallback();
        }
        refused = Date.now();
        return route.fulfill({ status: 429, contentType: "application/json", headers: header ? { "retry-after": header } : {}, body: JSON.stringify({ code: "too_many", detail: "too many" }) });
      });
      const next = "And who pays for the parcel?";
      await write(page, next);
      await page.getByTestId("notice").getByText(said).waitFor();
      // In sight below the notice, with the word that it waits.
      await page.waitForTimeout(200);
      const state = await page.getByTestId("message-customer").locator(".state").boundingBox();
      const log = await page.getByTestId("log").boundingBox();
      assert.ok(state.y + state.height <= log.y + log.height + 1, `${JSON.stringify(state)} in ${JSON.stringify(log)}`);
      assert.ok(await page.evaluate(() => Object.keys(localStorage).some((key) => key.includes(":out:"))), "the message is kept");
      open = true;
      await page.getByTestId("notice").getByText(said).waitFor({ state: "detached" });
      if (header) assert.ok(again - refused >= 3000, "asked again before the server said so");
      assert.deepEqual(await texts(page, "customer"), [QUESTION, QUESTION, next]);
      await context.close();
    }
  });

  it("takes files with the clip, a drop and a paste, and sends each once, also over a broken line and a reload", async () => {
    const context = await customer();
    const { page, complaints } = await visit(context);
    await page.getByTestId("launcher").click();
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==", "base64");
    await page.getByTestId("file-input").setInputFiles([
      { name: "red.png", mimeType: "image/png", buffer: png },
      { name: "gone.txt", mimeType: "text/plain", buffer: Buffer.from("gone") },
    ]);
    await page.getByTestId("chip").filter({ hasText: "gone.txt" }).getByTestId("remove").click();
    await page.getByTestId("field").evaluate((field) => {
      const file = (name) => {
        const data = new DataTransfer();
        data.items.add(new File(["The display shows E-4711"], name, { type: "text/plain" }));
        return data;
      };
      field.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: file("dropped.txt") }));
      field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: file("pasted.txt") }));
      const large = new DataTransfer();
      large.items.add(new File([new Uint8Array(10 * 2 ** 20 + 1)], "large.bin"));
      field.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: large }));
    });
    await page.getByTestId("file-refused").getByText("large.bin is too large").waitFor();
    assert.deepEqual(await page.getByTestId("chip").locator(".file-name").allTextContents(), ["red.png", "dropped.txt", "pasted.txt"]);

    // The line breaks after the server has it: it is sent again, under the same name.
    let sent = 0;
    let noticed;
    const seen = new Promise((resolve) => (noticed = resolve));
    await context.route("**/chat/sessions/*/messages", async (route) => {
      sent += 1;
      if (sent > 1) return seen.then(() => route.fallback());
      await route.fetch();
      return route.abort();
    });
    // Not by the notice: the stream of events, which opens meanwhile, may take it away at once.
    const broken = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/messages"));
    await page.getByTestId("send").click();
    await broken;
    noticed();
    await page.reload();
    await page.getByTestId("launcher").click();
    const files = page.getByTestId("message-customer").getByTestId("files");
    await files.getByTestId("file").nth(2).waitFor();
    await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.includes(":out:")));
    assert.ok(sent >= 2);
    await files.getByTestId("picture").waitFor();
    assert.equal(await page.getByTestId("message-customer").count(), 1);
    const thread = await threadOf(page);
    const stored = (await (await fetch(`${ASIDE}/api/v1/conversations/${thread}`)).json()).messages;
    const written = stored.filter(({ author }) => author === "customer");
    assert.deepEqual(written.map(({ attachments }) => attachments.map(({ name }) => name)), [["red.png", "dropped.txt", "pasted.txt"]]);

    // An agent's file comes, and is saved.
    const form = new FormData();
    form.append("text", "Here is your label.");
    form.append("file", new File(["Return label"], "label.txt"));
    assert.equal((await fetch(`${ASIDE}/api/v1/conversations/${thread}/replies`, { method: "POST", body: form })).status, 201);
    const label = page.getByTestId("message-agent").getByTestId("file");
    const [download] = await Promise.all([page.waitForEvent("download"), label.click()]);
    assert.equal(download.suggestedFilename(), "label.txt");

    // What the server refuses is said in words, and not tried again.
    await page.getByTestId("file-input").setInputFiles([{ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("MZ\x90\x00\x03\x00\x00\x00", "latin1") }]);
    await page.getByTestId("send").click();
    await page.getByText("Files of this kind are not taken.").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    // The browser itself complains of the request that the test broke and of the refusal.
    assert.deepEqual(complaints.filter((line) => !line.includes("Failed to load resource")), []);
    await context.close();
  });

  it("hands over when the customer asks for a person, and forgets who logs out", async () => {
    const context = await customer({ viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "de-DE" });
    const { page } = await visit(context);
    await page.evaluate(() => window.AsideChat.setUser(`ada-${Date.now()}`));
    await page.evaluate(() => window.AsideChat.open());
    assert.deepEqual(await page.getByTestId("panel").boundingBox(), { x: 0, y: 0, width: 390, height: 844 });
    assert.equal(await page.getByTestId("person").isVisible(), false);
    await write(page, QUESTION);
    await page.getByTestId("message-assistant").waitFor();
    await page.getByTestId("person").click();
    await page.getByTestId("notice").getByText("Handed over").waitFor();
    await page.waitForFunction(() => document.querySelector("aside-chat").dataset.state === "handing_over");
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("aside-chat:")).length);
    assert.ok((await kept()) > 0);
    await page.evaluate(() => window.AsideChat.setUser(null));
    assert.equal(await page.getByTestId("message-customer").count(), 0);
    assert.equal(await kept(), 0);
    await context.close();
  });
});
