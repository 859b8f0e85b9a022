import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { Escalation, Ticket, TicketChange, TicketStatus, TicketSummary } from "../src/api/nouns";
import { Desk } from "../src/state/desk.svelte";
import { judgement, mayGo } from "../src/state/tickets.svelte";
import { TestHost, conversation, json, message } from "./host";

let host: TestHost;
let desk: Desk;
/** What the endpoint has. */
let stored: Ticket[];

function ticket(id: string, of: string, more: Partial<Ticket> = {}): Ticket {
  return {
    id, conversation: of, customer: `Customer ${of}`, status: "open", priority: 5, owner: null, summary: "Wants a refund.", tried: [], open_questions: [], reasons: [],
    feeling: { word: "angry", trend: "steady", evidence: "" }, hand_off_text: `Your reference is ${id}.`, history: [{ at: 1, to: "open" }], created: 1, updated: 1, ...more,
  };
}

function inShort({ feeling, ...rest }: Ticket): TicketSummary {
  const { id, conversation: of, customer, status, priority, owner = null, summary, created, updated } = rest;
  return { id, conversation: of, customer, status, priority, owner, summary, feeling: feeling.word, created, updated };
}

/** The endpoint keeps these, and changes them as it is asked to. */
function keep(...tickets: Ticket[]): void {
  stored = tickets;
  host.answers.set("GET /api/v1/tickets", () => json({ tickets: stored.map(inShort) }));
  for (const { id } of tickets) {
    host.answers.set(`GET /api/v1/tickets/${id}`, () => json(stored.find((one) => one.id === id)));
    host.answers.set(`PUT /api/v1/tickets/${id}`, () => {
      const edit = host.sent.at(-1)?.body as { status?: TicketStatus; owner?: string; note?: string };
      stored = stored.map((one) => (one.id === id ? { ...one, ...edit, coaching_note: edit.note ?? null, updated: one.updated + 1 } : one));
      return json(stored.find((one) => one.id === id));
    });
  }
}

const queue = () => desk.tickets.queue.map((one) => one.id);

beforeEach(async () => {
  host = new TestHost();
  host.hold(conversation("a", message("a", "m1")), conversation("b", message("b", "m2")));
  keep(ticket("T-1", "x", { status: "resolved" }), ticket("T-2", "y", { status: "assigned", owner: "Grace" }), ticket("T-3", "z"), ticket("T-4", "w"));
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
  await vi.waitFor(() => expect(desk.tickets.list).not.toBeNull());
});

describe("the queue", () => {
  it("has what nobody took before the rest, and looks at the first", () => {
    expect(queue()).toEqual(["T-3", "T-4", "T-2", "T-1"]);
    expect(desk.tickets.chosen).toBe("T-3");
    expect(desk.tickets.waiting).toBe(2);
  });

  it("is narrowed by status and owner", () => {
    desk.tickets.owner = "Grace";
    expect(queue()).toEqual(["T-2"]);
    desk.tickets.status = "open";
    expect(queue()).toEqual([]);
    desk.tickets.showEverything();
    expect(queue()).toHaveLength(4);
  });

  it("is walked to its ends and no further", () => {
    desk.tickets.step(-1);
    expect(desk.tickets.chosen).toBe("T-3");
    for (let i = 0; i < 9; i++) desk.tickets.step(1);
    expect(desk.tickets.chosen).toBe("T-1");
  });

  it("reads a ticket anew when somebody writes in its conversation", async () => {
    keep(ticket("T-5", "a"));
    desk.showTicket("T-5");
    await desk.tickets.read();
    await vi.waitFor(() => expect(desk.tickets.open?.tried).toEqual([]));
    stored = [ticket("T-5", "a", { tried: [{ text: "Restart it.", by: "agent", message_id: "m9", suggested: false }] })];
    host.tell({ type: "message_added", conversation: conversation("a").summary, message: message("a", "m9", { author: "agent" }), personal: [] });
    await vi.waitFor(() => expect(desk.tickets.open?.tried).toHaveLength(1));
  });

  it("hears of tickets, and of nothing older than what it knows", async () => {
    desk.tickets.stay();
    stored = [ticket("T-5", "a"), ...stored];
    host.tell({ type: "ticket_changed", ticket: inShort(ticket("T-5", "a")) });
    expect(queue()[0]).toBe("T-5");
    // What is looked at stays.
    expect(desk.tickets.chosen).toBe("T-3");
    expect(desk.ticket?.id).toBe("T-5");
    stored = stored.map((one) => (one.id === "T-3" ? { ...one, status: "resolved", updated: 9 } : one));
    host.tell({ type: "ticket_changed", ticket: inShort(ticket("T-3", "z", { status: "resolved", updated: 9 })) });
    host.tell({ type: "ticket_changed", ticket: inShort(ticket("T-3", "z", { status: "assigned", updated: 4 })) });
    expect(desk.tickets.list?.find((one) => one.id === "T-3")?.status).toBe("resolved");
    await vi.waitFor(() => expect(desk.tickets.known("T-3")?.status).toBe("resolved"));
  });

  it("that cannot be read says so and keeps what it had", async () => {
    host.answers.set("GET /api/v1/tickets", () => json({ code: "storage", detail: "" }, 500));
    await desk.tickets.read();
    expect(desk.tickets.failure?.code).toBe("storage");
    expect(queue()).toHaveLength(4);
    // The conversations go on.
    expect(desk.readFailure).toBeNull();
  });
});

