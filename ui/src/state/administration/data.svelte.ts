// What is stored where, and backups of it.
import type { AdministrationApi } from "../../api/administration";
import type { Backup, DataView } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export class StoredData {
  readonly #api: AdministrationApi;
  view = $state.raw<DataView | null>(null);
  /** Made just now. */
  made = $state.raw<Backup | null>(null);
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  read(): Promise<boolean> {
    return this.doing.run("reading", async () => void (this.view = await this.#api.data()));
  }

  backUp(folder: string | null): Promise<boolean> {
    this.made = null;
    return this.doing.run("copying", async () => {
      this.made = await this.#api.makeBackup(folder);
      this.view = await this.#api.data();
    });
  }
}
