// Who works at the desk, where the endpoint has users.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { User } from "../api/nouns";
import type { Host } from "../host/host";

export class SignIn {
  /** Somebody has to sign in before anything can be read. */
  needed = $state(false);
  /** Who signed in; null for the machine's owner, and until it is known. */
  user = $state.raw<User | null>(null);
  busy = $state(false);
  /** Of the last attempt. */
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  readonly #host: Host;

  constructor(api: Api, host: Host) {
    this.#api = api;
    this.#host = host;
    host.gate?.watch((needed) => {
      this.needed = needed;
      if (needed) this.user = null;
    });
  }

  /** Looks up who asks; what cannot be told is not shown. */
  async look(): Promise<void> {
    if (!this.#host.gate) return;
    this.user = await this.#api.me().then(
      (caller) => caller.user ?? null,
      () => null,
    );
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