describe("a ticket", () => {
  it("is assigned, returned with a note and resolved, and stays in sight", async () => {
    expect(await desk.tickets.assign("T-3", " Ada ")).toBe(true);
    expect(host.sent.at(-1)).toEqual({ path: "/api/v1/tickets/T-3", body: { status: "assigned", owner: "Ada" } });
    expect(await desk.tickets.assign("T-3", "Grace")).toBe(true);
    expect(host.sent.at(-1)?.body).toEqual({ owner: "Grace" });

    desk.tickets.notes.set("T-3", "Offer a replacement");
    expect(await desk.tickets.giveBack("T-3", "Offer a replacement")).toBe(true);
    expect(desk.tickets.open?.coaching_note).toBe("Offer a replacement");
    expect(desk.tickets.notes.has("T-3")).toBe(false);

    expect(await desk.tickets.resolve("T-3")).toBe(true);
    expect(desk.tickets.chosen).toBe("T-3");
    expect(desk.tickets.open?.status).toBe("resolved");
    await desk.tickets.resolve("T-3");
    expect(desk.tickets.open?.status).toBe("open");
  });

  it("is approved, and nobody is asked twice until it is handed over again", async () => {
    expect(await desk.tickets.approve("T-3")).toBe(true);
    expect(host.sent.at(-1)).toEqual({ path: "/api/v1/tickets/T-3", body: { approved: true } });
    const handed: TicketChange = { at: 1, to: "open" };
    const approved: TicketChange = { at: 2, from: "open", to: "assigned", approved: true };
    expect(judgement({ history: [handed] })).toBeNull();
    expect(judgement({ history: [handed, approved, { at: 3, from: "assigned", to: "assigned", note: "Seen" }] })).toEqual(approved);
    expect(judgement({ history: [handed, approved, { at: 4, from: "returned", to: "open" }] })).toBeNull();
  });

  it("that needed no supervisor is returned with that", async () => {
    expect(await desk.tickets.giveBack("T-3", "Answer it", true)).toBe(true);
    expect(host.sent.at(-1)?.body).toEqual({ status: "returned", note: "Answer it", approved: false });
  });

  it("is offered to the desk's users, and to whoever has one where there are none", async () => {
    host.answers.set("GET /api/v1/users/names", () => json({ users: [] }));
    await desk.tickets.readTakers();
    expect(desk.tickets.takers).toEqual(["Grace"]);
    host.answers.set("GET /api/v1/users/names", () => json({ users: [{ name: "Ida", role: "agent" }] }));
    await desk.tickets.readTakers();
    expect(desk.tickets.takers).toEqual(["Ida"]);
  });

  it("is not assigned to nobody, nor returned without a word", async () => {
    const before = host.sent.length;
    expect(await desk.tickets.assign("T-3", "  ")).toBe(false);
    expect(await desk.tickets.giveBack("T-3", "\n")).toBe(false);
    expect(host.sent).toHaveLength(before);
  });

  it("that somebody else changed is read anew, and the note is kept", async () => {
    desk.tickets.choose("T-3");
    host.answers.set("PUT /api/v1/tickets/T-3", () => {
      stored = stored.map((one) => (one.id === "T-3" ? { ...one, status: "resolved", updated: 7 } : one));
      return json({ code: "conflict", detail: "a resolved ticket can only be opened" }, 409);
    });
    desk.tickets.notes.set("T-3", "Call back");
    expect(await desk.tickets.giveBack("T-3", "Call back")).toBe(false);
    await vi.waitFor(() => expect(desk.tickets.open?.status).toBe("resolved"));
    expect(desk.tickets.ticketFailure?.code).toBe("conflict");
    expect(desk.tickets.notes.get("T-3")).toBe("Call back");
    expect(desk.tickets.changing).toBe(false);
  });

  it("goes where the endpoint lets it", () => {
    expect(mayGo("resolved", "open")).toBe(true);
    expect(mayGo("resolved", "assigned")).toBe(false);
    expect(mayGo("open", "open")).toBe(false);
  });

  it("brings its words to the customer into the reply, once, behind what is written", () => {
    host.hold(conversation("a"), conversation("z"));
    desk.page = "tickets";
    desk.select("z");
    desk.write("Hello,");
    desk.useHandOff(ticket("T-3", "z"));
    desk.useHandOff(ticket("T-3", "z"));
    expect(desk.draft.text).toBe("Hello,\n\nYour reference is T-3.");
    expect(desk.page).toBeNull();
    expect(desk.selected).toBe("z");
  });

  it("tells what the ledger has of its conversation", async () => {
    const steps = [{ sequence: 1, at: 1, what: "z wrote.", details: [] }];
    host.answers.set("GET /api/v1/conversations/z/ledger", () => json({ steps }));
    await desk.tickets.readReplay("z");
    expect(desk.tickets.replay).toEqual({ conversation: "z", steps });
  });
});

describe("escalating", () => {
  it("makes a ticket, known at once", async () => {
    host.answers.set("POST /api/v1/conversations/a/ticket", () => json(ticket("T-9", "a"), 201));
    await desk.escalate();
    expect(desk.ticket?.id).toBe("T-9");
    expect(desk.failure).toBeNull();
  });

  it("that fails says so, and there is no ticket", async () => {
    host.answers.set("POST /api/v1/conversations/a/ticket", () => json({ code: "storage", detail: "" }, 500));
    await desk.escalate();
    expect(desk.failure?.code).toBe("storage");
    expect(desk.ticket).toBeNull();
  });

  it("is not advised by a rule that fired wrongly", async () => {
    const judged: Escalation = { recommended: false, score: 0, reasons: [{ rule: "angry", explanation: "", evidence: "", weight: 0.7, wrong: true }] };
    host.answers.set("POST /api/v1/conversations/a/escalation/verdict", () => json(judged));
    await desk.judgeRule("angry", true);
    expect(host.sent.at(-1)?.body).toEqual({ rule: "angry", wrong: true });
    expect(desk.advice?.escalation).toEqual(judged);
  });
});
