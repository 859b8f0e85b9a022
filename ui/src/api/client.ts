// The calls of the API, one function each. Knows paths and shapes, not how requests travel.
import type { Host, HttpMethod } from "../host/host";
import { AdministrationApi } from "./administration";
import { ApiFailure, isFailureCode } from "./errors";
import type {
  Article,
  ArticleDraft,
  AttachmentText,
  BesideSettings,
  Caller,
  Category,
  Channel,
  Checklist,
  Conversation,
  ConversationList,
  ConversationStatus,
  ConversationSummary,
  CustomerExport,
  CustomerFact,
  CustomerMemory,
  CustomerView,
  DisagreementList,
  DismissReason,
  DocumentView,
  Escalation,
  FileList,
  FileStage,
  Forgotten,
  GapList,
  GoldenQuestion,
  GoldenReport,
  Health,
  KnowledgeChange,
  KnowledgeChoice,
  KnowledgeStatus,
  MacroList,
  MarkedDocument,
  ModelChange,
  ModelTest,
  ModelView,
  NearbyModel,
  LabelKind,
  LabelNames,
  Message,
  MoodWords,
  NewFact,
  NewReview,
  Passage,
  Profile,
  QueryAnswer,
  QueryCatalog,
  QueryValue,
  Replay,
  Recap,
  Review,
  ReviewList,
  ReviewSample,
  Rewrite,
  Rewritten,
  SearchResults,
  SentReply,
  SignedIn,
  SimilarConversation,
  Sentiment,
  Standing,
  TaxonomyDraft,
  TaxonomySaved,
  TaxonomyView,
  TextPlace,
  Ticket,
  TicketEdit,
  TicketSummary,
  UserName,
} from "./nouns";

/** Which files are asked about; nothing named is all of them. */
export interface FilesQuery {
  q?: string;
  state?: FileStage;
  duplicated?: boolean;
  /** Only those with a document that seems to give orders to a language model. */
  marked?: boolean;
  cursor?: string;
}

/** Which conversations are asked about, and which window of them; nothing named is all of them. */
export interface ConversationsQuery {
  q?: string;
  status?: ConversationStatus;
  category?: Category;
  channel?: Channel;
  sentiment?: Sentiment;
  waiting?: boolean;
  /** Identifiers, separated by commas. */
  ids?: string;
  offset?: number;
  limit?: number;
}

/** Which conversations are drawn for a review. */
export interface SampleQuery {
  days: number;
  count: number;
  seed: number;
  category: Category | "";
  owner: string;
  /** Who replied last; anybody where empty. */
  agent: string;
  unreviewed: boolean;
}

/** The status of an answer that has nothing to say. */
const NO_CONTENT = 204;

