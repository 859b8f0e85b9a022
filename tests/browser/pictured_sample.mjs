// What the desk of the pictures holds: the sample conversations, and a little of everything that a team sets up.
import { readFileSync } from "node:fs";
import { ASIDE } from "./page.mjs";

const SAMPLE = new URL("../fixtures/sample/conversation.json", import.meta.url);
const FOLDER = new URL("../../knowledge/", import.meta.url);

/** Of whom something is known. */
export const KNOWN = "Mara Lindqvist";
/** Who sent files. */
export const SENDER = "Noor Haddad";

async function send(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`${ASIDE}${path}`, form ? { method, body } : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}
const get = async (path) => (await fetch(`${ASIDE}${path}`)).json();
const post = (path, body) => send("POST", path, body);
const start = async (customer, text) => (await post("/api/v1/conversations", { customer, text })).summary.id;

/** Plays the sample conversations. What is to be escalated there gets its ticket. */
async function conversations() {
  for (const { customer, turns, expect } of JSON.parse(readFileSync(SAMPLE, "utf8"))) {
    let address;
    for (const { author, text } of turns) {
      if (author === "agent") await post(`${address}/replies`, { text });
      else if (address) await post(`${address}/messages`, { text });
      else address = `/api/v1/conversations/${await start(customer, text)}`;
    }
    if (expect?.some((one) => one.escalation)) await post(`${address}/ticket`, {});
  }
  await start(KNOWN, "My Hub is offline since this morning and the light blinks blue. Did I lose the data of today?");
}

async function customers() {
  const known = `/api/v1/customers/${encodeURIComponent(KNOWN)}`;
  await send("PUT", known, { vip: true, tier: null });
  await send("PUT", `${known}/profile`, { name: null, language: "de", preferences: ["Short answers", "Calls after 18:00"] });
  await post(`${known}/memory`, { text: "The Hub stands in the cellar, far from the router", kind: "fact" });
  await post(`${known}/memory`, { text: "Wants to be told when the new clamps are in stock", kind: "matter" });
}

/** A message with a picture and a document. */
async function files(picture) {
  const form = new FormData();
  form.append("customer", SENDER);
  form.append("text", "The light of my Hub looks like this since yesterday. And are these prices still right?");
  form.append("file", new File([picture], "hub.png", { type: "image/png" }));
  form.append("file", new File([readFileSync(new URL("billing/price-list.pdf", FOLDER))], "price-list.pdf", { type: "application/pdf" }));
  await post("/api/v1/conversations", form);
}

/** Questions that nothing answers, golden questions of which one is not found, and documents that disagree. */
async function knowledge() {
  const drone = await start("Ida Lund", "Can I book a drone to film my garden party?");
  await post(`/api/v1/conversations/${drone}/replies`, { text: "Hello Ida, you can book a drone with a pilot for half a day; write to our events team a month before. Kind regards" });
  await start("Ben Hall", "Is it possible to book a drone for a garden party?");
  await start("Lea Brandt", "Can we visit your office with a school class?");
  await post("/api/v1/knowledge/articles", {
    title: "When your refund arrives, for our counter",
    content: "## Refunds for returned goods\n\nWe check a returned parcel within 9 working days of its arrival at our warehouse and then send the refund.",
  });
  const golden = [
    ["How long does a refund take?", "billing/refund-times.md"],
    ["My Hub is offline and blinks blue", "technical/hub-offline.md"],
    ["How do I delete my account?", "account/delete-account.md"],
    ["Who reads the meter when I move?", "account/move-house.md"],
    ["Can I pay in cash?", "billing/invoices.md"],
  ];
  for (const [ask, document] of golden) await post("/api/v1/knowledge/golden", { ask, documents: [document], within: 3 });
  await post("/api/v1/knowledge/golden/run", {});
}

/** Rules, words, patterns, a key of the chat and a backup. */
async function team() {
  const { version } = await get("/api/v1/escalation/rules");
  const rules = [{ name: "photovoltaics", keywords: ["solar", "photovoltaic"], because: "Our solar team answers these", weight: 0.8 }];
  await send("PUT", "/api/v1/escalation/rules", { version, rules, threshold: null });
  await post("/api/v1/chat/keys", { origins: ["https://shop.example", "https://help.shop.example"] });
  await post("/api/v1/data/backups", {});
}

async function reviews() {
  const { conversations: drawn } = await get("/api/v1/reviews/sample?days=30&count=4&seed=1");
  const { criteria } = await get("/api/v1/reviews/checklist");
  for (const [at, agent] of ["Grace", "Grace", "Omar"].entries()) {
    const marks = criteria.map(({ name }, n) => ({ criterion: name, mark: n === at + 1 ? "partly" : "met" }));
    if (drawn[at]) await send("PUT", `/api/v1/conversations/${drawn[at].summary.id}/review`, { marks, agent, comment: "" });
  }
}

/** Fills an empty desk. The picture is one that a customer sends. */
export async function fill(picture) {
  await conversations();
  await customers();
  await files(picture);
  await knowledge();
  await team();
  await reviews();
}

/** Whether there is nothing yet. */
export const isEmpty = async () => (await get("/api/v1/conversations?limit=1")).all === 0;
