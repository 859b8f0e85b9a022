// How the desk stands beside other programs: what is set, what this computer does of it, and what is offered.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { BesideSettings } from "../api/nouns";
import type { BesideHost, Machine, TrayWords } from "../host/host";

export type { Machine, Taken } from "../host/host";

export class Beside {
  /** As it is set; null until read. */
  settings = $state.raw<BesideSettings | null>(null);
  /** Null until read. */
  machine = $state.raw<Machine | null>(null);
  /** A text that was copied elsewhere and can be answered. */
  copied = $state<string | null>(null);
  /** Of the last attempt to read or change it. */
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  readonly #host: BesideHost;
  /** Told of a conversation that the desk is to show. */
  readonly #open: (conversation: string) => void;

  constructor(api: Api, host: BesideHost, open: (conversation: string) => void) {
    this.#api = api;
    this.#host = host;
    this.#open = open;
  }

  /** Listens and reads; the function that comes back stops it. */
  connect(): () => void {
    const silence = this.#host.hear((told) => {
      if (told.type === "copied") this.copied = told.text;
      else if (told.type === "open") this.#open(told.conversation);
      else if (told.type === "changed") void this.read();
    });
    void this.read();
    return silence;
  }

  async read(): Promise<void> {
    await this.#do(async () => {
      this.settings = await this.#api.besideSettings();
      await this.#follow();
    });
  }

  /** Changes some of it at once. What was shown comes back where that fails. */
  async change(part: Partial<BesideSettings>): Promise<void> {
    const before = this.settings;
    if (before === null) return;
    this.settings = { ...before, ...part };
    const done = await this.#do(async () => {
      this.settings = await this.#api.setBeside({ ...before, ...part });
    });
    if (!done) this.settings = before;
    // Also where nothing was changed: the shortcut may have been paused.
    await this.#do(() => this.#follow(), this.failure);
  }

  async startAtLogin(on: boolean): Promise<void> {
    await this.#do(async () => this.#take(await this.#host.startAtLogin(on)));
  }

  /** Lets the shortcut through, to be recorded; `change` or `read` ends that. */
  pauseShortcut(): Promise<void> {
    return this.#host.pauseShortcut();
  }

  /** Opens the small window with what was copied. */
  takeCopied(): void {
    void this.#host.takeCopied();
  }

  /** What the icon beside the clock says from now on. */
  say(words: TrayWords): void {
    void this.#host.say(words);
  }

  /** Tells somebody who is not at the desk, where that is wanted. */
  notify(title: string, body: string): void {
    if (this.settings?.notifications) void this.#host.notify(title, body);
  }

  async #follow(): Promise<void> {
    this.#take(await this.#host.machine());
  }

  #take(machine: Machine): void {
    this.machine = machine;
    this.copied = machine.copied;
  }

  /** False where it failed. */
  async #do(work: () => Promise<void>, before: ApiFailure | null = null): Promise<boolean> {
    this.failure = before;
    try {
      await work();
      return true;
    } catch (error) {
      this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", String(error));
      return false;
    }
  }
}
