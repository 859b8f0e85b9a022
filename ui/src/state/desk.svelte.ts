// Everything that the desk shows. Panels read it and call it; only this file changes it.
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { Api, FilesQuery } from "../api/client";
import { ApiFailure } from "../api/errors";
import type {
  Advice,
  Attachment,
  Citation,
  Conversation,
  ConversationSlot,
  ConversationStatus,
  ConversationSummary,
  DismissReason,
  DocumentView,
  Event,
  FileList,
  Health,
  KnowledgeStatus,
  LanguageModelState,
  LiveDraft,
  MacroList,
  MarkedDocument,
  LabelKind,
  LabelNames,
  Message,
  ModelState,
  MoodWords,
  Passage,
  PersonalSpan,
  RewriteHow,
  Suggestion,
  Ticket,
  TicketSummary,
} from "../api/nouns";
import type { Host } from "../host/host";
import { Shelf } from "../../shared/shelf";
import { Beside } from "./beside.svelte";
import { leastRole } from "../keymap";
import { Access } from "./access.svelte";
import { KnowledgeSetup } from "./knowledge_setup.svelte";
import { Administration } from "./administration/administration.svelte";
import { Attaching } from "./attaching.svelte";
import { Commands } from "./commands";
import { addText, EMPTY_DRAFT, editDraft, insertSuggestion, type Draft } from "./draft";
import { CustomerCard } from "./customer_card.svelte";
import { Drafts } from "./drafts.svelte";
import { KnowledgeCare } from "./knowledge_care.svelte";
import { Files } from "./files.svelte";
import { Inbox } from "./inbox.svelte";
import { Labelling } from "./labelling.svelte";
import { mergeConversation, newerAdvice, withMessage, withPersonal } from "./merge";
import { Outbox, type Pending } from "./outbox.svelte";
import { Questions } from "./questions.svelte";
import { ModelForm } from "./model_form.svelte";
import { Quality } from "./quality.svelte";
import { Reader } from "./reader.svelte";
import { coalesced } from "./reading";
import { Typing } from "./typing.svelte";
import { Similar } from "./similar.svelte";
import { Tickets } from "./tickets.svelte";
import { Trends } from "./trends.svelte";
import { Recaps } from "./recaps.svelte";
import { Rewriting } from "./rewriting.svelte";
import type { SettingsSection } from "./settings_sections";
import { unsupported, without } from "./unsupported";

/** How many conversations are kept for switching back without waiting. */
const KEPT = 50;

/** After which time a read that failed is tried again. */
const RETRY_MS = 3000;

/** Waiting raises priorities: while somebody waits, they are read again so often. */
const WAITING_MS = 60_000;

/** Files change in bursts: sources are looked up once nothing changed for this long. */
const SOURCES_MS = 400;

/** After reading the list, it rests for so many times as long as that took: many events cost one reading. */
const REST = 3;

/** How many conversations a search of all offers. */
const FOUND = 8;

/** A page that lies over the desk. */
export type Page = "query" | "labels" | "quality" | "settings" | "tickets" | "trends";

export type Connection = "connecting" | "live" | "lost";

export interface PasteDraft {
  text: string;
  customer: string;
}

/** The dialog for pasting a customer's words: a new conversation, or the next message of one. */
export interface Paste {
  text: string;
  into: "new" | "selected";
}

export class Desk {
  /** What whoever works here may do. */
  readonly access: Access;
  readonly commands: Commands;
  readonly reader: Reader;
  readonly questions: Questions;
  readonly labelling: Labelling;
  readonly tickets: Tickets;
  readonly recaps: Recaps;
  readonly similar: Similar;
  readonly modelForm: ModelForm;
  readonly knowledgeSetup: KnowledgeSetup;
  readonly rewriting: Rewriting;
  readonly card: CustomerCard;
  readonly trends: Trends;
  readonly typing: Typing;
  /** How the desk stands beside other programs; null in a browser, which knows none. */
  readonly beside: Beside | null;
  readonly administration: Administration;
  readonly care: KnowledgeCare;
  readonly quality: Quality;
  /** Files that came with messages. */
  readonly attached: Files;
  /** Files that are to go with replies, by conversation; they outlive the page, as drafts do. */
  readonly attaching = new Attaching(new Shelf("aside-desk"));
  /** Files in the dialog for pasting, by what it is for. */
  readonly attachingPasted = new Attaching();

