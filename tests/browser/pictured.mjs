// Each view of which there is a picture, and how it is brought about, step by step. What is chosen differs from what a
// new desk has; what a server of the pictures must not do or cannot have is answered by the route itself.
import { KNOWN, SENDER } from "./pictured_sample.mjs";

/** Enough of what looks alike in both. */
const LIGHT = ["light"];

const press = (key) => (page) => page.keyboard.press(key);
const click = (id) => (page) => page.getByTestId(id).first().click();
const shown = (id) => (page) => page.getByTestId(id).first().waitFor();
const says = (words) => (page) => page.getByText(words).first().waitFor();
const still = (id) => (page) => page.waitForFunction((name) => document.querySelector(`[data-testid=${name}][aria-busy=false]`), id);
const alarmed = (page) => page.getByRole("alert").filter({ visible: true }).first().waitFor();
const advised = shown("suggestion");
/** The conversation of somebody, by words of its newest message. */
const of = (customer, words) => (page) => page.getByTestId("conversation-item").filter({ hasText: customer }).filter({ hasText: words }).first().click();
const known = [of(KNOWN, "offline"), advised];
const section = (name) => [press("Control+,"), click(`settings-${name}`)];
const care = (tab) => [press("f"), click(`care-${tab}`)];

const json = (body, status = 200) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
const failing = (route) => route.fulfill(json({ code: "storage", detail: "the disk is full" }, 507));
const never = () => new Promise(() => {});
const list = "**/api/v1/conversations?**";

/** The stream of events opens once, so that everything is read, and then breaks. */
const opened = new WeakSet();
function breaking(route) {
  const page = route.request().frame().page();
  if (opened.has(page)) return route.abort();
  opened.add(page);
  return route.fulfill({ contentType: "text/event-stream", body: ":\n\n" });
}

const HOUR_MS = 3_600_000;
/** With users, the server of the pictures would ask everybody to sign in. */
const users = [["Grace", "administrator"], ["Omar", "supervisor"], ["Ida", "agent"], ["Ben", "agent"]].map(([name, role], at) => ({ id: String(at), name, role, created_at: 0, enabled: name !== "Ben" }));
/** The pictures reach nobody outside. */
const hook = { events: ["message.created", "escalation.created", "ticket.updated"], enabled: true, private: false, created: 0, secret_number: 1, key_id: "k", waiting: 0, failed: 0, last_delivered: Date.now() - HOUR_MS, trouble: null };
const webhooks = [
  { ...hook, id: "1", url: "https://crm.example/hooks/aside" },
  { ...hook, id: "2", url: "https://chat.example/services/T012/B345", events: ["ticket.updated"], waiting: 2, failed: 3, trouble: "it answered 503" },
];

/** What a desk shows on which nobody has written yet. */
export const EMPTY = {
  "first-steps": { themes: LIGHT, steps: [shown("tour")], chosen: { "aside.tour": "due" } },
  empty: { steps: [says("No conversations yet")] },
  "trends-empty": { themes: LIGHT, steps: [press("Shift+G"), says("Nothing in the last 30 days")] },
  "tickets-empty": { themes: LIGHT, steps: [press("Shift+T"), shown("tickets"), (page) => page.waitForTimeout(300)] },
  "gaps-empty": { themes: LIGHT, steps: [...care("gaps"), says("No gaps")] },
  "golden-empty": { themes: LIGHT, steps: [...care("golden"), says("No golden questions yet")] },
  "disagreements-empty": { themes: LIGHT, steps: [...care("disagreements"), says(/compared/)] },
  "quality-empty": { themes: LIGHT, steps: [press("Shift+Q"), shown("quality-draw"), (page) => page.waitForTimeout(300)] },
  "webhooks-empty": { themes: LIGHT, steps: [...section("webhooks"), shown("webhook-add")] },
  "users-empty": { themes: LIGHT, steps: [...section("users"), shown("user-add")] },
  "beside-empty": { path: "/beside.html", width: 440, height: 620, themes: LIGHT, steps: [shown("beside-typed")] },
};

/** What somebody asks in another help desk. */
const ASKED = "My Hub has been offline since this morning. Did I lose the data from today?";
const beside = [shown("beside-typed"), (page) => page.getByTestId("beside-typed").fill(ASKED), click("beside-read")];