export class Api {
  readonly #host: Host;
  /** For who sets Aside up. */
  readonly administration = new AdministrationApi((method, path, body) => this.#call(method, path, body));

  constructor(host: Host) {
    this.#host = host;
  }

  health(): Promise<Health> {
    return this.#call("GET", "/health");
  }

  /** The OpenAPI description of the API. */
  description<Description>(): Promise<Description> {
    return this.#call("GET", "/openapi.json");
  }

  /** Signs somebody in: from then on requests are theirs. */
  async signIn(name: string, password: string): Promise<void> {
    this.#host.gate?.enter(await this.#call<SignedIn>("POST", "/auth/login", { name, password }));
  }

  /** Who asks. */
  me(): Promise<Caller> {
    return this.#call("GET", "/auth/me");
  }

  /** A window of the conversations, in the order in which they should be worked on. */
  conversations(query: ConversationsQuery): Promise<ConversationList> {
    return this.#call("GET", `/api/v1/conversations${asked(query)}`);
  }

  conversation(id: string): Promise<Conversation> {
    return this.#call("GET", `/api/v1/conversations/${encodeURIComponent(id)}`);
  }

  /** Conversations in which a customer means this, in whatever words, the nearest first. */
  async about(words: string): Promise<SimilarConversation[]> {
    return (await this.#call<{ conversations: SimilarConversation[] }>("GET", `/api/v1/conversations/about${asked({ q: words })}`)).conversations;
  }

  /** Resolved conversations about what this one is about. */
  async similar(id: string): Promise<SimilarConversation[]> {
    return (await this.#call<{ conversations: SimilarConversation[] }>("GET", `/api/v1/conversations/${encodeURIComponent(id)}/similar`)).conversations;
  }

  /** Starts a conversation with what a customer wrote. An empty `customer` leaves the name to the endpoint. */
  start(customer: string, text: string, files: File[] = []): Promise<Conversation> {
    const name = customer.trim();
    return this.#call("POST", "/api/v1/conversations", withFiles(name ? { customer: name, text } : { text }, files));
  }

  addCustomerMessage(id: string, text: string, files: File[] = []): Promise<Conversation> {
    return this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/messages`, withFiles({ text }, files));
  }

  /** A file that came with a message. */
  async attachment(conversation: string, id: string): Promise<Blob> {
    let loaded;
    try {
      loaded = await this.#host.load(attachmentPath(conversation, id));
    } catch {
      throw new ApiFailure("unreachable", "");
    }
    if (loaded.status >= 200 && loaded.status < 300) return loaded.body;
    throw failure(parse(await loaded.body.text()));
  }

  /** The text that was read from a file. */
  attachmentText(conversation: string, id: string): Promise<AttachmentText> {
    return this.#call("GET", `${attachmentPath(conversation, id)}/text`);
  }

  /** The labels that a message can have. */
  labels(): Promise<LabelNames> {
    return this.#call("GET", "/api/v1/labels");
  }

  /** The team's own labels, as their file has them. */
  taxonomy(): Promise<TaxonomyView> {
    return this.#call("GET", "/api/v1/taxonomy");
  }

  /** Writes the team's own labels, or says what is wrong with them. */
  saveTaxonomy(draft: TaxonomyDraft): Promise<TaxonomySaved> {
    return this.#call("PUT", "/api/v1/taxonomy", draft);
  }

  /** Corrects a label of a message, or takes the correction back with null. */
  correct(message: string, kind: LabelKind, label: string | null): Promise<Conversation> {
    const path = `/api/v1/messages/${encodeURIComponent(message)}/labels/${kind}`;
    return label === null ? this.#call("DELETE", path) : this.#call("PUT", path, { label });
  }

  reply(id: string, reply: SentReply, files: File[] = []): Promise<Message> {
    return this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/replies`, withFiles(reply, files));
  }

  /** Tells the customer of a chat that an agent is writing. */
  async agentTypes(id: string): Promise<void> {
    await this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/typing`);
  }

  /** Keeps that a suggestion is of no use, and why. */
  async dismiss(id: string, suggestion: string, reason: DismissReason): Promise<void> {
    const path = `/api/v1/conversations/${encodeURIComponent(id)}/suggestions/${encodeURIComponent(suggestion)}/feedback`;
    await this.#call("POST", path, { reason });
  }

  /** Has a language model write a draft once more; events tell how it goes. */
  async draftAgain(id: string): Promise<void> {
    await this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/draft`);
  }

  /** Stops the draft that a language model writes. */
  async stopDraft(id: string): Promise<void> {
    await this.#call("DELETE", `/api/v1/conversations/${encodeURIComponent(id)}/draft`);
  }

  /** Writes a text of the agent's anew; stores nothing. */
  rewrite(id: string, rewrite: Rewrite): Promise<Rewritten> {
    return this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/rewrite`, rewrite);
  }

  /** What a conversation is about, each sentence with its message. */
  summary(id: string): Promise<Recap> {
    return this.#call("GET", `/api/v1/conversations/${encodeURIComponent(id)}/summary`);
  }

  setStatus(id: string, status: ConversationStatus): Promise<ConversationSummary> {
    return this.#call("PUT", `/api/v1/conversations/${encodeURIComponent(id)}/status`, { status });
  }

  /** Hands a conversation to a supervisor, with all that is known of it. A conversation has one ticket at most. */
  handOver(id: string): Promise<Ticket> {
    return this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/ticket`, {});
  }

  /** Keeps that a rule fired wrongly on the newest customer message, or takes that back. */
  judgeRule(id: string, rule: string, wrong: boolean): Promise<Escalation> {
    return this.#call("POST", `/api/v1/conversations/${encodeURIComponent(id)}/escalation/verdict`, { rule, wrong });
  }

