// Conversations that were handed to a supervisor: the queue, and the ticket that is looked at.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Replay, Ticket, TicketChange, TicketEdit, TicketStatus, TicketSummary } from "../api/nouns";
import { coalesced } from "./reading";
import { read, write } from "./storage";

/** The order of the queue: what nobody has comes first. */
export const STATUSES: readonly TicketStatus[] = ["open", "assigned", "returned", "resolved"];

/** Where a ticket may go from where it stands; the endpoint refuses anything else. */
const MAY_GO: Record<TicketStatus, readonly TicketStatus[]> = {
  open: ["assigned", "returned", "resolved"],
  assigned: ["open", "returned", "resolved"],
  returned: ["open", "assigned", "resolved"],
  resolved: ["open"],
};

/** Events come in bursts: after reading the queue, it rests for so long. */
const REST_MS = 200;

/** Who assigned last on this computer is offered as the next owner. */
const OWNER_PLACE = "aside.tickets.owner";

export class Tickets {
  /** All of them in the endpoint's order; null until read. */
  list = $state.raw<TicketSummary[] | null>(null);
  /** Of the last reading of the list. */
  failure = $state.raw<ApiFailure | null>(null);
  /** Of the last change or reading of the ticket that is looked at. */
  ticketFailure = $state.raw<ApiFailure | null>(null);
  changing = $state(false);
  /** Only those that stand here, or have this owner. */
  status = $state<TicketStatus | null>(null);
  owner = $state<string | null>(null);
  /** Notes that were begun and not sent, by ticket. */
  readonly notes = new SvelteMap<string, string>();
  replay = $state.raw<{ conversation: string; steps: Replay["steps"] } | null>(null);
  replayFailure = $state.raw<ApiFailure | null>(null);

