// The list of conversations: what is asked of the endpoint, which rows are drawn, and that none jumps.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import { anchorOf, layout, rowsIn } from "../src/panels/conversations/window";
import { Inbox } from "../src/state/inbox.svelte";
import { TestHost, json, summary } from "./host";

const ROW = 76;
const HEAD = 28;

describe("a list of fifty thousand", () => {
  const groups = layout(50_000, 49_000, ROW, HEAD);

  it("has what is to do before what is resolved", () => {
    expect(groups.map(({ name, first, count }) => [name, first, count])).toEqual([
      ["todo", 0, 1000],
      ["resolved", 1000, 49_000],
    ]);
    expect(layout(3, 3, ROW, HEAD).map((group) => group.name)).toEqual(["resolved"]);
  });

  it("draws the rows in sight and a few around them, wherever it is scrolled to", () => {
    for (const top of [0, 5_000, 76_000, 2_000_000, 3_799_296]) {
      const drawn = groups.flatMap((group) => rowsIn(group, top, 760, ROW, HEAD));
      expect(drawn.length).toBeGreaterThanOrEqual(10);
      expect(drawn.length).toBeLessThanOrEqual(24);
      expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    }
  });

  it("keeps the row under the pointer, else the first in sight, and nothing at its top", () => {
    const shown = [0, 1, 2].map((place) => ({ id: `c${place}`, y: HEAD + place * ROW }));
    expect(anchorOf(shown, "c2", 0, HEAD)?.id).toBe("c2");
    expect(anchorOf(shown, null, 10, HEAD)?.id).toBe("c1");
    expect(anchorOf(shown, null, 0, HEAD)).toBeUndefined();
  });
});