  readonly inbox: Inbox;

  connection = $state<Connection>("connecting");
  /** The page that lies over the desk, if one does. */
  page = $state<Page | null>(null);
  /** The part of the settings that is looked at. */
  settingsSection = $state<SettingsSection>("appearance");
  selected = $state<string | null>(null);
  knowledge = $state.raw<KnowledgeStatus | null>(null);
  model = $state.raw<ModelState | null>(null);
  languageModel = $state.raw<LanguageModelState | null>(null);
  version = $state("");
  health = $state.raw<Health | null>(null);
  /** The dialog, while it is open. */
  paste = $state.raw<Paste | null>(null);
  /** Of the last attempt to submit the dialog. */
  pasteFailure = $state.raw<ApiFailure | null>(null);
  /** What was typed into the dialog and not submitted, by the conversation it is for, or `new`. */
  readonly pasteDrafts = new Map<string, PasteDraft>();
  /** Of something that was asked for and has no place of its own. */
  failure = $state.raw<ApiFailure | null>(null);
  /** Of the last attempt to send a reply, by conversation. */
  readonly sendFailures = new SvelteMap<string, ApiFailure>();
  /** Conversations whose reply was not sent while another one was looked at: nobody there saw it fail. */
  readonly unsent = new SvelteMap<string, ConversationSummary>();
  /** Of every kind, once a menu asked for them. */
  labels = $state.raw<LabelNames | null>(null);
  correcting = $state(false);
  readonly sending = new SvelteSet<string>();
  /** Conversations with a customer's message that was not looked at. */
  readonly unread = new SvelteSet<string>();

  /** Drafts that a language model writes at this moment, by conversation. */
  readonly #live = new SvelteMap<string, LiveDraft>();

