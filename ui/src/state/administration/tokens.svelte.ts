// The tokens of programs.
import type { AdministrationApi } from "../../api/administration";
import type { ApiToken, NewApiToken } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export class Tokens {
  readonly #api: AdministrationApi;
  /** In the order in which they were made; null until read. */
  list = $state.raw<readonly ApiToken[] | null>(null);
  /** Made just now; told once. */
  made = $state<string | null>(null);
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  read(): Promise<boolean> {
    return this.doing.run("reading", async () => void (this.list = await this.#api.tokens()));
  }

  make(token: NewApiToken): Promise<boolean> {
    return this.doing.run("adding", async () => {
      const { token: made, listed } = await this.#api.makeToken(token);
      this.made = made;
      this.list = [...(this.list ?? []), listed];
    });
  }

  revoke(id: string): Promise<boolean> {
    return this.doing.run(`revoking ${id}`, async () => {
      await this.#api.revokeToken(id);
      this.list = this.list?.filter((one) => one.id !== id) ?? null;
    });
  }
}