describe("the inbox", () => {
  let host: TestHost;
  let unread: Set<string>;
  let inbox: Inbox;

  const window = (offset: number, total: number) => {
    const conversations = Array.from({ length: Math.min(300, total - offset) }, (_, index) => summary(`c${offset + index}`));
    return json({ conversations, total, resolved: 0, waiting: total, all: total, place: null });
  };

  beforeEach(() => {
    host = new TestHost();
    unread = new Set();
    inbox = new Inbox(new Api(host), { unread }, (error) => {
      throw error;
    });
    host.answers.set("GET /api/v1/conversations", () => window(0, 1000));
  });

  it("reads a window, and the next one before its end is reached", async () => {
    await inbox.read();
    expect(inbox.at(299)?.id).toBe("c299");
    await inbox.look(100, 110);
    expect(host.asked).toHaveLength(1);

    host.answers.set("GET /api/v1/conversations?offset=150&limit=300", () => window(150, 1000));
    await inbox.look(250, 260);
    expect(host.asked.at(-1)).toBe("GET /api/v1/conversations?offset=150&limit=300");
    expect(inbox.at(260)?.id).toBe("c260");
    expect(inbox.placeOf("c449")).toBe(449);
    expect(inbox.at(10)).toBeUndefined();
  });

  it("has what was typed last, once it is asked to settle", async () => {
    await inbox.read();
    host.answers.set("GET /api/v1/conversations", () => json({ conversations: [summary("hub")], total: 1, resolved: 0, waiting: 1, all: 1000, place: null }));
    inbox.narrow({ words: "hub" });
    expect(inbox.at(0)?.id).toBe("c0");
    expect(await inbox.settled()).toBe(true);
    expect(inbox.at(0)?.id).toBe("hub");
    // Nothing is asked for twice.
    expect(await inbox.settled()).toBe(true);
    expect(host.asked).toHaveLength(2);

    // What is typed while it is read is another matter.
    inbox.narrow({ words: "lamp" });
    const settled = inbox.settled();
    inbox.narrow({ words: "lamps" });
    expect(await settled).toBe(false);
    expect(await inbox.settled()).toBe(true);
  });

  it("asks for what it is narrowed to, from the top", async () => {
    vi.useFakeTimers();
    try {
      await inbox.read();
      inbox.narrow({ words: " hub ", category: "technical", only: "waiting" });
      await vi.advanceTimersByTimeAsync(200);
      expect(host.asked.at(-1)).toBe("GET /api/v1/conversations?q=hub&category=technical&waiting=true&limit=300");
      expect(inbox.narrowed).toBe(2);
      inbox.clear();
      await vi.advanceTimersByTimeAsync(200);
      expect(host.asked.at(-1)).toBe("GET /api/v1/conversations?limit=300");
      expect(inbox.filtered).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it("knows without asking that nothing is new", async () => {
    inbox.filter = { ...inbox.filter, only: "unread" };
    await inbox.read();
    expect(inbox.rows).toEqual([]);
    expect(host.asked).toEqual([]);
    unread.add("c7");
    await inbox.read();
    expect(host.asked).toEqual(["GET /api/v1/conversations?ids=c7&limit=300"]);
  });

  it("takes the answer to the newest question, also where an older one comes later", async () => {
    let slow: (answer: ReturnType<typeof json>) => void = () => {};
    host.answers.set("GET /api/v1/conversations", () => new Promise((done) => (slow = done)));
    const first = inbox.read();
    await vi.waitFor(() => expect(host.asked).toHaveLength(1));
    await Promise.resolve();
    host.answers.set("GET /api/v1/conversations", () => window(0, 2));
    await inbox.read();
    slow(window(0, 900));
    await first;
    expect(inbox.total).toBe(2);
  });

  it("asks once more where reading all messages for the first time took longer than a question may", async () => {
    let asked = 0;
    const found = json({ columns: ["conversation"], rows: [["c7"]], cut: false, shortened: 0, elapsed_ms: 1 });
    host.answers.set("POST /api/v1/sql", () => (++asked < 3 ? json({ code: "query_limit", detail: "5 seconds" }, 422) : found));
    inbox.narrow({ words: "hub" });
    await inbox.lookEverywhere();
    expect(inbox.everywhere).toBe("yes");
    expect(inbox.notEverywhere).toBeNull();

    // A question that is too much stays so: it is told.
    inbox.narrow({ words: "lamp" });
    host.answers.set("POST /api/v1/sql", () => json({ code: "query_limit", detail: "5 seconds" }, 422));
    await inbox.lookEverywhere();
    expect(inbox.notEverywhere?.code).toBe("query_limit");
    expect(inbox.canLookEverywhere).toBe(true);
  });

  it("looks for words in every message when it is asked to, until others are typed", async () => {
    host.answers.set("POST /api/v1/sql", () => json({ columns: ["conversation"], rows: [["c7"], ["c3"]], cut: false, shortened: 0, elapsed_ms: 1 }));
    inbox.narrow({ words: "Überweisung 50%" });
    await inbox.lookEverywhere();
    const { sql, params } = host.sent.at(-1)?.body as { sql: string; params: Record<string, string> };
    // What is typed is a value, never part of the question.
    expect(sql).not.toContain("berweisung");
    expect(params).toEqual({ w0: "überweisung", c0: "Überweisung", w1: "50%", c1: "50%" });
    expect(inbox.everywhere).toBe("yes");
    expect(host.asked.at(-1)).toContain("ids=c7%2Cc3");
    expect(host.asked.at(-1)).not.toContain("q=");
    inbox.narrow({ words: "Über" });
    await inbox.read();
    expect(inbox.everywhere).toBe("no");
    expect(host.asked.at(-1)).toContain("q=%C3%9Cber");
  });

  it("looks for what is meant where no message has the words, and adds it to words when asked to", async () => {
    const found = (...rows: string[][]) => json({ columns: ["conversation"], rows, cut: false, shortened: 0, elapsed_ms: 1 });
    host.answers.set("GET /api/v1/conversations/about", () => json({ conversations: [{ conversation: summary("c9") }, { conversation: summary("c3") }] }));
    host.answers.set("POST /api/v1/sql", () => found());
    inbox.narrow({ words: "double payment" });
    await inbox.lookEverywhere();
    expect(inbox.meant).toBe(true);
    expect(host.asked.at(-1)).toContain("ids=c9%2Cc3");

    host.answers.set("POST /api/v1/sql", () => found(["c3"]));
    inbox.narrow({ words: "twice" });
    await inbox.lookEverywhere();
    expect(inbox.meant).toBe(false);
    expect(host.asked.at(-1)).toContain("ids=c3&");
    await inbox.lookForMeaning();
    expect(inbox.meant).toBe(true);
    expect(host.asked.at(-1)).toContain("ids=c3%2Cc9");
  });

  it("keeps what it found among the newest where every message is too much", async () => {
    host.answers.set("POST /api/v1/sql", () => json({ code: "query_limit", detail: "" }, 422));
    inbox.narrow({ words: "hub" });
    await inbox.read();
    const before = inbox.rows;
    await inbox.lookEverywhere();
    expect(inbox.notEverywhere?.code).toBe("query_limit");
    expect(inbox.everywhere).toBe("no");
    expect(inbox.rows).toBe(before);
  });

  it("asks for conversations whose ticket somebody has, and for the new ones of these", async () => {
    inbox.narrow({ owner: "Grace" });
    await inbox.read();
    expect(host.asked.at(-1)).toContain("owner=Grace");
    expect(host.asked.at(-1)).not.toContain("ids=");
    unread.add("c2").add("c9");
    inbox.narrow({ only: "unread" });
    await inbox.read();
    expect(host.asked.at(-1)).toContain("owner=Grace&ids=c2%2Cc9");
  });

  it("asks for nothing where nothing is new", async () => {
    inbox.narrow({ only: "unread" });
    await inbox.read();
    expect(host.asked).toEqual([]);
    expect(inbox.rows).toEqual([]);
  });
});
