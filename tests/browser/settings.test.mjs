// What is set up at the desk: each part of the settings, and what each role is offered. The server of these tests is
// shared and has no users, so what would lock it is answered by the test itself; the endpoint's own tests show what
// the routes do.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, chat, launch, openDesk } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const json = (body, status = 200) => ({ status, contentType: "application/json", body: JSON.stringify(body) });

/** Opens a part of the settings. */
async function open(page, section) {
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings").waitFor();
  await page.getByTestId(`settings-${section}`).click();
}

describe("tokens of programs", () => {
  for (const [theme, language] of [["light", "en"], ["dark", "de"]]) {
    it(`are shown once, count until they are revoked, and are listed without their secret (${theme}, ${language})`, async () => {
      const desk = await openDesk(browser, { theme, chosen: { "aside.language": language } });
      const { page } = desk;
      const name = `Shop ${theme}`;
      await open(page, "tokens");
      const make = page.getByTestId("token-make");
      await make.getByRole("textbox").fill(name);
      await assertAccessible(page, `no tokens, ${theme}`);
      await make.getByRole("textbox").press("Enter");
      const token = (await page.getByTestId("secret").textContent()).trim();
      assert.match(token, /^aside_[0-9a-f]{96}$/);
      await assertAccessible(page, `a new token, ${theme}`);
      const ask = async () => (await fetch(`${ASIDE}/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status;
      assert.equal(await ask(), 200);
      await make.getByRole("button").last().click();
      assert.equal((await page.content()).includes(token), false);

      const one = page.getByTestId("token").filter({ hasText: name });
      await one.getByRole("button").click();
      await page.getByTestId("token").filter({ hasText: name }).getByRole("button").first().click();
      await one.waitFor({ state: "detached" });
      assert.equal(await ask(), 401);
      desk.quiet();
      await desk.close();
    });
  }
});

describe("users", () => {
  for (const theme of ["light", "dark"]) {
    it(`are added, changed, switched off and deleted; the last administrator stays (${theme})`, async () => {
      const users = [];
      const desk = await openDesk(browser, {
        theme,
        routes: {
          "**/api/v1/users**": (route) => {
            const method = route.request().method();
            const id = new URL(route.request().url()).pathname.split("/")[4];
            const body = method === "PUT" || method === "POST" ? route.request().postDataJSON() : null;
            if (method === "POST") {
              users.push({ id: String(users.length + 1), name: body.name, role: body.role, created_at: 0, enabled: true });
              return route.fulfill(json(users.at(-1), 201));
            }
            const at = users.findIndex((user) => user.id === id);
            if (method === "PUT") {
              const { password: _, ...edit } = body;
              users[at] = { ...users[at], ...edit };
              return route.fulfill(json(users[at]));
            }
            if (method === "DELETE") {
              users.splice(at, 1);
              return route.fulfill({ status: 204 });
            }
            return route.fulfill(json({ users }));
          },
        },
      });
      const { page } = desk;
      await open(page, "users");
      await page.getByText("Nobody signs in.").waitFor();
      await assertAccessible(page, `no users, ${theme}`);
      await page.getByLabel("Name", { exact: true }).fill("Root");
      await page.getByLabel(/^Password/).fill("correct horse");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      const root = page.getByTestId("user").filter({ hasText: "Root" });
      await root.waitFor();
      assert.equal(users[0].role, "administrator");
      assert.equal(await root.getByRole("button", { name: "Delete: Root" }).isDisabled(), true);

      await page.getByLabel("Name", { exact: true }).fill("Ann");
      await page.getByLabel(/^Password/).fill("correct horse");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      const ann = page.getByTestId("user").filter({ hasText: "Ann" });
      await ann.getByLabel("Role of Ann").selectOption("supervisor");
      await page.waitForFunction(() => !document.querySelector('[aria-label="Role of Ann"]')?.disabled);
      assert.equal(users[1].role, "supervisor");
      await ann.getByRole("button", { name: "Switch off: Ann" }).click();
      await ann.getByText("Switched off").waitFor();
      await assertAccessible(page, `users, ${theme}`);
      await ann.getByRole("button", { name: "Delete: Ann" }).click();
      await ann.getByRole("button", { name: /Delete for good/ }).click();
      await ann.waitFor({ state: "detached" });
      desk.quiet();
      await desk.close();
    });
  }
});

it("a key of the chat is made for a site, with its script, and deleted", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  const site = `https://shop-${Date.now()}.example`;
  await open(page, "endpoint");
  await page.getByTestId("reach").getByText(ASIDE).waitFor();
  await page.getByLabel(/^Sites/).fill(site);
  await page.getByRole("button", { name: "Add a key" }).click();
  const script = await page.getByTestId("key-script").textContent();
  assert.match(script, /^<script src="http:\/\/127\.0\.0\.1:\d+\/widget\.js" data-key="wk_[0-9a-f]{24}" async><\/script>$/);
  await assertAccessible(page, "the endpoint");
  const key = page.getByTestId("chat-key").filter({ hasText: site });
  await key.getByRole("button", { name: `Delete: ${site}` }).click();
  await key.getByRole("button", { name: /Delete for good/ }).click();
  await key.waitFor({ state: "detached" });
  // What is refused is told in the endpoint's words.
  await page.getByLabel(/^Sites/).fill("shop.example");
  await page.getByRole("button", { name: "Add a key" }).click();
  await page.getByRole("alert").filter({ hasText: "is no site" }).waitFor();
  await desk.close();
});

it("webhooks show how they do, and what failed is delivered again", async () => {
  const hook = {
    id: "h1", url: "https://example.org/aside", events: ["ticket.updated"], enabled: true, private: false, created: 0, secret_number: 1, key_id: "k",
    waiting: 2, failed: 1, last_delivered: Date.now() - 60_000, trouble: "it answered 503",
  };
  const dead = [{ id: "d1", event: "ticket.updated", created: Date.now() - 90_000, tries: 16, given_up: Date.now(), reason: "it answered 503" }];
  const replayed = [];
  const desk = await openDesk(browser, {
    routes: {
      "**/api/v1/webhooks**": (route) => {
        const path = new URL(route.request().url()).pathname;
        if (path.endsWith("/test")) return route.fulfill(json({ delivered: false, status: 503, milliseconds: 12.4, detail: "it answered 503" }));
        if (path.endsWith("/failed")) return route.fulfill(json({ deliveries: dead }));
        if (path.endsWith("/replay")) {
          replayed.push(route.request().postDataJSON());
          dead.length = 0;
          hook.failed = 0;
          return route.fulfill(json({ replayed: 1 }));
        }
        if (route.request().method() === "PUT") return route.fulfill(json({ ...hook, secret: "whsec_1" }));
        return route.fulfill(json({ webhooks: [hook] }));
      },
    },
  });
  const { page } = desk;
  await open(page, "webhooks");
  const one = page.getByTestId("webhook");
  await one.getByText("it answered 503").first().waitFor();
  await one.getByText("2 deliveries wait.").waitFor();
  await one.getByRole("button", { name: "Test: https://example.org/aside" }).click();
  await page.getByTestId("webhook-tested").getByText("Not taken.").waitFor();
  await one.getByTestId("webhook-failed").click();
  await page.getByTestId("webhook-dead").getByText("16 tries:").waitFor();
  await assertAccessible(page, "webhooks");
  await page.getByTestId("webhook-dead").getByRole("button").click();
  await one.getByText("Nothing is left that failed.").waitFor();
  assert.deepEqual(replayed, [{ delivery: "d1" }]);
  await one.getByRole("button", { name: /^New secret/ }).click();
  await one.getByRole("button", { name: /Replace the secret/ }).click();
  assert.equal(await page.getByTestId("secret").textContent(), "whsec_1");
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByTestId("secret").waitFor({ state: "detached" });
  desk.quiet();
  await desk.close();
});

it("redaction shows what it finds while one types, by patterns that are not saved", async () => {
  const desk = await openDesk(browser, { theme: "dark" });
  const { page } = desk;
  await open(page, "redaction");
  await page.getByTestId("redaction-text").fill("Write to ann@example.org about ZX-2044.");
  await page.getByTestId("redaction-found").locator("mark").filter({ hasText: "ann@example.org" }).waitFor();
  assert.equal(await page.getByTestId("redaction-masked").textContent(), "Write to [EMAIL_1] about ZX-2044.");
  await page.getByTestId("file-redaction").getByRole("textbox").fill("[[pattern]]\nregex = 'ZX-\\d{4}'\n");
  await page.getByTestId("redaction-masked").getByText("[REFERENCE_1]").waitFor();
  await assertAccessible(page, "redaction");
  await page.getByTestId("file-redaction").getByRole("button", { name: "Undo changes" }).click();
  await page.getByTestId("redaction-masked").getByText("about ZX-2044.").waitFor();
  desk.quiet();
  await desk.close();
});

it("a file of the team that cannot be read back is refused where it is written, with the line", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  await open(page, "words");
  const macros = page.getByTestId("file-macros");
  await macros.getByRole("button", { name: /^Change/ }).click();
  const before = await macros.getByRole("textbox").inputValue();
  await macros.getByRole("textbox").fill("[[macro]\nname = ");
  await macros.getByTestId("file-save").click();
  await macros.getByText(/line 1/).waitFor();
  assert.equal(await page.getByTestId("file-voice").getByText(/line 1/).count(), 0);
  await assertAccessible(page, "a file that is refused");
  await macros.getByRole("button", { name: "Undo changes" }).click();
  await macros.getByText(/line 1/).waitFor({ state: "detached" });
  assert.equal(await macros.getByRole("textbox").inputValue(), before);
  await desk.close();
});

it("rules of escalation are replayed on what customers wrote before they are saved", async () => {
  const word = `zeppelin${Date.now()}`;
  await chat(`Replay ${word}`, `How long does the ${word} take to arrive?`);
  const desk = await openDesk(browser);
  const { page } = desk;
  await open(page, "escalation");
  await page.getByTestId("rule-add").click();
  await page.getByTestId("rule-name").last().fill("zeppelins");
  await page.getByTestId("rule-keywords").last().fill(word);
  await page.getByTestId("replay-run").click();
  await page.getByTestId("replay-said").getByText(/Would have advised to hand over \d+ conversations? instead of \d+/).waitFor();
  await page.getByTestId("replay-changed").getByText(word).first().waitFor();
  await assertAccessible(page, "a replay of escalation");
  await page.getByTestId("rule-name").last().fill("airships");
  await page.getByText("replay once more").waitFor();
  await page.getByRole("button", { name: "Undo changes" }).click();
  desk.quiet();
  await desk.close();
});

it("a threshold that goes back to the usual one keeps its line in the team's file, with the comment on it", async () => {
  const saved = [];
  const view = { file: "/k/.aside/escalation.toml", version: "1", threshold: 0.6, usual_threshold: 0.7, usual_weight: 0.8, rules: [], problem: null };
  const desk = await openDesk(browser, {
    routes: {
      "**/api/v1/escalation/rules": (route) => {
        if (route.request().method() === "PUT") saved.push(route.request().postDataJSON().threshold);
        return route.fulfill(json({ ...view, threshold: saved.at(-1) ?? view.threshold }));
      },
    },
  });
  const { page } = desk;
  await open(page, "escalation");
  await page.getByTestId("threshold").fill("0.7");
  await page.getByTestId("rules-save").click();
  await page.waitForFunction(() => document.querySelector("[data-testid=rules-save]")?.disabled);
  assert.deepEqual(saved, [0.7]);
  desk.quiet();
  await desk.close();
});

it("what lies where is told in bytes, a backup is made, and one that cannot be made says why", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  await open(page, "backup");
  await page.getByTestId("stored").getByText(/\d (kB|MB)/).first().waitFor();
  await page.getByTestId("restore").getByText(/aside restore .* --data /).waitFor();
  await page.getByTestId("backup").getByRole("textbox").fill("relative");
  await page.getByRole("button", { name: "Make the backup" }).click();
  await page.getByRole("alert").filter({ hasText: "whole path" }).waitFor();
  // Without a folder it goes into the data folder, from within the desk that has the store open.
  await page.getByTestId("backup").getByRole("textbox").fill("");
  await page.getByRole("button", { name: "Make the backup" }).click();
  await page.getByTestId("backup-made").getByText("The backup is made and whole.").waitFor();
  await page.getByTestId("backups").getByText(/backups\/\d{4}-\d{2}-\d{2}-\d{6}/).first().waitFor();
  await assertAccessible(page, "storage and backup");
  await desk.close();
});

describe("folders and encoder", () => {
  /** What the window's own routes answer: the endpoint's tests show what they do. */
  function choice(decided_by = "otherwise") {
    const saved = [];
    const view = {
      folders: { open: ["/srv/handbook"], next: ["/srv/handbook"], set: [], decided_by },
      encoder: { open: "all-MiniLM-L6-v2", next: "all-MiniLM-L6-v2", set: "", decided_by: decided_by === "command" ? "environment" : decided_by },
      encoders: [
        { name: "all-MiniLM-L6-v2", built_in: true, dimensions: 384, languages: ["en"], remote: false },
        { name: "half", built_in: false, remote: false, problem: "the model file half/model.safetensors is missing" },
        { name: "multilingual-e5-small", built_in: false, dimensions: 384, remote: false },
      ],
      restart: false,
      index: "/data/knowledge/handbook-0a1b2c3d4e5f",
      file: "/data/settings.toml",
    };
    const beside = { shortcut: "", paste: true, watch_clipboard: false, notifications: false, keep_running: false };
    const routes = {
      "**/api/v1/settings/beside": (route) => route.fulfill(json(beside)),
      "**/api/v1/settings/knowledge": (route) => {
        if (route.request().method() === "GET") return route.fulfill(json(view));
        const change = route.request().postDataJSON();
        if (change.folders?.includes("/nowhere")) return route.fulfill(json({ code: "invalid_input", detail: "/nowhere cannot be opened: create it" }, 422));
        saved.push(change);
        if (change.folders) view.folders.set = view.folders.next = change.folders;
        if (change.encoder) view.encoder.set = view.encoder.next = change.encoder;
        view.restart = true;
        return route.fulfill(json(view));
      },
    };
    return { saved, routes };
  }

  for (const [theme, language] of [["light", "en"], ["dark", "de"]]) {
    it(`are chosen in the window, put in order, and open after a restart (${theme}, ${language})`, async () => {
      const { saved, routes } = choice();
      const desk = await openDesk(browser, { theme, routes, inWindow: true, chosen: { "aside.language": language } });
      const { page } = desk;
      await open(page, "data");
      const rows = page.getByTestId("knowledge-folder");
      await rows.filter({ hasText: "/srv/handbook" }).waitFor();
      assert.equal(await page.getByTestId("knowledge-save").isDisabled(), true);
      assert.equal(await rows.getByRole("button").count(), 0, "the only folder stays");
      await assertAccessible(page, `folders, ${theme}`);

      // What is refused is said, and what was written stays.
      await page.getByTestId("knowledge-path").fill("/nowhere");
      await page.getByTestId("knowledge-save").click();
      await page.getByRole("alert").filter({ hasText: "/nowhere cannot be opened" }).waitFor();
      await rows.filter({ hasText: "/nowhere" }).getByRole("button").last().click();
      assert.deepEqual(saved, []);

      await page.getByTestId("knowledge-path").fill("/srv/guides");
      await page.getByTestId("knowledge-path").press("Enter");
      await rows.filter({ hasText: "/srv/guides" }).getByRole("button").first().click();
      assert.match(await rows.first().textContent(), /guides/);
      await page.getByTestId("encoder").selectOption("multilingual-e5-small");
      assert.equal(await page.locator('[data-testid=encoder] option[value="half"]').isDisabled(), true);
      await page.getByTestId("knowledge-save").click();
      await page.getByTestId("restart").waitFor();
      assert.deepEqual(saved, [{ folders: ["/srv/guides", "/srv/handbook"], encoder: "multilingual-e5-small" }]);
      await page.getByText("/data/knowledge/handbook-0a1b2c3d4e5f").waitFor();
      await assertAccessible(page, `chosen folders, ${theme}`);
      await page.getByTestId("restart").click();
      await page.waitForFunction(() => window.invoked.includes("restart"));
      await desk.close();
    });
  }

  it("that the command or the environment names are said to come first", async () => {
    const { saved, routes } = choice("command");
    const desk = await openDesk(browser, { routes, inWindow: true });
    const { page } = desk;
    await open(page, "data");
    await page.getByTestId("settings-folders").getByText("names the folders, with --knowledge").waitFor();
    await page.getByTestId("settings-encoder").getByText("ASIDE_ENCODER names").waitFor();
    await page.getByTestId("encoder").selectOption("multilingual-e5-small");
    await page.getByTestId("knowledge-save").click();
    await page.waitForFunction(() => document.querySelector("[data-testid=knowledge-save]").disabled);
    assert.deepEqual(saved, [{ encoder: "multilingual-e5-small" }], "what was not changed is not set");
    await desk.close();
  });

  it("are not chosen over the network, which is told", async () => {
    const desk = await openDesk(browser);
    await open(desk.page, "data");
    await desk.page.getByText("either holds once Aside is started again").waitFor();
    assert.equal(await desk.page.getByTestId("knowledge-setup").count(), 0);
    desk.quiet();
    await desk.close();
  });
});

it("a failure is told in each part, with a way on", async () => {
  const failing = (route) => route.fulfill(json({ code: "storage", detail: "the disk is full" }, 507));
  const paths = { users: "users", escalation: "escalation/rules", words: "team-files", endpoint: "reach", webhooks: "webhooks", backup: "data" };
  const routes = Object.fromEntries(Object.values(paths).map((path) => [`**/api/v1/${path}`, failing]));
  const desk = await openDesk(browser, { routes });
  const { page } = desk;
  await page.keyboard.press("Control+,");
  for (const section of Object.keys(paths)) {
    await page.getByTestId(`settings-${section}`).click();
    await page.getByRole("alert").filter({ hasText: "This could not be read." }).filter({ hasText: "the disk is full" }).waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
  }
  await desk.close();
});

it("the palette leads to each part", async () => {
  const desk = await openDesk(browser);
  const { page } = desk;
  for (const name of ["Webhooks", "Escalation", "Storage and backup"]) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(`settings ${name.toLowerCase()}`);
    await page.getByTestId("palette-entry").filter({ hasText: `Settings: ${name}` }).click();
    await page.getByTestId("settings").getByRole("heading", { name, exact: true }).first().waitFor();
  }
  desk.quiet();
  await desk.close();
});

it("a role is offered what it may do, and nothing else", async () => {
  const me = { role: "agent", user: { id: "1", name: "Ann", role: "agent", created_at: 0, enabled: true } };
  const desk = await openDesk(browser, { routes: { "**/auth/me": (route) => route.fulfill(json(me)) } });
  const { page } = desk;
  await page.getByTestId("sign-out").waitFor();
  for (const hidden of ["trends-open", "query-open", "labels-open"]) assert.equal(await page.getByTestId(hidden).count(), 0, hidden);
  await page.keyboard.press("q");
  assert.equal(await page.getByTestId("query").count(), 0);
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings-appearance").waitFor();
  for (const hidden of ["users", "escalation", "webhooks", "endpoint", "backup"]) assert.equal(await page.getByTestId(`settings-${hidden}`).count(), 0, hidden);
  await page.getByTestId("settings-more").click();
  assert.equal(await page.getByRole("button", { name: /SQL/ }).count(), 0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("trends");
  await page.getByTestId("palette").getByText("Nothing fits").or(page.getByTestId("palette-entry").first()).waitFor();
  assert.equal(await page.getByTestId("palette-entry").filter({ hasText: "Trends, for supervisors" }).count(), 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  assert.equal(await page.getByText("Replay what happened, from the ledger").count(), 0);
  await assertAccessible(page, "the desk of an agent");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+T");
  await page.getByTestId("tickets").waitFor();
  assert.equal(await page.getByTestId("ticket-replay").count(), 0);
  desk.quiet();
  await desk.close();
});
