// Every view of the desk and how it is brought about by keys, for checks that hold in all of them.
import { openConversation } from "./page.mjs";

const shown = (page, id) => page.getByTestId(id).first().waitFor();
const still = (page, id) => page.waitForFunction((name) => document.querySelector(`[data-testid=${name}][aria-busy=false]`), id);

/** A conversation with advice, reasons, what it names, a secret, and what is known of its customer. */
export const CUSTOMER = `Noor al-Din ${process.pid}`;
export const SAID = "I am furious, this is the third time that I ask: why is my Hub offline? My card is 4111 1111 1111 1111, order 10428. Get me your manager.";

async function conversation(page) {
  await openConversation(page, CUSTOMER);
  await page.keyboard.press("Escape");
  await shown(page, "suggestion");
}

export const VIEWS = {
  "a conversation": conversation,
  "the priority and the mood explained": async (page) => {
    await conversation(page);
    await page.keyboard.press("p");
    await page.keyboard.press("w");
    await shown(page, "mood-words");
  },
  "a summary": async (page) => {
    await conversation(page);
    await page.keyboard.press("Shift+S");
    await shown(page, "recap-sentence");
  },
  "an inserted reply, being rewritten": async (page) => {
    await conversation(page);
    await page.keyboard.press("1");
    await page.getByTestId("preview").waitFor();
    await page.keyboard.press("Alt+i");
    await shown(page, "rewrite");
  },
  "reasons for dismissing": async (page) => {
    await conversation(page);
    await page.keyboard.press("x");
    await shown(page, "reasons");
  },
  "an open document": async (page) => {
    await conversation(page);
    await page.keyboard.press("o");
    await shown(page, "document-highlight");
  },
  "a customer's card": async (page) => {
    await conversation(page);
    await page.keyboard.press("Shift+C");
    await shown(page, "customer-profile");
  },
  "the filter": async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  },
  "the paste dialog": async (page) => {
    await page.keyboard.press("n");
    await shown(page, "paste-text");
  },
  "the palette": async (page) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("hub");
    await shown(page, "palette-entry");
  },
  "the keys": async (page) => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  },
  "the tickets": async (page) => {
    await page.keyboard.press("Shift+T");
    await shown(page, "packet");
  },
  "the trends": async (page) => {
    await page.keyboard.press("Shift+G");
    await still(page, "trends");
  },
  "the files": async (page) => {
    await page.keyboard.press("f");
    await shown(page, "files-list");
  },
  "the settings": async (page) => {
    await page.keyboard.press("Control+,");
    await shown(page, "settings");
  },
  "the labels": async (page) => {
    await page.keyboard.press("l");
    await shown(page, "labels");
  },
  "the gaps": async (page) => {
    await page.keyboard.press("f");
    await page.getByTestId("care-gaps").click();
  },
  "the golden questions": async (page) => {
    await page.keyboard.press("f");
    await page.getByTestId("care-golden").click();
    await shown(page, "golden-ask");
  },
  "the quality review": async (page) => {
    await page.keyboard.press("Shift+Q");
    await shown(page, "quality-one");
  },
  "the settings, users": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-users").click();
    await shown(page, "user-add");
  },
  "the settings, escalation": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-escalation").click();
    await shown(page, "rule-add");
  },
  "the settings, redaction": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-redaction").click();
    await shown(page, "redaction-text");
  },
  "the settings, words": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-words").click();
    await shown(page, "file-voice");
  },
  "the settings, endpoint": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-endpoint").click();
    await shown(page, "reach");
  },
  "the settings, webhooks": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-webhooks").click();
    await shown(page, "webhook-add");
  },
  "the settings, backup": async (page) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-backup").click();
    await shown(page, "restore");
  },
  "a question in SQL": async (page) => {
    await page.keyboard.press("q");
    await page.getByTestId("query-example").first().click();
    await shown(page, "query-answer");
  },
};
