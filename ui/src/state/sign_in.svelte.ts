// Who works at the desk, where the endpoint has users.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { User } from "../api/nouns";
import type { Host } from "../host/host";
import { Access } from "./access.svelte";

export class SignIn {
  /** Somebody has to sign in before anything can be read. */
  needed = $state(false);
  busy = $state(false);
  /** Of the last attempt. */
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  readonly #host: Host;
  readonly #access: Access;

  constructor(api: Api, host: Host, access: Access = new Access()) {
    this.#api = api;
    this.#host = host;
    this.#access = access;
    host.gate?.watch((needed) => {
      this.needed = needed;
      if (needed) access.user = null;
    });
  }

  /** Who signed in; null for the machine's owner, and until it is known. */
  get user(): User | null {
    return this.#access.user;
  }

  /** Looks up who asks; what cannot be told is not shown. */
  async look(): Promise<void> {
    if (!this.#host.gate) return;
    const caller = await this.#api.me().catch(() => null);
    if (caller) this.#access.take(caller);
    else this.#access.user = null;
  }

  /** Whether it worked. */
  async enter(name: string, password: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await this.#api.signIn(name.trim(), password);
      return true;
    } catch (error) {
      this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return false;
    } finally {
      this.busy = false;
    }
  }

  async leave(): Promise<void> {
    await this.#host.gate?.leave();
  }
}
