// A host that is nothing but the seam: answers come from a table, events from the test.
import type { Conversation, ConversationList, ConversationSlot, ConversationSummary, Event, Health, KnowledgeStatus, Message, Advice } from "../src/api/nouns";
import type { Answer, Host, HttpMethod, Listener, Loaded } from "../src/host/host";

export class TestHost implements Host {
  readonly kind = "browser" as const;
  readonly asked: string[] = [];
  readonly sent: { path: string; body: object }[] = [];
  /** By `METHOD path`; what is thrown is a server that does not answer. */
  readonly answers = new Map<string, () => Answer | Promise<Answer>>();
  #listener: Listener | undefined;

  request(method: HttpMethod, path: string, body?: object): Promise<Answer> {
    this.asked.push(`${method} ${path}`);
    if (body) this.sent.push({ path, body });
    // A window of a list is answered by the list.
    const answer = this.answers.get(`${method} ${path}`) ?? this.answers.get(`${method} ${path.split("?")[0]}`);
    if (!answer) return Promise.resolve(json({ code: "not_found", detail: "" }, 404));
    return Promise.resolve().then(answer);
  }

  async load(path: string): Promise<Loaded> {
    const { status, body } = await this.request("GET", path);
    return { status, body: new Blob([body]) };
  }

  listen(listener: Listener): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  open(): void {
    this.#listener?.onOpen();
  }
  lose(): void {
    this.#listener?.onLost();
  }
  tell(event: Event): void {
    this.#listener?.onEvent(event);
  }

  /** Answers reads with these conversations, in this order. */
  hold(...conversations: Conversation[]): void {
    this.answers.set("GET /api/v1/conversations", () => json(listOf(conversations.map((one) => one.summary))));
    for (const one of conversations) {
      this.answers.set(`GET /api/v1/conversations/${one.summary.id}`, () => json(one));
    }
    this.answers.set("GET /health", () => json(health));
  }
}

export function json(body: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(body) };
}

export const knowledge: KnowledgeStatus = {
  folder: "knowledge", folders: [{ path: "knowledge", name: "", following: "events", reason: null }],
  files: 1, documents: 1, chunks: 2, embedded: 2, pending: 0, recognising: 0, indexing: [], failures: [], failed: 0, skipped: 0,
  paused: false, reading: null, embedding: null, generation: 1,
};
const health: Health = { status: "ok", labels: null, version: "0.1.0", model: { state: "ready", name: "m", kernel: "k" }, language_model: { state: "off" }, knowledge };

export function summary(id: string, more: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id, customer: `Customer ${id}`, vip: false, channel: "chat", status: "open", priority: 3, sentiment: null, category: null, category_unsure: false,
    escalation_recommended: false, awaiting_reply: true, preview: "", created_at: 1, updated_at: 1, messages: 1, ...more,
  };
}

export function message(conversation: string, id: string, more: Partial<Message> = {}): Message {
  return { id, conversation_id: conversation, author: "customer", text: "Hello?", at: 1, suggestion_id: null, ...more };
}

export function advice(conversation: string, on: string): Advice {
  const sure = { confidence: 0.9 };
  return {
    conversation_id: conversation,
    message_id: on,
    analysis: {
      intent: { label: "question", ...sure }, category: { label: "billing", ...sure }, sentiment: { label: "neutral", ...sure },
      priority: 3, priority_points: [{ reason: "base", points: 3 }], repeated_question: false, degraded: false,
    },
    suggestions: [{
      id: `s-${on}`, text: "It takes 5 days.", kind: "answer", confidence: 0.8,
      citations: [{ document: "a.md", title: "A", section: "", page: null, quote: "It takes 5 days.", score: 0.9, chunk: "c" }],
    }],
    escalation: { recommended: false, score: 0, reasons: [] },
    timing_ms: { analysis: 1, retrieval: 1, draft: 1, total: 3 },
  };
}

/** An order's number that a message names. */
export function named(value: string, message_id: string): ConversationSlot {
  return { slot: { kind: "order", text: value, value, start: 0, end: value.length }, message_id };
}

export function conversation(id: string, ...messages: Message[]): Conversation {
  const newest = messages.findLast((one) => one.author === "customer");
  return { summary: summary(id), messages, advice: newest ? advice(id, newest.id) : null, slots: [] };
}

/** A whole list as the endpoint answers it. */
export function listOf(conversations: ConversationSummary[]): ConversationList {
  const resolved = conversations.filter((one) => one.status === "resolved").length;
  return { conversations, total: conversations.length, all: conversations.length, resolved, waiting: conversations.length - resolved, place: null };
}
