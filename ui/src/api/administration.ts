// The calls for who sets Aside up: users, the endpoint, webhooks, the team's files, what is stored.
import type { HttpMethod } from "../host/host";
import type {
  ApiToken,
  MadeApiToken,
  NewApiToken,
  Backup,
  ChatKey,
  ChatSettings,
  DataView,
  EscalationDraft,
  EscalationReplay,
  EscalationView,
  FailedDelivery,
  IdentitySecret,
  NewUser,
  NewWebhook,
  Reach,
  RedactionTrial,
  TeamFileName,
  TeamFileView,
  User,
  UserEdit,
  Webhook,
  WebhookEdit,
  WebhookSecret,
  WebhookTest,
} from "./nouns";

/** How a request travels, and its answer comes back or fails. */
export type Call = <T>(method: HttpMethod, path: string, body?: object) => Promise<T>;

export class AdministrationApi {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  async users(): Promise<User[]> {
    return (await this.#call<{ users: User[] }>("GET", "/api/v1/users")).users;
  }

  addUser(user: NewUser): Promise<User> {
    return this.#call("POST", "/api/v1/users", user);
  }

  changeUser(id: string, edit: Partial<UserEdit>): Promise<User> {
    return this.#call("PUT", `/api/v1/users/${encodeURIComponent(id)}`, edit);
  }

  async removeUser(id: string): Promise<void> {
    await this.#call("DELETE", `/api/v1/users/${encodeURIComponent(id)}`);
  }

  /** Where Aside answers, and who may hold its chat. */
  reach(): Promise<Reach> {
    return this.#call("GET", "/api/v1/reach");
  }

  setChat(chat: ChatSettings): Promise<Reach> {
    return this.#call("PUT", "/api/v1/chat/settings", chat);
  }

  /** The secret that sites sign their customers' names with, in place of the one that is there, and told this once. */
  makeIdentitySecret(): Promise<IdentitySecret> {
    return this.#call("POST", "/api/v1/chat/identity", { replace: true });
  }

  async tokens(): Promise<ApiToken[]> {
    return (await this.#call<{ tokens: ApiToken[] }>("GET", "/api/v1/tokens")).tokens;
  }

  makeToken(token: NewApiToken): Promise<MadeApiToken> {
    return this.#call("POST", "/api/v1/tokens", token);
  }

  async revokeToken(id: string): Promise<void> {
    await this.#call("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}`);
  }

  async chatKeys(): Promise<ChatKey[]> {
    return (await this.#call<{ keys: ChatKey[] }>("GET", "/api/v1/chat/keys")).keys;
  }

  addChatKey(origins: readonly string[]): Promise<ChatKey> {
    return this.#call("POST", "/api/v1/chat/keys", { origins });
  }

  async removeChatKey(id: string): Promise<void> {
    await this.#call("DELETE", `/api/v1/chat/keys/${encodeURIComponent(id)}`);
  }

  async webhooks(): Promise<Webhook[]> {
    return (await this.#call<{ webhooks: Webhook[] }>("GET", "/api/v1/webhooks")).webhooks;
  }

  addWebhook(webhook: NewWebhook): Promise<WebhookSecret> {
    return this.#call("POST", "/api/v1/webhooks", webhook);
  }

  changeWebhook(id: string, edit: Partial<WebhookEdit>): Promise<WebhookSecret> {
    return this.#call("PUT", webhookPath(id), edit);
  }

  async removeWebhook(id: string): Promise<void> {
    await this.#call("DELETE", webhookPath(id));
  }

  /** Sends an event that says nothing, and tells what came back. */
  testWebhook(id: string): Promise<WebhookTest> {
    return this.#call("POST", `${webhookPath(id)}/test`);
  }

  /** What could not be delivered, the newest first. */
  async failedDeliveries(id: string): Promise<FailedDelivery[]> {
    return (await this.#call<{ deliveries: FailedDelivery[] }>("GET", `${webhookPath(id)}/failed`)).deliveries;
  }

  /** Delivers again what could not be delivered: one delivery, or all. */
  async replayDeliveries(id: string, delivery?: string): Promise<number> {
    return (await this.#call<{ replayed: number }>("POST", `${webhookPath(id)}/replay`, delivery === undefined ? {} : { delivery })).replayed;
  }

  /** What would be masked in a text, by these patterns or those that hold; nothing is stored. */
  tryRedaction(text: string, patterns: string | null): Promise<RedactionTrial> {
    return this.#call("POST", "/api/v1/redaction/try", patterns === null ? { text } : { text, patterns });
  }

  async teamFiles(): Promise<TeamFileView[]> {
    return (await this.#call<{ files: TeamFileView[] }>("GET", "/api/v1/team-files")).files;
  }

  saveTeamFile(name: TeamFileName, content: string, version: string): Promise<TeamFileView> {
    return this.#call("PUT", `/api/v1/team-files/${name}`, { content, version });
  }

  escalationRules(): Promise<EscalationView> {
    return this.#call("GET", "/api/v1/escalation/rules");
  }

  saveEscalationRules(draft: EscalationDraft): Promise<EscalationView> {
    return this.#call("PUT", "/api/v1/escalation/rules", draft);
  }

  /** What a threshold and rules would have advised in the last days. */
  replayEscalation(draft: EscalationDraft, days: number): Promise<EscalationReplay> {
    return this.#call("POST", "/api/v1/escalation/replay", { draft, days });
  }

  data(): Promise<DataView> {
    return this.#call("GET", "/api/v1/data");
  }

  /** Makes a backup in a new folder of the machine that Aside runs on; without one, in the data folder. */
  makeBackup(folder: string | null): Promise<Backup> {
    return this.#call("POST", "/api/v1/data/backups", folder === null ? {} : { folder });
  }
}

function webhookPath(id: string): string {
  return `/api/v1/webhooks/${encodeURIComponent(id)}`;
}