  #chosen = $state<string | null>(null);
  #users = $state.raw<string[]>([]);
  readonly #api: Api;
  readonly #known = new SvelteMap<string, Ticket>();
  readonly #readList = coalesced(
    () => this.#fetchList(),
    () => REST_MS,
  );

  constructor(api: Api) {
    this.#api = api;
  }

  // ---- what is shown

  /** What the filter lets through, in the order of the queue. */
  get queue(): TicketSummary[] {
    const fits = (this.list ?? []).filter((one) => (this.status === null || one.status === this.status) && (this.owner === null || one.owner === this.owner));
    return STATUSES.flatMap((status) => fits.filter((one) => one.status === status));
  }

  /** How many stand here, whatever the filter. */
  count(status: TicketStatus): number {
    return (this.list ?? []).filter((one) => one.status === status).length;
  }

  /** How many nobody has taken. */
  get waiting(): number {
    return this.count("open");
  }

  /** Everybody who has a ticket. */
  get owners(): string[] {
    const names = (this.list ?? []).flatMap(({ owner }) => (owner ? [owner] : []));
    return [...new Set(names)].sort((a, b) => a.localeCompare(b));
  }

  /** Whom a ticket can be given to: the desk's users; where it has none, everybody who has one. */
  get takers(): string[] {
    return this.#users.length > 0 ? this.#users : this.owners;
  }

  /** Who assigned last, for the next time. */
  get lastOwner(): string {
    return read(OWNER_PLACE) ?? "";
  }

  /** The id of the ticket that is looked at: the one that was chosen, or the first. */
  get chosen(): string | null {
    const known = this.list?.some((one) => one.id === this.#chosen);
    return known ? this.#chosen : (this.queue[0]?.id ?? null);
  }

  /** The ticket that is looked at, once read. */
  get open(): Ticket | null {
    return this.chosen === null ? null : (this.#known.get(this.chosen) ?? null);
  }

  /** The ticket with all that is known, if it was read. */
  known(id: string): Ticket | null {
    return this.#known.get(id) ?? null;
  }

  ofConversation(conversation: string): TicketSummary | null {
    return this.list?.find((one) => one.conversation === conversation) ?? null;
  }

  // ---- what a supervisor does

  choose(id: string): void {
    this.#chosen = id;
    this.ticketFailure = null;
    void this.readOne(id);
  }

  showEverything(): void {
    this.status = this.owner = null;
  }

  /** Stays with the ticket that is looked at, whatever comes before it in the queue later. */
  stay(): void {
    const { chosen } = this;
    this.#chosen = chosen;
    if (chosen !== null && !this.#known.has(chosen)) void this.readOne(chosen);
  }

  /** Moves along the queue. */
  step(by: 1 | -1): void {
    const { queue } = this;
    const at = queue.findIndex((one) => one.id === this.chosen);
    const next = queue[Math.min(Math.max(at + by, 0), queue.length - 1)];
    if (next && next.id !== this.chosen) this.choose(next.id);
  }

  /** Handing over was right: whoever says so has the ticket since. */
  approve(id: string): Promise<boolean> {
    return this.#change(id, { approved: true });
  }

  /** Gives it to somebody, who is offered the next time where it should be `kept`. */
  assign(id: string, owner: string, kept = true): Promise<boolean> {
    const name = owner.trim();
    if (name === "") return Promise.resolve(false);
    if (kept) write(OWNER_PLACE, name);
    // Passed on, it stays assigned.
    return this.#change(id, this.#standsAt(id) === "assigned" ? { owner: name } : { status: "assigned", owner: name });
  }

  /** Gives the conversation back to its agent, with a note that coaches; `needless` where no supervisor was needed. */
  async giveBack(id: string, note: string, needless = false): Promise<boolean> {
    const text = note.trim();
    const given = text !== "" && (await this.#change(id, { status: "returned", note: text, ...(needless && { approved: false }) }));
    if (given) this.notes.delete(id);
    return given;
  }

  /** Resolves it, or opens it again. */
  resolve(id: string): Promise<boolean> {
    return this.#change(id, { status: this.#standsAt(id) === "resolved" ? "open" : "resolved" });
  }

  /** Reads what happened in a conversation, step by step. */
  async readReplay(conversation: string): Promise<void> {
    try {
      const { steps } = await this.#api.replay(conversation);
      this.replay = { conversation, steps };
      this.replayFailure = null;
    } catch (error) {
      this.replayFailure = asFailure(error);
    }
  }

  // ---- what happens

  /** Reads whom a ticket can be given to. Without the names one can still write any. */
  async readTakers(): Promise<void> {
    try {
      this.#users = (await this.#api.userNames()).map((user) => user.name);
    } catch {
      this.#users = [];
    }
  }

  /** Reads the queue, and the ticket that is looked at. */
  async read(): Promise<void> {
    await this.#readList();
  }

  /** Reads a ticket with all that is known. Why a change was refused stays to be read, unless it was `seen`. */
  async readOne(id: string, seen = false): Promise<void> {
    try {
      this.#keep(await this.#api.ticket(id));
      if (id === this.chosen && (seen || this.ticketFailure?.code !== "conflict")) this.ticketFailure = null;
    } catch (error) {
      if (id === this.chosen) this.ticketFailure = asFailure(error);
    }
  }

  /** Somebody changed a ticket, here or elsewhere. */
  heard(summary: TicketSummary): void {
    this.#patch(summary);
    const known = this.#known.get(summary.id);
    if (summary.id === this.chosen || known) void this.readOne(summary.id);
    // Where it stands among the others is the endpoint's to say.
    void this.#readList();
  }

  /** Somebody wrote in a conversation: what was tried in it and what is open is no more as it was. */
  written(conversation: string): void {
    const { id } = this.ofConversation(conversation) ?? {};
    if (id !== undefined && this.#known.has(id)) void this.readOne(id);
  }

  /** Takes a ticket that came as an answer. */
  take(ticket: Ticket): void {
    this.#keep(ticket);
    const { id, conversation, customer, status, priority, owner = null, summary, feeling, created, updated } = ticket;
    this.#patch({ id, conversation, customer, status, priority, owner, summary, feeling: feeling.word, created, updated });
  }

  #standsAt(id: string): TicketStatus | undefined {
    return this.list?.find((one) => one.id === id)?.status;
  }

  async #change(id: string, edit: Partial<TicketEdit>): Promise<boolean> {
    if (this.changing) return false;
    this.changing = true;
    try {
      // It stays in sight, wherever the change takes it.
      this.#chosen = id;
      this.take(await this.#api.changeTicket(id, edit));
      this.ticketFailure = null;
      return true;
    } catch (error) {
      const failure = asFailure(error);
      this.ticketFailure = failure;
      if (failure.code === "conflict") void this.#readAgain(id);
      return false;
    } finally {
      this.changing = false;
    }
  }

  /** It is not as it was thought to be. */
  async #readAgain(id: string): Promise<void> {
    await Promise.all([this.readOne(id), this.#readList()]);
  }

  #patch(summary: TicketSummary): void {
    const { list } = this;
    if (list === null) return;
    const before = list.find((one) => one.id === summary.id);
    if (before && before.updated > summary.updated) return;
    this.list = before ? list.map((one) => (one === before ? summary : one)) : [summary, ...list];
  }

  #keep(ticket: Ticket): void {
    const before = this.#known.get(ticket.id);
    if (!before || before.updated <= ticket.updated) this.#known.set(ticket.id, ticket);
  }

  async #fetchList(): Promise<void> {
    try {
      this.list = await this.#api.tickets();
      this.failure = null;
    } catch (error) {
      this.failure = asFailure(error);
      return;
    }
    const { chosen } = this;
    const behind = this.list.find((one) => one.id === chosen);
    if (behind && this.#known.has(behind.id) && this.#known.get(behind.id)?.updated !== behind.updated) await this.readOne(behind.id);
  }
}

/** What a supervisor said of the newest hand-over, whether it was right; null where nobody did. */
export function judgement({ history }: Pick<Ticket, "history">): TicketChange | null {
  const handed = history.findLastIndex((change) => change.to === "open" && change.from !== "open");
  return history.slice(handed).findLast((change) => typeof change.approved === "boolean") ?? null;
}

/** Whether a ticket may go there. */
export function mayGo(from: TicketStatus, to: TicketStatus): boolean {
  return MAY_GO[from].includes(to);
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