  readonly #api: Api;
  readonly #host: Host;
  readonly #known = new SvelteMap<string, Conversation>();
  readonly #readFailures = new SvelteMap<string, ApiFailure>();
  readonly #drafts = new Drafts();
  readonly #outbox = new Outbox();
  /** Replies on their way, by conversation. */
  readonly #sends = new Map<string, Promise<boolean>>();
  /** For how long a sent reply can be taken back, in milliseconds. */
  readonly #undoMs: () => number;
  readonly #readList = coalesced(
    () => this.#reading("list", () => this.#fetchList()),
    () => this.#listMs * REST,
  );
  /** How long the list took to be read. */
  #listMs = 0;
  readonly #readOpen = coalesced(() => this.#reading("open", () => this.#fetchOpen()));
  readonly #readHealth = coalesced(() => this.#reading("health", () => this.#fetchHealth()));
  /** Where the agent is in the list: what stood around a conversation when something was done in it, which may move it. */
  #place: { of: string; before: string | undefined; after: string | undefined } | null = null;
  /** Suggestions without the sentences that nothing carries. */
  readonly #trimmed = new SvelteSet<string>();
  /** Suggestions that are of no use, and why. */
  readonly #dismissed = new SvelteMap<string, DismissReason>();
  /** Cited documents that are no longer there. */
  readonly #gone = new SvelteSet<string>();
  #sources: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, host: Host, undoMs: () => number = () => 0, access: Access = new Access()) {
    this.#api = api;
    this.access = access;
    this.commands = new Commands((command) => access.may(leastRole(command)));
    this.#host = host;
    this.#undoMs = undoMs;
    this.inbox = new Inbox(api, { unread: this.unread }, (error) => (this.failure = asFailure(error)));
    this.reader = new Reader(api);
    this.questions = new Questions(api);
    this.labelling = new Labelling(api);
    this.tickets = new Tickets(api);
    this.recaps = new Recaps(api);
    this.similar = new Similar(api);
    this.modelForm = new ModelForm(api, () => void this.#readHealth());
    this.knowledgeSetup = new KnowledgeSetup(api, host.restart);
    this.rewriting = new Rewriting(api, this.#drafts);
    this.trends = new Trends(api);
    this.typing = new Typing(api);
    this.beside = host.beside ? new Beside(api, host.beside, (conversation) => this.goTo(conversation)) : null;
    this.administration = new Administration(api.administration);
    this.care = new KnowledgeCare(api);
    this.quality = new Quality(api);
    this.attached = new Files(api);
    this.card = new CustomerCard(api, {
      onChanged: () => void this.#readOpen(),
      onForgotten: (customer, conversations) => this.#forget(customer, conversations),
    });
  }

  /** Listens and reads everything; the function that comes back stops it. */
  connect(): () => void {
    const clock = setInterval(() => {
      if (this.connection === "live" && this.inbox.waiting > 0) {
        void this.#readList();
        void this.#readOpen();
      }
    }, WAITING_MS);
    void this.attaching.restore();
    const silence = this.#host.listen({
      onOpen: () => {
        this.connection = "live";
        if (this.failure?.code === "unreachable") this.failure = null;
        if (this.pasteFailure?.code === "unreachable") this.pasteFailure = null;
        this.#readFailures.clear();
        for (const [id, failure] of this.sendFailures) {
          if (failure.code === "unreachable") this.sendFailures.delete(id);
        }
        void this.#readAll();
      },
      onLost: () => {
        this.connection = "lost";
        this.#live.clear();
        this.typing.forget();
      },
      onEvent: (event) => this.#take(event),
    });
    return () => {
      clearInterval(clock);
      silence();
    };
  }

  // ---- what is shown

  /** What could not be read; it is tried again until it can. */
  get readFailure(): ApiFailure | null {
    return this.#readFailures.values().next().value ?? null;
  }

  /** The conversations at hand, in their order; null until read. */
  get list(): ConversationSummary[] | null {
    return this.inbox.rows;
  }

  get summary(): ConversationSummary | null {
    return this.list?.find((one) => one.id === this.selected) ?? this.open?.summary ?? null;
  }

  /** Nobody has written yet. */
  get empty(): boolean {
    return this.list !== null && this.inbox.all === 0;
  }

  get open(): Conversation | null {
    return this.selected === null ? null : (this.#known.get(this.selected) ?? null);
  }

  get advice(): Advice | null {
    return this.open?.advice ?? null;
  }

  /** A newer customer message is being read; the advice is still on the one before. */
  get adviceIsDue(): boolean {
    const newest = this.open?.messages.findLast((message) => message.author === "customer");
    return newest !== undefined && newest.id !== this.advice?.message_id;
  }

  /** What the open conversation's messages name by now. */
  get slots(): ConversationSlot[] {
    return this.open?.slots ?? [];
  }

  /** What a language model writes on the open conversation's newest message at this moment. */
  get liveDraft(): LiveDraft | null {
    const live = this.selected === null ? undefined : this.#live.get(this.selected);
    return live && !this.adviceIsDue && live.message_id === this.advice?.message_id ? live : null;
  }

  /** The selected conversation's ticket, if it was ever handed over. */
  get ticket(): TicketSummary | null {
    return this.selected === null ? null : this.tickets.ofConversation(this.selected);
  }

  /** In the order of their keys: what the assistant said already comes last. */
  get suggestions(): Suggestion[] {
    if (this.adviceIsDue) return [];
    const said = this.#saidBy("assistant");
    const isSaid = ({ text }: Suggestion) => said.has(squeezed(text));
    const all = this.advice?.suggestions ?? [];
    return [...all.filter((one) => !isSaid(one)), ...all.filter(isSaid)];
  }

  /** Whether the customer has these very words already. */
  wasSent({ text }: Suggestion): boolean {
    return this.#saidBy("assistant").has(squeezed(text)) || this.#saidBy("agent").has(squeezed(text));
  }

  #saidBy(author: Message["author"]): Set<string> {
    return new Set(this.open?.messages.filter((message) => message.author === author).map(({ text }) => squeezed(text)));
  }

  /** Why an agent dismissed the suggestion; null where nobody did. */
  dismissedAs(suggestion: Suggestion): DismissReason | null {
    return this.#dismissed.get(suggestion.id) ?? null;
  }

  /** Whether the sentences that nothing carries were taken out of it. */
  isTrimmed(suggestion: Suggestion): boolean {
    return this.#trimmed.has(suggestion.id);
  }

  /** Whether a document that the suggestion cites was deleted since. */
  sourceGone(suggestion: Suggestion): boolean {
    return suggestion.citations.some((citation) => this.#gone.has(citation.document));
  }

  get draft(): Draft {
    return this.#drafts.of(this.selected);
  }

  /** The desk is in its own window, where settings are served that are not served over the network. */
  get inWindow(): boolean {
    return this.#host.kind === "desktop";
  }

  /** Opens the settings at one of their parts. */
  openSettings(section: SettingsSection): void {
    this.settingsSection = section;
    this.page = "settings";
  }

  /** The selected conversation's reply that can still be taken back. */
  get pending(): Pending | null {
    return this.#outbox.of(this.selected);
  }

  // ---- what the agent does

  select(id: string): void {
    this.selected = id;
    this.#place = null;
    this.unread.delete(id);
    this.unsent.delete(id);
    this.failure = null;
    this.reader.close();
    if (this.summary && this.summary.customer !== this.card.name) this.card.close();
    void this.#readOpen();
  }

  /** Moves the selection along the list, on from where the agent is: a conversation that was answered or resolved has moved. */
  step(by: 1 | -1): void {
    const { inbox } = this;
    const left = this.#left();
    const at = inbox.placeOf(this.selected);
    const to = left !== null ? (by > 0 ? left : left - 1) : at < 0 ? inbox.offset : at + by;
    const next = inbox.at(Math.min(Math.max(to, 0), inbox.total - 1));
    if (next && next.id !== this.selected) this.select(next.id);
  }

  /** Whether something was done in the selected conversation, which may move it: the list need not follow it. */
  get holdsPlace(): boolean {
    return this.#place !== null && this.#place.of === this.selected;
  }

  /** Remembers where the agent is before something is done that may move the conversation. */
  #holdPlace(): void {
    const at = this.inbox.placeOf(this.selected);
    if (this.selected === null || this.holdsPlace || at < 0) return;
    this.#place = { of: this.selected, before: this.inbox.at(at - 1)?.id, after: this.inbox.at(at + 1)?.id };
  }

  /** Where the selected conversation would still stand, had it not moved since; null where it has not. */
  #left(): number | null {
    if (this.#place === null || !this.holdsPlace) return null;
    const { inbox } = this;
    const { before, after } = this.#place;
    const at = inbox.placeOf(this.selected);
    if (at >= 0 && (inbox.at(at - 1)?.id === before || inbox.at(at + 1)?.id === after)) return null;
    const next = inbox.placeOf(after ?? null);
    if (next >= 0) return next;
    const previous = inbox.placeOf(before ?? null);
    return previous >= 0 ? previous + 1 : null;
  }

  /** Looks at others of the list; they are read where they are not at hand. */
  look(first: number, last: number): void {
    void this.inbox.look(first, last);
  }

  /** Conversations with these words, whatever the list shows. Throws an `ApiFailure`. */
  async find(words: string): Promise<ConversationSummary[]> {
    return (await this.#api.conversations({ q: words, limit: FOUND })).conversations;
  }

  /** Texts that are kept for being used again, as they are now; none where there are none to be had. */
  async macros(): Promise<MacroList> {
    try {
      return await this.#api.macros();
    } catch {
      return { macros: [] };
    }
  }

  /** Passages of the documents by meaning and words, best first. Throws an `ApiFailure`. */
  search(words: string, limit: number): Promise<Passage[]> {
    return this.#api.search(words, limit);
  }

  write(text: string): void {
    if (this.selected === null) return;
    this.#drafts.set(this.selected, editDraft(this.draft, text));
    if (text !== "" && this.summary?.channel === "chat") this.typing.tell(this.selected);
  }

  /** Puts the nth suggestion, from 0, into the composer; one whose source was deleted stays out. */
  insert(index: number): boolean {
    const suggestion = this.suggestions[index];
    if (!suggestion || this.selected === null || this.sourceGone(suggestion)) return false;
    const text = this.#textOf(suggestion);
    this.#drafts.set(this.selected, insertSuggestion(this.draft, { id: suggestion.id, text }));
    return true;
  }

  /** Puts the nth suggestion into the composer and rewrites it there; what was written before it stays as it is. */
  async insertRewritten(index: number, how: RewriteHow, language?: string): Promise<void> {
    const id = this.selected;
    const suggestion = this.suggestions[index];
    if (id === null || !suggestion || !this.insert(index)) return;
    const end = this.draft.text.length;
    await this.rewriting.run(id, how, language, { start: end - this.#textOf(suggestion).length, end });
  }

  /** What of the suggestion is inserted. */
  #textOf(suggestion: Suggestion): string {
    return this.isTrimmed(suggestion) ? without(suggestion.text, unsupported(suggestion)) : suggestion.text;
  }

  /** Takes the sentences that no document carries out of every suggestion, and out of the draft. */
  removeUnsupported(): boolean {
    const marked = this.suggestions.filter((suggestion) => unsupported(suggestion).length > 0);
    for (const suggestion of marked) {
      this.#trimmed.add(suggestion.id);
      const { draft } = this;
      const text = without(draft.text, unsupported(suggestion));
      if (this.selected !== null && unsupported(suggestion).some((words) => draft.text.includes(words))) {
        this.#drafts.set(this.selected, { ...draft, text, untouched: draft.text === draft.untouched ? text : null });
      }
    }
    return marked.length > 0;
  }

  /** Keeps that a suggestion is of no use; it ranks later ones. */
  async dismiss(suggestion: Suggestion, reason: DismissReason): Promise<void> {
    const id = this.selected;
    if (id === null) return;
    try {
      this.failure = null;
      await this.#api.dismiss(id, suggestion.id, reason);
      this.#dismissed.set(suggestion.id, reason);
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /**
   * Sends the draft, after the moment in which it can be taken back. True once it is stored. Taken back or failed,
   * its text is in the composer again.
   */
  send(): Promise<boolean> {
    const id = this.selected;
    if (id === null || !this.hasReply(id)) return Promise.resolve(false);
    this.#holdPlace();
    // What was sent before goes out first.
    this.#outbox.end(id, true);
    const before = this.#sends.get(id);
    const sent = before ? before.then(() => this.#send(id)) : this.#send(id);
    const all = sent.finally(() => this.#sends.get(id) === all && this.#sends.delete(id));
    this.#sends.set(id, all);
    return sent;
  }

  async #send(id: string): Promise<boolean> {
    if (!this.hasReply(id)) return false;
    this.sendFailures.delete(id);
    const draft = this.#drafts.hold(id);
    const files = this.attaching.hold(id);
    const ms = this.#undoMs();
    const sent = (ms === 0 || (await this.#outbox.wait(id, draft, ms, files))) && (await this.#post(id, draft, files));
    for (const unsent of [this.#drafts, this.attaching]) {
      if (sent) unsent.release(id);
      else unsent.giveBack(id);
    }
    return sent;
  }

  /** Whether a reply is begun there: words or files. */
  hasReply(id: string): boolean {
    return this.#drafts.of(id).text.trim() !== "" || this.attaching.of(id).length > 0;
  }

  /** Takes back the selected conversation's reply that was not sent yet. */
  undoSend(): boolean {
    return this.selected !== null && this.#outbox.end(this.selected, false);
  }

  /** Sends it without waiting longer. */
  sendNow(): boolean {
    return this.selected !== null && this.#outbox.end(this.selected, true);
  }

  /** Writes down what is being written; for the end of the page. */
  keepDrafts(): void {
    this.#drafts.keep();
  }

  async #post(id: string, { text, suggestionId }: Draft, files: File[]): Promise<boolean> {
    this.sending.add(id);
    try {
      this.#addMessage(await this.#api.reply(id, { text, suggestion_id: suggestionId }, files));
      this.typing.sent(id);
      void this.#readList();
      return true;
    } catch (error) {
      this.sendFailures.set(id, asFailure(error));
      const summary = this.#known.get(id)?.summary;
      if (summary && id !== this.selected) this.unsent.set(id, summary);
      return false;
    } finally {
      this.sending.delete(id);
    }
  }

  /** Starts a conversation with a customer's words. Throws an `ApiFailure`; the dialog shows it. */
  async start(customer: string, text: string, files: File[] = []): Promise<void> {
    this.#show(await this.#api.start(customer, text, files));
  }

  /** Adds the customer's next words to the selected conversation. Throws an `ApiFailure`. */
  async addCustomerMessage(text: string, files: File[] = []): Promise<void> {
    if (this.selected !== null) this.#show(await this.#api.addCustomerMessage(this.selected, text, files));
  }

  /** A page of the files and where they stand. Throws an `ApiFailure`. */
  files(query: FilesQuery): Promise<FileList> {
    return this.#api.files(query);
  }

  /** A document by its path. Throws an `ApiFailure`. */
  document(path: string): Promise<DocumentView> {
    return this.#api.document(path);
  }

  /** Reads a file again, or all that could not be read. Throws an `ApiFailure`. */
  async retry(path?: string): Promise<void> {
    this.knowledge = await this.#api.retry(path);
  }

  /** Allows a marked document to be handed to language models, or takes that back. Throws an `ApiFailure`. */
  judge(document: string, allowed: boolean): Promise<MarkedDocument> {
    return this.#api.judge(document, allowed);
  }

  /** Holds finding by meaning back, or lets it go on. Throws an `ApiFailure`. */
  async pauseMeaning(paused: boolean): Promise<void> {
    this.knowledge = await this.#api.pauseMeaning(paused);
  }

  /** Corrects what was read in the newest customer message, or takes the correction back with null. */
  async correct(kind: LabelKind, label: string | null): Promise<void> {
    const message = this.advice?.message_id;
    if (message === undefined || this.correcting) return;
    this.correcting = true;
    try {
      this.failure = null;
      const corrected = await this.#api.correct(message, kind, label);
      this.#keep(mergeConversation(this.#known.get(corrected.summary.id), corrected));
      this.#patch(corrected.summary);
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.correcting = false;
    }
  }

  /** Reads anew which labels a message can have; what was known before stays where that fails. */
  async readLabels(): Promise<void> {
    try {
      this.labels = await this.#api.labels();
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Which words of the selected conversation's message carry its mood. Throws an `ApiFailure`. */
  async moodWords(message: string): Promise<MoodWords> {
    return this.#api.moodWords(this.selected ?? "", message);
  }

  /** Gives the selected conversation's customer priority by contract, or takes it away. */
  async setVip(vip: boolean): Promise<void> {
    const summary = this.summary;
    if (!summary) return;
    try {
      this.failure = null;
      await this.#api.setStanding(summary.customer, { vip, tier: summary.tier ?? null });
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Stops the draft that a language model writes on the selected conversation. */
  async stopDraft(): Promise<void> {
    if (this.selected === null) return;
    try {
      await this.#api.stopDraft(this.selected);
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Has a language model write a draft on the selected conversation once more. */
  async draftAgain(): Promise<void> {
    if (this.selected === null || this.liveDraft || this.languageModel?.state === "off") return;
    try {
      this.failure = null;
      await this.#api.draftAgain(this.selected);
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Opens the card of the selected conversation's customer, or closes it. */
  toggleCard(): void {
    const shown = this.card.name !== null && this.reader.citation === null;
    if (shown) this.card.close();
    else this.#beside((customer) => this.card.open(customer));
  }

  /** Begins a fact about the selected conversation's customer, with words of a message where some are marked. */
  noteFact(words: string, message: string | null): void {
    this.#beside((customer) => this.card.note(customer, words, message));
  }

  /** Opens the card at a fact, to be corrected. */
  correctFact(fact: string): void {
    this.#beside((customer) => this.card.correct(customer, fact));
  }

  /** The card and the document have the same place. */
  #beside(open: (customer: string) => void): void {
    if (!this.summary) return;
    this.reader.close();
    open(this.summary.customer);
  }

  async setStatus(status: ConversationStatus): Promise<void> {
    if (this.selected === null) return;
    this.#holdPlace();
    try {
      this.failure = null;
      this.#patch(await this.#api.setStatus(this.selected, status));
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Hands the selected conversation to a supervisor: that makes its ticket, or opens it again. */
  async escalate(): Promise<void> {
    const id = this.selected;
    if (id === null) return;
    this.#holdPlace();
    try {
      this.failure = null;
      this.tickets.take(await this.#api.handOver(id));
      void this.#readList();
      if (id === this.selected) void this.#readOpen();
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Keeps that a rule of escalation fired wrongly on the newest customer message, or takes that back. */
  async judgeRule(rule: string, wrong: boolean): Promise<void> {
    const advice = this.advice;
    if (advice === null) return;
    const { conversation_id: id, message_id } = advice;
    try {
      this.failure = null;
      const escalation = await this.#api.judgeRule(id, rule, wrong);
      const known = this.#known.get(id);
      if (known?.advice?.message_id === message_id) this.#known.set(id, { ...known, advice: { ...known.advice, escalation } });
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Looks at a ticket among the others. */
  showTicket(id: string): void {
    this.tickets.showEverything();
    this.tickets.choose(id);
    this.page = "tickets";
  }

  /** Leaves the tickets for a conversation. */
  goTo(conversation: string): void {
    this.page = null;
    this.select(conversation);
  }

  /** Shows a document beside the conversation, whatever lay over both. */
  goToDocument(citation: Citation): void {
    this.page = null;
    void this.reader.open(citation);
  }

  /** Puts what to say to the customer into the composer of the ticket's conversation, and goes there. */
  useHandOff({ conversation, hand_off_text }: Pick<Ticket, "conversation" | "hand_off_text">): void {
    this.#drafts.set(conversation, addText(this.#drafts.of(conversation), hand_off_text));
    this.goTo(conversation);
  }

  // ---- what happens

  #take(event: Event): void {
    switch (event.type) {
      case "message_added":
        this.#addMessage(event.message, event.personal);
        if (event.message.author === "customer") this.typing.stopped(event.message.conversation_id);
        this.#patch(event.conversation);
        this.card.heard(event.conversation.customer);
        this.tickets.written(event.message.conversation_id);
        if (event.message.author === "customer" && event.message.conversation_id !== this.selected) {
          this.unread.add(event.message.conversation_id);
        }
        break;
      case "attachment_read":
        this.#addAttachment(event.conversation_id, event.message_id, event.attachment);
        break;
      case "advice_ready":
        this.#addAdvice(event.advice, event.slots);
        // The mood of the conversation is the endpoint's to say.
        if (event.advice.conversation_id === this.selected) void this.#readOpen();
        this.#patch(event.conversation);
        break;
      case "conversation_changed":
        this.#patch(event.conversation);
        this.card.heard(event.conversation.customer);
        break;
      case "ticket_changed":
        this.tickets.heard(event.ticket);
        break;
      case "knowledge_changed":
        this.knowledge = event.status;
        clearTimeout(this.#sources);
        this.#sources = setTimeout(() => void this.#checkSources(), SOURCES_MS);
        break;
      case "golden_asked":
        this.care.heard(event.run);
        break;
      case "labels_changed":
        this.labelling.heard(event.trouble ?? "");
        break;
      case "draft_writing":
        this.#live.set(event.draft.conversation_id, event.draft);
        break;
      case "draft_ended":
        if (this.#live.get(event.conversation_id)?.message_id === event.message_id) this.#live.delete(event.conversation_id);
        void this.#readHealth();
        break;
      case "typing":
        if (event.author === "customer") this.typing.heard(event.conversation_id);
        break;
      case "resync":
        this.#live.clear();
        void this.#readAll();
        break;
    }
  }

  #patch(summary: ConversationSummary): void {
    this.inbox.patch(summary);
    const known = this.#known.get(summary.id);
    if (known) this.#known.set(summary.id, { ...known, summary });
    // Where it stands among the others is the endpoint's to say.
    void this.#readList();
  }

  #addMessage(message: Message, told?: PersonalSpan[]): void {
    const known = this.#known.get(message.conversation_id);
    if (!known) return;
    const before = known.personal ?? [];
    const personal = told ? withPersonal(told, before, [message]) : before;
    this.#known.set(known.summary.id, { ...known, messages: withMessage(known.messages, message), personal });
  }

  /** A file was read: its message says so. */
  #addAttachment(conversation: string, message: string, read: Attachment): void {
    const known = this.#known.get(conversation);
    if (!known) return;
    const stands = (file: Attachment): Attachment => (file.id === read.id ? read : file);
    const messages = known.messages.map((one) => (one.id === message ? { ...one, attachments: one.attachments?.map(stands) ?? [] } : one));
    this.#known.set(conversation, { ...known, messages });
  }

  #addAdvice(advice: Advice, slots: ConversationSlot[]): void {
    const known = this.#known.get(advice.conversation_id);
    if (!known) return;
    const newer = newerAdvice(known.advice, advice);
    // What an older advice knew was named is out of date.
    this.#known.set(known.summary.id, { ...known, advice: newer, slots: newer === advice ? slots : known.slots });
  }

  #show(conversation: Conversation): void {
    const { id } = conversation.summary;
    this.#keep(mergeConversation(this.#known.get(id), conversation));
    this.#patch(conversation.summary);
    if (this.selected !== id) this.select(id);
  }

  #keep(conversation: Conversation): void {
    const { id } = conversation.summary;
    this.#known.delete(id);
    this.#known.set(id, conversation);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      if (old !== this.selected) this.#known.delete(old);
    }
  }

  /** Nothing of a customer who was forgotten stays on the screen or in this browser. */
  #forget(customer: string, conversations: string[]): void {
    const theirs = new Set(conversations);
    for (const [id, { summary }] of this.#known) if (summary.customer === customer) theirs.add(id);
    for (const id of theirs) {
      // A reply that waits to be sent comes back as a draft.
      if (this.#outbox.end(id, false)) void this.#sends.get(id)?.then(() => this.#discard(id));
      this.#known.delete(id);
      this.#discard(id);
      this.#live.delete(id);
      this.unread.delete(id);
      this.sendFailures.delete(id);
      this.unsent.delete(id);
      this.pasteDrafts.delete(id);
      this.attachingPasted.set(id, []);
      this.recaps.close(id);
    }
    this.#drafts.keep();
    this.attached.clear();
    if (this.selected !== null && theirs.has(this.selected)) this.selected = null;
    void this.#readAll();
  }

  /** What was written and chosen for a conversation's reply is gone. */
  #discard(id: string): void {
    this.#drafts.set(id, EMPTY_DRAFT);
    this.attaching.set(id, []);
  }

  async #readAll(): Promise<void> {
    // Whatever is not on the screen may be out of date now.
    for (const id of [...this.#known.keys()]) if (id !== this.selected) this.#known.delete(id);
    await Promise.all([this.#readList(), this.#readOpen(), this.#readHealth(), this.tickets.read(), this.card.read()]);
  }

  async #reading(what: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
      this.#readFailures.delete(what);
    } catch (error) {
      const failure = asFailure(error);
      this.#readFailures.set(what, failure);
      clearTimeout(this.#retry);
      // Once somebody signed in, all is read.
      if (failure.code !== "unauthenticated") this.#retry = setTimeout(() => void this.#readAll(), RETRY_MS);
    }
  }

  async #fetchList(): Promise<void> {
    const start = performance.now();
    await this.inbox.read();
    const first = this.inbox.at(0);
    if (this.selected === null && first && !this.inbox.filtered) this.select(first.id);
    this.#listMs = performance.now() - start;
  }

  async #fetchOpen(): Promise<void> {
    const id = this.selected;
    if (id === null || this.#known.get(id)?.summary.customer === this.card.forgetting) return;
    try {
      const read = await this.#api.conversation(id);
      this.#keep(mergeConversation(this.#known.get(id), read));
      if (id === this.selected && read.summary.customer !== this.card.name) this.card.close();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code !== "not_found") throw failure;
      this.#known.delete(id);
      this.#discard(id);
      if (this.selected === id) {
        this.selected = null;
        this.failure = failure;
      }
      void this.#readList();
    }
  }

  async #checkSources(): Promise<void> {
    const cited = new Set(this.suggestions.flatMap((one) => one.citations.map((citation) => citation.document)));
    await Promise.all(
      [...cited].map(async (document) => {
        try {
          await this.#api.document(document);
          this.#gone.delete(document);
        } catch (error) {
          // Any other failure says nothing about the document.
          if (asFailure(error).code === "not_found") this.#gone.add(document);
        }
      }),
    );
  }

  async #fetchHealth(): Promise<void> {
    const health = await this.#api.health();
    this.health = health;
    this.model = health.model;
    this.languageModel = health.language_model;
    this.version = health.version;
    this.labelling.trouble = health.labels ?? "";
    this.knowledge = health.knowledge;
  }
}

/** White space does not count. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