  /** All tickets: what is not resolved first, the most urgent and then the newest before the others. */
  async tickets(): Promise<TicketSummary[]> {
    return (await this.#call<{ tickets: TicketSummary[] }>("GET", "/api/v1/tickets")).tickets;
  }

  ticket(id: string): Promise<Ticket> {
    return this.#call("GET", `/api/v1/tickets/${encodeURIComponent(id)}`);
  }

  /** Changes a ticket; what is left out stays. */
  changeTicket(id: string, edit: Partial<TicketEdit>): Promise<Ticket> {
    return this.#call("PUT", `/api/v1/tickets/${encodeURIComponent(id)}`, edit);
  }

  /** Everybody whom a ticket can be given to; nobody where the desk has no users. */
  async userNames(): Promise<UserName[]> {
    return (await this.#call<{ users: UserName[] }>("GET", "/api/v1/users/names")).users;
  }

  /** What happened in a conversation, step by step, as the ledger has it. */
  replay(id: string): Promise<Replay> {
    return this.#call("GET", `/api/v1/conversations/${encodeURIComponent(id)}/ledger`);
  }

  /** Which words of a customer's message carry its mood: worked out now, in some tenths of a second. */
  moodWords(id: string, message: string): Promise<MoodWords> {
    return this.#call("GET", `/api/v1/conversations/${encodeURIComponent(id)}/messages/${encodeURIComponent(message)}/mood`);
  }

  /** What a customer is entitled to, and which tiers there are. */
  customer(customer: string): Promise<CustomerView> {
    return this.#call("GET", customerPath(customer));
  }

  setStanding(customer: string, standing: Standing): Promise<CustomerView> {
    return this.#call("PUT", customerPath(customer), standing);
  }

  setProfile(customer: string, profile: Profile): Promise<Profile> {
    return this.#call("PUT", `${customerPath(customer)}/profile`, profile);
  }

  /** What is remembered of a customer; with words, the facts that are nearest in meaning first. */
  memory(customer: string, q = ""): Promise<CustomerMemory> {
    return this.#call("GET", `${customerPath(customer)}/memory${asked({ q })}`);
  }

  keepFact(customer: string, fact: NewFact): Promise<CustomerFact> {
    return this.#call("POST", `${customerPath(customer)}/memory`, fact);
  }

  correctFact(customer: string, fact: string, corrected: NewFact): Promise<CustomerFact> {
    return this.#call("PUT", `${customerPath(customer)}/memory/${encodeURIComponent(fact)}`, corrected);
  }

  /** Deletes a fact for good. */
  async dropFact(customer: string, fact: string): Promise<void> {
    await this.#call("DELETE", `${customerPath(customer)}/memory/${encodeURIComponent(fact)}`);
  }

  /** Everything that is stored of a customer. */
  exportCustomer(customer: string): Promise<CustomerExport> {
    return this.#call("GET", `${customerPath(customer)}/export`);
  }

  /** Erases all that is stored of a customer, for good. */
  forgetCustomer(customer: string): Promise<Forgotten> {
    return this.#call("DELETE", customerPath(customer));
  }

  knowledge(): Promise<KnowledgeStatus> {
    return this.#call("GET", "/api/v1/knowledge");
  }

  files(query: FilesQuery): Promise<FileList> {
    return this.#call("GET", `/api/v1/knowledge/files${asked(query)}`);
  }

  /** Texts that are kept for being used again. */
  macros(): Promise<MacroList> {
    return this.#call("GET", "/api/v1/macros");
  }

  /** Passages by meaning and words, best first. */
  async search(q: string, limit: number): Promise<Passage[]> {
    return (await this.#call<SearchResults>("GET", `/api/v1/search${asked({ q, limit })}`)).results;
  }

  /** Reads a file again, or all that could not be read. */
  retry(path?: string): Promise<KnowledgeStatus> {
    return this.#call("POST", "/api/v1/knowledge/retry", path === undefined ? {} : { path });
  }

  /** Allows a marked document to be handed to language models, or takes that back. */
  judge(document: string, allowed: boolean): Promise<MarkedDocument> {
    return this.#call("POST", "/api/v1/knowledge/judge", { document, allowed });
  }

  /** Holds finding by meaning back, or lets it go on. */
  pauseMeaning(paused: boolean): Promise<KnowledgeStatus> {
    return this.#call("POST", `/api/v1/knowledge/${paused ? "pause" : "resume"}`);
  }

  document(path: string): Promise<DocumentView> {
    return this.#call("GET", `/api/v1/knowledge/document?path=${encodeURIComponent(path)}`);
  }

  /** What was asked in the last days and no document answers. */
  gaps(days: number): Promise<GapList> {
    return this.#call("GET", `/api/v1/knowledge/gaps${asked({ days })}`);
  }

  /** Keeps a search that found nothing, so that it is seen among the gaps. */
  async missedSearch(query: string, conversation: string | null): Promise<void> {
    await this.#call("POST", "/api/v1/knowledge/searches", { query, conversation });
  }

  /** Writes an article into the knowledge folder. */
  addArticle(draft: ArticleDraft): Promise<Article> {
    return this.#call("POST", "/api/v1/knowledge/articles", draft);
  }

  /** Sentences of different documents that say the same with two numbers. */
  disagreements(): Promise<DisagreementList> {
    return this.#call("GET", "/api/v1/knowledge/disagreements");
  }

  /** The golden questions, as they stood when they were asked last. */
  golden(): Promise<GoldenReport> {
    return this.#call("GET", "/api/v1/knowledge/golden");
  }

  askGolden(): Promise<GoldenReport> {
    return this.#call("POST", "/api/v1/knowledge/golden/run");
  }

  addGolden(question: GoldenQuestion): Promise<GoldenReport> {
    return this.#call("POST", "/api/v1/knowledge/golden", question);
  }

  removeGolden(ask: string): Promise<GoldenReport> {
    return this.#call("DELETE", `/api/v1/knowledge/golden${asked({ ask })}`);
  }

  /** What conversations are reviewed by. */
  checklist(): Promise<Checklist> {
    return this.#call("GET", "/api/v1/reviews/checklist");
  }

  reviewSample(query: SampleQuery): Promise<ReviewSample> {
    return this.#call("GET", `/api/v1/reviews/sample${asked(query)}`);
  }

  reviews(days: number): Promise<ReviewList> {
    return this.#call("GET", `/api/v1/reviews${asked({ days })}`);
  }

  review(conversation: string, review: NewReview): Promise<Review> {
    return this.#call("PUT", `/api/v1/conversations/${encodeURIComponent(conversation)}/review`, review);
  }

  /** One question in SQL, read-only, with the values of its parameters. */
  query(sql: string, params?: Record<string, QueryValue>): Promise<QueryAnswer> {
    return this.#call("POST", "/api/v1/sql", params ? { sql, params } : { sql });
  }

  queryCatalog(): Promise<QueryCatalog> {
    return this.#call("GET", "/api/v1/sql/tables");
  }

  /** The language model as it is set; like all about it, in the desktop window only. */
  modelSettings(): Promise<ModelView> {
    return this.#call("GET", "/api/v1/settings/model");
  }

  setModel(change: ModelChange): Promise<ModelView> {
    return this.#call("PUT", "/api/v1/settings/model", change);
  }

  /** Asks the language model for one word, and tells what came of it. */
  testModel(): Promise<ModelTest> {
    return this.#call("POST", "/api/v1/settings/model/test");
  }

  /** Model servers on the usual ports of this computer. */
  async nearbyModels(): Promise<NearbyModel[]> {
    return (await this.#call<{ found: NearbyModel[] }>("GET", "/api/v1/settings/model/found")).found;
  }

  /** How the desk stands beside other programs; in the desktop window only. */
  besideSettings(): Promise<BesideSettings> {
    return this.#call("GET", "/api/v1/settings/beside");
  }

  setBeside(settings: BesideSettings): Promise<BesideSettings> {
    return this.#call("PUT", "/api/v1/settings/beside", settings);
  }

  /** The folders of documents and the encoder, now and at the next start; in the desktop window only. */
  knowledgeChoice(): Promise<KnowledgeChoice> {
    return this.#call("GET", "/api/v1/settings/knowledge");
  }

  /** Chooses them from the next start on; what is absent stays as it is. */
  setKnowledge(change: KnowledgeChange): Promise<KnowledgeChoice> {
    return this.#call("PUT", "/api/v1/settings/knowledge", change);
  }

  async #call<T>(method: HttpMethod, path: string, body?: object): Promise<T> {
    let answer;
    try {
      answer = await this.#host.request(method, path, body);
    } catch {
      throw new ApiFailure("unreachable", "");
    }
    const parsed = parse(answer.body);
    if (answer.status < 200 || answer.status >= 300) {
      throw failure(parsed);
    }
    if (parsed === undefined && answer.status !== NO_CONTENT) {
      throw new ApiFailure("internal", "");
    }
    return parsed as T;
  }
}

function attachmentPath(conversation: string, id: string): string {
  return `/api/v1/conversations/${encodeURIComponent(conversation)}/attachments/${encodeURIComponent(id)}`;
}

/** What is sent as JSON, or with files as a form of the same fields. */
function withFiles(fields: object, files: File[]): object {
  if (files.length === 0) return fields;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (typeof value === "string") form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return form;
}

function customerPath(customer: string): string {
  return `/api/v1/customers/${encodeURIComponent(customer)}`;
}

/** The part of an address after `?`; what is empty or false is not said. */
function asked(query: object): string {
  const said = Object.entries(query).filter(([, value]) => value !== "" && value !== false);
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function failure(body: unknown): ApiFailure {
  if (typeof body === "object" && body !== null && "code" in body && isFailureCode(body.code)) {
    const detail = "detail" in body && typeof body.detail === "string" ? body.detail : "";
    return new ApiFailure(body.code, detail, "place" in body ? placeOf(body.place) : null);
  }
  return new ApiFailure("internal", "");
}

function placeOf(place: unknown): TextPlace | null {
  if (typeof place !== "object" || place === null) return null;
  const { line, column, length } = place as Partial<TextPlace>;
  return line && column && length ? { line, column, length } : null;
}
