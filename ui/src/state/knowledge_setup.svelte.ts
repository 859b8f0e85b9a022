// The folders of documents and the encoder while they are chosen: what is saved opens at the next start.
import type { Api } from "../api/client";
import type { KnowledgeChange, KnowledgeChoice } from "../api/nouns";
import { Doing } from "./doing.svelte";

export class KnowledgeSetup {
  readonly #api: Api;
  /** Ends Aside and starts it anew; absent where it cannot be started from here. */
  readonly #restart: (() => Promise<void>) | undefined;

  /** As it is and will be; null until read. */
  view = $state.raw<KnowledgeChoice | null>(null);
  /** As they would be set. */
  folders = $state.raw<readonly string[]>([]);
  encoder = $state("");
  /** A path that is being written. */
  written = $state("");
  readonly doing = new Doing();

  constructor(api: Api, restart: (() => Promise<void>) | undefined) {
    this.#api = api;
    this.#restart = restart;
  }

  get changed(): boolean {
    return this.#foldersChanged || this.#encoderChanged || this.written.trim() !== "";
  }

  /** The index that is open stays behind: another folder comes first at the next start. */
  get indexStays(): boolean {
    return this.view !== null && this.view.folders.next[0] !== this.view.folders.open[0];
  }

  /** Reads what is set. What is being changed stays. */
  read(): Promise<boolean> {
    const keep = this.view !== null && this.changed;
    return this.doing.run("reading", async () => this.#take(await this.#api.knowledgeChoice(), keep));
  }

  /** Takes the written path into the list. */
  add(): void {
    const folder = this.written.trim();
    if (folder === "") return;
    this.folders = [...this.folders, folder];
    this.written = "";
  }

  remove(at: number): void {
    this.folders = this.folders.toSpliced(at, 1);
  }

  /** Lets a folder come before the one above it. */
  raise(at: number): void {
    const folder = this.folders[at];
    if (folder !== undefined && at > 0) this.folders = this.folders.toSpliced(at, 1).toSpliced(at - 1, 0, folder);
  }

  discard(): void {
    if (this.view) this.#fill(this.view);
    this.written = "";
    this.doing.failure = null;
  }

  /** Saves what was changed, a path that is still being written included. */
  save(): Promise<boolean> {
    this.add();
    const change: KnowledgeChange = {
      ...(this.#foldersChanged && { folders: [...this.folders] }),
      ...(this.#encoderChanged && { encoder: this.encoder }),
    };
    return this.doing.run("saving", async () => this.#take(await this.#api.setKnowledge(change), false));
  }

  async restart(): Promise<void> {
    const restart = this.#restart;
    if (restart) await this.doing.run("restarting", restart);
  }

  get #foldersChanged(): boolean {
    return this.view !== null && JSON.stringify(this.folders) !== JSON.stringify(foldersOf(this.view));
  }

  get #encoderChanged(): boolean {
    return this.view !== null && this.encoder !== encoderOf(this.view);
  }

  #take(view: KnowledgeChoice, keep: boolean): void {
    this.view = view;
    if (!keep) this.#fill(view);
  }

  #fill(view: KnowledgeChoice): void {
    this.folders = foldersOf(view);
    this.encoder = encoderOf(view);
  }
}

/** What the settings say; where they say nothing, what would be open. */
function foldersOf({ folders }: KnowledgeChoice): readonly string[] {
  return folders.set.length > 0 ? folders.set : folders.next;
}

function encoderOf({ encoder }: KnowledgeChoice): string {
  return encoder.set || encoder.next;
}
