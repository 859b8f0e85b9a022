// The card of one customer: what is remembered of them, kept, corrected, handed out and forgotten.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { CustomerExport, CustomerFact, CustomerMemory, CustomerView, FactKind, Forgotten, Profile, Standing } from "../api/nouns";
import { coalesced } from "./reading";

/** A fact that is being written. */
export interface FactDraft {
  text: string;
  kind: FactKind;
  /** The customer's message that says so. */
  message: string | null;
}

const EMPTY: FactDraft = { text: "", kind: "fact", message: null };

/** A customer who was forgotten on this screen. */
export interface Farewell {
  customer: string;
  erased: Forgotten;
}

export interface CardListener {
  /** Something that is remembered changed: advice may name it. */
  onChanged: () => void;
  /** All of this customer is gone, these conversations with it. */
  onForgotten: (customer: string, conversations: string[]) => void;
}

export class CustomerCard {
  /** Whose card is open; null while none is. */
  name = $state<string | null>(null);
  memory = $state.raw<CustomerMemory | null>(null);
  view = $state.raw<CustomerView | null>(null);
  /** Of the last reading. */
  failure = $state.raw<ApiFailure | null>(null);
  /** Of the last change. */
  notDone = $state.raw<ApiFailure | null>(null);
  /** A change is under way. */
  busy = $state(false);
  /** Facts near these words in meaning stand first. */
  words = $state("");
  /** The fact that is being corrected. */
  correcting = $state<string | null>(null);
  /** The field for a new fact is to take the focus. */
  wanted = $state(false);
  /** Who is being forgotten: what is read of them meanwhile may be half gone. */
  forgetting: string | null = null;
  /** Who was forgotten last, until somebody has read it. */
  farewell = $state.raw<Farewell | null>(null);

  readonly #api: Api;
  readonly #listener: CardListener;
  readonly #drafts = new SvelteMap<string, FactDraft>();
  readonly #read = coalesced(() => this.#load());

  constructor(api: Api, listener: CardListener) {
    this.#api = api;
    this.#listener = listener;
  }

  open(customer: string): void {
    if (this.name !== customer) {
      this.close();
      this.name = customer;
    }
    void this.read();
  }

  close(): void {
    this.name = null;
    this.memory = null;
    this.view = null;
    this.failure = null;
    this.notDone = null;
    this.correcting = null;
    this.wanted = false;
    this.words = "";
  }

  /** Reads everything anew; what is shown stays meanwhile. */
  read(): Promise<void> {
    return this.#read();
  }

  /** Something happened to this customer. */
  heard(customer: string): void {
    if (this.name === customer) void this.read();
  }

  // ---- facts

  /** The new fact that is being written about the customer. */
  get draft(): FactDraft {
    return (this.name !== null && this.#drafts.get(this.name)) || EMPTY;
  }

  write(draft: Partial<FactDraft>): void {
    if (this.name === null) return;
    const written = { ...this.draft, ...draft };
    if (written.text === "") this.#drafts.delete(this.name);
    else this.#drafts.set(this.name, written);
  }

  /** Opens the card at the field for a new fact, with words of a message in it where some are marked. */
  note(customer: string, words: string, message: string | null): void {
    this.open(customer);
    if (words !== "") this.write({ text: words, message });
    this.correcting = null;
    this.wanted = true;
  }

  /** Keeps the fact that is written. True once it is stored. */
  async keep(): Promise<boolean> {
    const { text, kind, message } = this.draft;
    if (text.trim() === "") return false;
    const kept = await this.#change((customer) => this.#api.keepFact(customer, message === null ? { text, kind, source: "agent" } : { text, kind, message_id: message }));
    if (kept) this.write(EMPTY);
    return kept;
  }

  /** Opens the card at a fact, to be corrected. */
  correct(customer: string, fact: string): void {
    this.open(customer);
    this.correcting = fact;
  }

  /** Gives a fact another text and kind. True once it is stored. */
  async change(fact: CustomerFact, text: string, kind: FactKind): Promise<boolean> {
    const changed = await this.#change((customer) => this.#api.correctFact(customer, fact.id, { text, kind, metadata: fact.metadata ?? {} }));
    if (changed && this.correcting === fact.id) this.correcting = null;
    return changed;
  }

  /** Deletes a fact for good. */
  drop(fact: CustomerFact): Promise<boolean> {
    return this.#change((customer) => this.#api.dropFact(customer, fact.id));
  }

  // ---- profile and standing

  /** Keeps both; what is as it was is not sent. True once all is stored. */
  save(profile: Profile, standing: Standing): Promise<boolean> {
    return this.#change(async (customer) => {
      const { view } = this;
      if (!same(view?.profile, profile)) await this.#api.setProfile(customer, profile);
      if (!same(view?.standing, standing)) await this.#api.setStanding(customer, standing);
    });
  }

  // ---- all of it

  /** Everything that is stored of the customer; null where it cannot be had. */
  async takeOut(): Promise<CustomerExport | null> {
    let all: CustomerExport | null = null;
    await this.#change(async (customer) => (all = await this.#api.exportCustomer(customer)), false);
    return all;
  }

  /** Erases all of the customer, for good. True once it is gone. */
  async forget(): Promise<boolean> {
    const customer = this.name;
    const conversations = this.memory?.conversations.map(({ id }) => id) ?? [];
    let erased: Forgotten | null = null;
    this.forgetting = customer;
    await this.#change(async (name) => (erased = await this.#api.forgetCustomer(name)), false);
    this.forgetting = null;
    if (customer === null || erased === null) return false;
    this.#drafts.delete(customer);
    if (this.name === customer) this.close();
    this.farewell = { customer, erased };
    this.#listener.onForgotten(customer, conversations);
    return true;
  }

  /** One change at a time; false where it failed, and the card says why. */
  async #change(change: (customer: string) => Promise<unknown>, reads = true): Promise<boolean> {
    const customer = this.name;
    if (customer === null || this.busy) return false;
    this.busy = true;
    this.notDone = null;
    try {
      await change(customer);
      if (reads) {
        this.#listener.onChanged();
        await this.read();
      }
      return true;
    } catch (error) {
      // Another's card does not say what went wrong with this one.
      if (this.name === customer) this.notDone = asFailure(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #load(): Promise<void> {
    const customer = this.name;
    if (customer === null || customer === this.forgetting) return;
    try {
      const [memory, view] = await Promise.all([this.#api.memory(customer, this.words.trim()), this.#api.customer(customer)]);
      if (this.name !== customer) return;
      this.memory = memory;
      this.view = view;
      this.failure = null;
    } catch (error) {
      if (this.name === customer) this.failure = asFailure(error);
    }
  }
}

/** Whether two records of the same fields say the same; nothing said is the same as null. */
function same(a: Profile | Standing | undefined, b: Profile | Standing): boolean {
  const said = (one: object = {}) => JSON.stringify(Object.entries(one).filter(([, value]) => value !== null).sort());
  return said(a) === said(b);
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