export const FULL = {
  desk: { steps: [advised] },
  document: { steps: [advised, press("o"), shown("document-highlight")] },
  customer: { steps: [...known, press("Shift+C"), shown("fact")] },
  "customer-empty": { themes: LIGHT, steps: [of("Ben Hall", "drone"), press("Shift+C"), shown("customer-profile")] },
  "customer-error": { themes: LIGHT, routes: { "**/api/v1/customers/**": failing }, steps: [...known, press("Shift+C"), alarmed] },
  attachments: { steps: [of(SENDER, "prices"), (page) => page.getByTestId("picture").locator("canvas").waitFor(), advised] },
  attaching: {
    themes: LIGHT,
    steps: [
      ...known,
      (page) => page.getByTestId("composer").fill("Please try the steps in this guide."),
      (page) => page.getByTestId("file-input").first().setInputFiles([
        { name: "hub-reset-guide.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(184_000, 1) },
        { name: "return-label.png", mimeType: "image/png", buffer: Buffer.alloc(42_000, 1) },
        { name: "recording.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(10 * 2 ** 20 + 1, 1) },
      ]),
      shown("refused-file"),
    ],
  },
  tickets: { steps: [advised, press("Shift+T"), shown("packet")] },
  trends: { steps: [advised, press("Shift+G"), shown("trends-unanswered"), click("trends-7"), still("trends")] },
  files: { steps: [press("f"), shown("files-list")] },
  gaps: { steps: [...care("gaps"), click("gap"), shown("gap-answers")] },
  "gaps-error": { themes: LIGHT, routes: { "**/api/v1/knowledge/gaps?**": failing }, steps: [...care("gaps"), alarmed] },
  golden: { steps: [...care("golden"), shown("golden-list")] },
  disagreements: { steps: [...care("disagreements"), shown("disagreements")] },
  quality: { steps: [press("Shift+Q"), shown("quality-one"), shown("quality-thread")] },
  "quality-error": { themes: LIGHT, routes: { "**/api/v1/reviews/sample?**": failing }, steps: [press("Shift+Q"), alarmed] },
  settings: { steps: [press("Control+,"), shown("settings")] },
  users: { routes: { "**/api/v1/users": (route) => route.fulfill(json({ users })) }, steps: [...section("users"), shown("user")] },
  "users-error": { themes: LIGHT, routes: { "**/api/v1/users": failing }, steps: [...section("users"), alarmed] },
  "chat-keys": { steps: [...section("endpoint"), shown("chat-key"), (page) => page.getByTestId("chat-key").first().getByRole("button").first().click(), shown("key-script")] },
  webhooks: { routes: { "**/api/v1/webhooks": (route) => route.fulfill(json({ webhooks })) }, steps: [...section("webhooks"), shown("webhook"), click("webhook-add")] },
  redaction: {
    steps: [
      ...section("redaction"),
      (page) => page.getByTestId("redaction-text").fill("I am Jo Miller, jo@example.org, +44 20 7946 0958. Card 4111 1111 1111 1111, order 10428, customer number KD-20441."),
      (page) => page.getByTestId("file-redaction").getByRole("textbox").fill("[[pattern]]\nkind = \"account\"\nregex = 'KD-\\d{5}'\n"),
      shown("redaction-masked"),
      (page) => page.waitForTimeout(500),
    ],
  },
  escalation: { steps: [...section("escalation"), shown("rule"), (page) => page.getByTestId("rule-keywords").first().fill("offline\nrefund"), click("replay-run"), shown("replay-changed"), (page) => page.getByTestId("replay-changed").evaluate((list) => list.scrollIntoView({ block: "end" }))] },
  "team-files": { steps: [...section("words"), shown("file-voice"), (page) => page.getByTestId("file-macros").getByRole("button").first().click()] },
  backup: { steps: [...section("backup"), shown("restore")] },
  labels: { themes: LIGHT, steps: [press("l"), says("No labels of your own yet")] },
  query: { steps: [press("q"), click("query-example"), shown("query-answer")] },
  "query-error": { themes: LIGHT, steps: [press("q"), shown("query"), (page) => page.getByTestId("query").getByRole("textbox").first().fill("SELECT name FROM nowhere"), press("Control+Enter"), alarmed] },
  // The page of the small window, which a browser shows as well.
  beside: { path: "/beside.html", width: 440, height: 620, steps: [...beside, shown("beside-reply")] },
  "beside-error": { path: "/beside.html", width: 440, height: 620, themes: LIGHT, routes: { "**/api/v1/conversations": failing }, steps: [...beside, alarmed] },
  reference: { path: "/docs", steps: [(page) => page.getByRole("article").first().waitFor()] },
  "reference-open": {
    path: "/docs#session_message",
    themes: LIGHT,
    steps: [(page) => page.getByRole("article", { name: "POST /chat/sessions/{id}/messages" }).getByText("200", { exact: true }).click()],
  },
  palette: { themes: LIGHT, steps: [advised, press("Control+k"), (page) => page.keyboard.type("refund"), (page) => page.getByTestId("palette-entry").filter({ hasText: "refund" }).first().waitFor()] },
  compact: { themes: LIGHT, steps: [advised], chosen: { "aside.density": "compact" } },
  contrast: { themes: LIGHT, steps: [advised], chosen: { "aside.contrast": "high" } },
  german: { themes: LIGHT, steps: [advised, press("Control+k"), shown("palette-entry")], chosen: { "aside.language": "de" } },
  "taking-back": { themes: LIGHT, steps: [advised, press("1"), press("Control+Enter"), shown("pending-reply")], chosen: { "aside.undo": "10" }, after: press("Control+z") },
  keys: { themes: LIGHT, steps: [press("?"), (page) => page.getByRole("dialog").waitFor()] },
  loading: { themes: LIGHT, routes: { [list]: never }, steps: [(page) => page.waitForTimeout(600)] },
  error: { routes: { [list]: failing }, steps: [alarmed] },
  away: { themes: LIGHT, routes: { "**/api/v1/events": breaking }, steps: [shown("connection-banner")] },
};
