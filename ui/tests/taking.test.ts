import { beforeEach, describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import type { Conversation } from "../src/api/nouns";
import type { BesideHost, Host, HttpMethod, Machine, Taken, Told } from "../src/host/host";
import { Taking } from "../src/state/taking.svelte";
import { advice, conversation, json, message, summary, TestHost } from "./host";

const machine: Machine = { shortcut: null, at_login: false, tray: true, pastes: true, selection: true, copied: null };
const START = "POST /api/v1/conversations";

/** The desk's window: a host that also stands beside other programs. */
class WindowHost implements Host {
  readonly kind = "desktop" as const;
  readonly api = new TestHost();
  readonly handed: string[] = [];
  waits: Taken | null = null;
  refuses = false;
  tell: (told: Told) => void = () => undefined;
  request(method: HttpMethod, path: string, body?: object) {
    return this.api.request(method, path, body);
  }
  load(path: string) {
    return this.api.load(path);
  }
  listen(listener: Parameters<Host["listen"]>[0]) {
    return this.api.listen(listener);
  }
  readonly beside: BesideHost = {
    hear: (heard) => {
      this.tell = heard;
      return () => undefined;
    },
    machine: () => Promise.resolve(machine),
    startAtLogin: () => Promise.resolve(machine),
    pauseShortcut: () => Promise.resolve(),
    takeCopied: () => Promise.resolve(),
    say: () => Promise.resolve(),
    notify: () => Promise.resolve(true),
    taken: () => {
      const taken = this.waits;
      this.waits = null;
      return Promise.resolve(taken);
    },
    handBack: (reply) => {
      // As Tauri rejects: with what the command returned.
      if (this.refuses) return Promise.reject({ code: "internal", detail: "the clipboard is busy" });
      this.handed.push(reply);
      return Promise.resolve(true);
    },
    leave: () => Promise.resolve(),
    showDesk: () => Promise.resolve(),
  };
}

const settle = () => new Promise((done) => setTimeout(done, 0));
const copy = () => Promise.reject(new Error("the window copies by itself"));

/** Two replies to the first message. */
function answered(): Conversation {
  const found = conversation("c", message("c", "m1"));
  const first = found.advice!.suggestions[0]!;
  return { ...found, advice: { ...found.advice!, suggestions: [first, { ...first, id: "second", text: "Within a week." }] } };
}

let host: WindowHost;
let taking: Taking;

async function open(text: string) {
  host.waits = { text, source: "selection" };
  taking.connect();
  await settle();
}

beforeEach(() => {
  host = new WindowHost();
  host.api.answers.set(START, () => json(answered()));
  host.api.answers.set("GET /api/v1/settings/beside", () => json({ shortcut: "Ctrl+Alt+R" }));
  host.api.answers.set("POST /api/v1/conversations/c/replies", () => json(message("c", "r", { author: "agent" })));
  taking = new Taking(new Api(host), host);
});

describe("a text that was taken", () => {
  it("becomes a conversation with suggestions, of which the first is chosen", async () => {
    await open("Where is it?");
    expect(host.api.sent).toContainEqual({ path: "/api/v1/conversations", body: { text: "Where is it?" } });
    expect(taking.suggestions.map((one) => one.text)).toEqual(["It takes 5 days.", "Within a week."]);
    expect(taking.chosen).toBe(0);
    expect(taking.shortcut).toBe("Ctrl+Alt+R");
  });

  it("is not asked about twice, however often the keys are pressed", async () => {
    await open("Where is it?");
    host.waits = { text: " Where is it? \n", source: "clipboard" };
    host.tell({ type: "taken" });
    await settle();
    expect(host.api.asked.filter((one) => one === START)).toHaveLength(1);
  });

  it("gives way to the next, and a late answer to it is left out", async () => {
    let answer: (found: Conversation) => void = () => undefined;
    host.api.answers.set(START, () => new Promise<Conversation>((done) => (answer = done)).then((found) => json(found)));
    await open("First");
    const late = answer;
    host.waits = { text: "Second", source: "selection" };
    host.tell({ type: "taken" });
    await settle();
    answer(conversation("second", message("second", "m2")));
    late(answered());
    await settle();
    expect(taking.taken?.text).toBe("Second");
    expect(taking.conversation?.summary.id).toBe("second");
  });

  it("takes advice that comes later, and keeps what is chosen", async () => {
    for (const path of [START, "GET /api/v1/conversations/c"]) host.api.answers.set(path, () => json({ ...answered(), advice: null }));
    await open("Where is it?");
    expect(taking.busy).toBe(true);
    host.api.tell({ type: "advice_ready", advice: answered().advice!, slots: [], conversation: summary("c") });
    expect(taking.busy).toBe(false);
    taking.choose(1);
    const newer = advice("c", "m1");
    const model = { ...newer.suggestions[0]!, id: "t-model", text: "A draft." };
    host.api.tell({ type: "advice_ready", advice: { ...newer, suggestions: [model, ...answered().advice!.suggestions] }, slots: [], conversation: summary("c") });
    expect(taking.chosen).toBe(2);
  });

  it("that cannot be stored is said, and can be tried again", async () => {
    host.api.answers.set(START, () => json({ code: "storage", detail: "full" }, 507));
    await open("Where is it?");
    expect(taking.failure?.code).toBe("storage");
    host.api.answers.set(START, () => json(answered()));
    await taking.read("Where is it?", "selection");
    expect(taking.failure).toBeNull();
    expect(taking.suggestions).toHaveLength(2);
  });
});

describe("the chosen reply", () => {
  it("goes back, and is kept in the conversation with its suggestion", async () => {
    await open("Where is it?");
    taking.step(1);
    await taking.handBack(copy);
    expect(host.handed).toEqual(["Within a week."]);
    expect(host.api.sent.at(-1)).toEqual({ path: "/api/v1/conversations/c/replies", body: { text: "Within a week.", suggestion_id: "second" } });
  });

  it("is kept once, however often it is copied", async () => {
    await open("Where is it?");
    await taking.handBack(copy);
    await taking.handBack(copy);
    expect(host.handed).toHaveLength(2);
    expect(host.api.sent.filter((one) => one.path.endsWith("/replies"))).toHaveLength(1);
  });

  it("that was not copied is not kept either", async () => {
    await open("Where is it?");
    host.refuses = true;
    await taking.handBack(copy);
    expect(taking.failure?.detail).toBe("the clipboard is busy");
    expect(host.api.sent.some((one) => one.path.endsWith("/replies"))).toBe(false);
  });
});

it("with nothing selected, a text is written here", async () => {
  taking.connect();
  await settle();
  expect(taking.taken).toBeNull();
  taking.typed = "Where is it?";
  await taking.read(taking.typed, "typed");
  expect(taking.typed).toBe("");
  expect(taking.suggestions).toHaveLength(2);
});
