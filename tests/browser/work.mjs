// What an agent and a supervisor do at the desk in a round of work, for measurements over a long time. Nothing is sent:
// drafts are typed and deleted, files are chosen and taken out again. Customers write meanwhile.
import { chat } from "./page.mjs";

const WORDS = ["order", "hub", "refund", "invoice", "password", "sensor"];
const PAUSE_MS = 30;
const SECTIONS = ["appearance", "writing", "keys", "users", "escalation", "redaction", "words", "endpoint", "webhooks", "model", "data", "backup", "more"];
const TABS = ["gaps", "golden", "disagreements", "files"];

const shown = (page, id) => page.getByTestId(id).first().waitFor();
const gone = (page, id) => page.getByTestId(id).first().waitFor({ state: "detached" });
const settled = (page, id) => page.waitForFunction((name) => document.querySelector(`[data-testid=${name}]`)?.getAttribute("aria-busy") !== "true", id);

async function keys(page, ...pressed) {
  for (const key of pressed) {
    await page.keyboard.press(key);
    await page.waitForTimeout(PAUSE_MS * 4);
  }
}

/** Opens a page over the desk, does something there, and leaves it. */
async function visit(page, key, id, there = async () => {}) {
  await page.keyboard.press(key);
  await shown(page, id);
  await there();
  await page.keyboard.press("Escape");
  await gone(page, id);
}

/** Each thing that is done, by what it is called in the report. */
const DOINGS = {
  "goes through conversations": (page) => keys(page, "j", "j", "j", "k", "j", "j"),
  "types a reply and deletes it": async (page) => {
    await page.getByTestId("composer").focus();
    await page.keyboard.type("We look into it.", { delay: PAUSE_MS });
    await page.getByTestId("composer").fill("");
    await page.keyboard.press("Escape");
  },
  "inserts a suggestion, previews it and deletes it": async (page) => {
    await keys(page, "1");
    await page.getByTestId("composer").fill("**Hello**, we look into it.");
    await page.keyboard.press("Alt+p");
    await shown(page, "composer-preview");
    await page.keyboard.press("Alt+p");
    await page.getByTestId("composer").fill("");
    await page.keyboard.press("Escape");
  },
  "chooses a file and takes it out": async (page) => {
    await page.getByTestId("file-input").first().setInputFiles({ name: "label.txt", mimeType: "text/plain", buffer: Buffer.alloc(200_000, "x") });
    await page.getByTestId("chosen-file").first().getByTestId("remove-file").click();
    await gone(page, "chosen-file");
  },
  "searches": async (page, round) => {
    await page.keyboard.press("/");
    await page.keyboard.type(WORDS[round % WORDS.length], { delay: PAUSE_MS });
    await page.waitForTimeout(400);
    await page.getByTestId("conversation-search").fill("");
    await page.keyboard.press("Escape");
    await page.waitForTimeout(200);
  },
  "looks at the points, the mood, a summary and the source": async (page) => {
    await keys(page, "p", "p", "w", "w", "Shift+S", "Shift+S", "o", "Escape");
  },
  "looks at the customer's card": (page) => keys(page, "Shift+C", "Shift+C"),
  "uses the palette": async (page, round) => {
    await page.keyboard.press("Control+k");
    await shown(page, "palette-field");
    await page.keyboard.type(WORDS[(round + 1) % WORDS.length], { delay: PAUSE_MS });
    await shown(page, "palette-entry");
    await page.waitForTimeout(300);
    await page.keyboard.press("Escape");
    await gone(page, "palette-field");
  },
  "opens the dialog to paste": (page) => visit(page, "n", "paste-text"),
  "reads the keys": async (page) => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  },
  "looks at each part of the settings": (page) =>
    visit(page, "Control+,", "settings", async () => {
      for (const section of SECTIONS) {
        await page.getByTestId(`settings-${section}`).click();
        await page.waitForTimeout(PAUSE_MS * 4);
      }
    }),
  "looks at the knowledge": (page) =>
    visit(page, "f", "files-list", async () => {
      for (const tab of TABS) {
        await page.getByTestId(`care-${tab}`).click();
        await page.waitForTimeout(200);
      }
    }),
  "looks at the tickets": (page) => visit(page, "Shift+T", "tickets", () => page.waitForTimeout(200)),
  "looks at the trends": (page) => visit(page, "Shift+G", "trends", () => settled(page, "trends")),
  "looks at the quality": (page) => visit(page, "Shift+Q", "quality", () => shown(page, "quality-one")),
  "asks in SQL": (page) =>
    visit(page, "q", "query", async () => {
      await page.getByTestId("query-example").first().click();
      await shown(page, "query-answer");
    }),
  "looks at the labels": (page) => visit(page, "l", "labels"),
  "scrolls through the list": (page) =>
    page.getByTestId("conversation-list").evaluate(async (list) => {
      for (let n = 0; n < 20; n++) {
        list.scrollTop += n < 19 ? 300 : -list.scrollTop;
        await new Promise((done) => requestAnimationFrame(done));
      }
    }),
  "hears from customers": async (page, round) => {
    for (const words of ["My hub is offline, what can I do?", "I want my money back!"]) await chat(`Caller ${round % 40}`, words);
    await page.waitForTimeout(500);
  },
};

/** Does each thing once. Says what could not be done, and goes on from the desk. */
export async function work(page, round) {
  const failed = [];
  for (const [what, act] of Object.entries(DOINGS)) {
    try {
      await act(page, round);
    } catch (error) {
      failed.push(`${what}: ${error.message.split("\n")[0]}`);
      for (let n = 0; n < 3; n++) await page.keyboard.press("Escape");
    }
  }
  return failed;
}
