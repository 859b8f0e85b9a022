// The files that the team writes, as they stand and as they are being changed.
import { SvelteMap } from "svelte/reactivity";
import type { AdministrationApi } from "../../api/administration";
import type { TeamFileName, TeamFileView } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export class TeamFiles {
  readonly #api: AdministrationApi;
  list = $state.raw<readonly TeamFileView[] | null>(null);
  /** What was written and not saved, by file. */
  readonly drafts = new SvelteMap<TeamFileName, string>();
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  of(name: TeamFileName): TeamFileView | null {
    return this.list?.find((one) => one.name === name) ?? null;
  }

  /** As it would be saved. */
  content(name: TeamFileName): string {
    return this.drafts.get(name) ?? this.of(name)?.content ?? "";
  }

  write(name: TeamFileName, content: string): void {
    if (content === this.of(name)?.content) this.drafts.delete(name);
    else this.drafts.set(name, content);
  }

  discard(name: TeamFileName): void {
    this.drafts.delete(name);
    void this.read();
  }

  /** Reads them; what was changed and not saved stays. */
  read(): Promise<boolean> {
    return this.doing.run("reading", async () => {
      const before = this.list;
      const now = await this.#api.teamFiles();
      // What is changed keeps the version that it began with, so that saving undoes nothing of others.
      this.list = now.map((one) => (this.drafts.has(one.name) ? (before?.find(({ name }) => name === one.name) ?? one) : one));
    });
  }

  save(name: TeamFileName): Promise<boolean> {
    return this.doing.run(name, async () => {
      const content = this.content(name);
      const saved = await this.#api.saveTeamFile(name, content, this.of(name)?.version ?? "");
      this.list = this.list?.map((one) => (one.name === name ? saved : one)) ?? null;
      // What was typed meanwhile is a change to what was saved.
      if (this.drafts.get(name) === content) this.drafts.delete(name);
    });
  }
}
