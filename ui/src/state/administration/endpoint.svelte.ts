// Where Aside answers, which sites hold its chat, and how these say who their customers are.
import type { AdministrationApi } from "../../api/administration";
import type { ChatKey, ChatSettings, Reach } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export class Endpoint {
  readonly #api: AdministrationApi;
  reach = $state.raw<Reach | null>(null);
  /** The oldest first; null until read. */
  keys = $state.raw<readonly ChatKey[] | null>(null);
  /** Made just now; told once. */
  secret = $state<string | null>(null);
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  read(): Promise<boolean> {
    return this.doing.run("reading", async () => {
      [this.reach, this.keys] = await Promise.all([this.#api.reach(), this.#api.chatKeys()]);
    });
  }

  addKey(origins: readonly string[]): Promise<boolean> {
    return this.doing.run("adding", async () => {
      const added = await this.#api.addChatKey(origins);
      this.keys = [...(this.keys ?? []), added];
    });
  }

  removeKey(id: string): Promise<boolean> {
    return this.doing.run(`removing ${id}`, async () => {
      await this.#api.removeChatKey(id);
      this.keys = this.keys?.filter((one) => one.id !== id) ?? null;
    });
  }

  setChat(change: Partial<ChatSettings>): Promise<boolean> {
    return this.doing.run("saving", async () => {
      if (this.reach) this.reach = await this.#api.setChat({ ...this.reach.chat, ...change });
    });
  }

  makeSecret(): Promise<boolean> {
    return this.doing.run("secret", async () => {
      this.secret = (await this.#api.makeIdentitySecret()).secret;
      this.reach = await this.#api.reach();
    });
  }
}
