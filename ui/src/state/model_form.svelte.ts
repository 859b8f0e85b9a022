// The settings of the language model while they are changed. The key goes out and never comes back.
import type { Api } from "../api/client";
import type { ApiFailure } from "../api/errors";
import type { ModelSettings, ModelTask, ModelTest, ModelView, NearbyModel } from "../api/nouns";
import { Doing } from "./doing.svelte";

export const TASKS: readonly ModelTask[] = ["drafts", "rewriting", "summaries", "classification"];

export class ModelForm {
  readonly #api: Api;
  /** Told when the settings are others. */
  readonly #changed: () => void;

  /** As it is set; null until read. */
  view = $state.raw<ModelView | null>(null);
  /** As it would be set. */
  fields = $state.raw<ModelSettings | null>(null);
  /** A new key, until it is sent. */
  key = $state("");
  readonly #doing = new Doing();
  /** What the last test said, of the settings as they are. */
  test = $state.raw<ModelTest | null>(null);
  /** Servers that were looked for; null until somebody looks. */
  found = $state.raw<readonly NearbyModel[] | null>(null);

  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  /** What goes on; null while nothing does. */
  get doing(): string | null {
    return this.#doing.what;
  }

  get failure(): ApiFailure | null {
    return this.#doing.failure;
  }

  get dirty(): boolean {
    return this.key !== "" || JSON.stringify(this.fields) !== JSON.stringify(this.view?.settings ?? null);
  }

  /** Reads what is set. What is being changed stays. */
  async read(): Promise<void> {
    const { dirty } = this;
    await this.#doing.run("reading", async () => this.#take(await this.#api.modelSettings(), dirty));
  }

  change(fields: Partial<ModelSettings>): void {
    if (!this.fields) return;
    this.fields = { ...this.fields, ...fields };
    this.test = null;
  }

  setTask(task: ModelTask, on: boolean): void {
    const { fields } = this;
    if (fields) this.change({ tasks: TASKS.filter((one) => (one === task ? on : fields.tasks.includes(one))) });
  }

  /** Takes the server and one of its models into the fields. */
  use(baseUrl: string, name: string): void {
    this.change({ base_url: baseUrl, name });
  }

  async save(): Promise<boolean> {
    const { fields, key } = this;
    if (!fields) return false;
    return this.#put(fields, key === "" ? undefined : key);
  }

  async forgetKey(): Promise<void> {
    if (this.view) await this.#put(this.view.settings, "", true);
  }

  async switchOff(): Promise<void> {
    if (this.fields) await this.#put({ ...this.fields, base_url: "", name: "" });
  }

  discard(): void {
    this.fields = this.view?.settings ?? null;
    this.key = "";
    this.#doing.failure = null;
  }

  /** Saves what was changed, and asks the model for one word. */
  async tryIt(): Promise<void> {
    if (this.dirty && !(await this.save())) return;
    await this.#doing.run("testing", async () => {
      this.test = null;
      this.test = await this.#api.testModel();
    });
    this.#changed();
  }

  async look(): Promise<void> {
    await this.#doing.run("looking", async () => {
      this.found = null;
      this.found = await this.#api.nearbyModels();
    });
  }

  async #put(settings: ModelSettings, key?: string, keepFields = false): Promise<boolean> {
    const done = await this.#doing.run("saving", async () => {
      this.#take(await this.#api.setModel(key === undefined ? { settings } : { settings, key }), keepFields);
      this.key = "";
      this.test = null;
    });
    if (done) this.#changed();
    return done;
  }

  #take(view: ModelView, keepFields: boolean): void {
    this.view = view;
    if (!keepFields || this.fields === null) this.fields = view.settings;
  }
}
