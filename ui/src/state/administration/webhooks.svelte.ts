// Addresses that are told what happens: how they do, and what they could not be told.
import { SvelteMap } from "svelte/reactivity";
import type { AdministrationApi } from "../../api/administration";
import type { FailedDelivery, NewWebhook, Webhook, WebhookEdit, WebhookEvent, WebhookSecret, WebhookTest } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  "query.created",
  "message.created",
  "escalation.created",
  "ticket.updated",
  "conversation.resolved",
  "feedback.created",
  "knowledge.changed",
];

export class Webhooks {
  readonly #api: AdministrationApi;
  /** The oldest first; null until read. */
  list = $state.raw<readonly Webhook[] | null>(null);
  /** The secret of one that was made or renewed just now; told once. */
  secret = $state.raw<{ of: string; secret: string } | null>(null);
  /** What the last test of each said. */
  readonly tests = new SvelteMap<string, WebhookTest>();
  /** What could not be delivered, of those that were looked at. */
  readonly failed = new SvelteMap<string, readonly FailedDelivery[]>();
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  read(): Promise<boolean> {
    return this.doing.run("reading", () => this.#read());
  }

  add(webhook: NewWebhook): Promise<boolean> {
    return this.doing.run("adding", async () => {
      this.#told(await this.#api.addWebhook(webhook));
      await this.#read();
    });
  }

  change(id: string, edit: Partial<WebhookEdit>): Promise<boolean> {
    return this.doing.run(`changing ${id}`, async () => {
      this.#told(await this.#api.changeWebhook(id, edit));
      this.tests.delete(id);
      await this.#read();
    });
  }

  remove(id: string): Promise<boolean> {
    return this.doing.run(`removing ${id}`, async () => {
      await this.#api.removeWebhook(id);
      if (this.secret?.of === id) this.secret = null;
      await this.#read();
    });
  }

  test(id: string): Promise<boolean> {
    return this.doing.run(`testing ${id}`, async () => {
      this.tests.delete(id);
      this.tests.set(id, await this.#api.testWebhook(id));
      await this.#read();
    });
  }

  readFailed(id: string): Promise<boolean> {
    return this.doing.run(`failed ${id}`, async () => void this.failed.set(id, await this.#api.failedDeliveries(id)));
  }

  /** Delivers one again, or all of a webhook. */
  replay(id: string, delivery?: string): Promise<boolean> {
    return this.doing.run(`replaying ${id}`, async () => {
      await this.#api.replayDeliveries(id, delivery);
      this.failed.set(id, await this.#api.failedDeliveries(id));
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    this.list = await this.#api.webhooks();
  }

  #told({ id, secret }: WebhookSecret): void {
    if (secret) this.secret = { of: id, secret };
  }
}
