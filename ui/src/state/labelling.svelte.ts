// The team's own labels: what their file says, what was changed on the screen and not saved.
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { FieldProblem, LabelDraft, TaxonomyView } from "../api/nouns";

/** While labels are learnt, it is looked again after this time. */
const LEARNING_MS = 700;

export type Kind = "intent" | "category";

const KINDS: readonly Kind[] = ["intent", "category"];

export interface EditedLabel extends LabelDraft {
  /** Its name in the file; null for a new one. */
  was: string | null;
  /** Stays the same while the label is edited. */
  key: number;
}

export class Labelling {
  /** The screen is open: what changes is read at once. */
  shown = $state(false);
  /** Why the labels cannot be learnt; empty where they can. */
  trouble = $state("");
  view = $state.raw<TaxonomyView | null>(null);
  readonly labels = $state<Record<Kind, EditedLabel[]>>({ intent: [], category: [] });
  outOfScope = $state<string[]>([]);
  /** Something was changed and not saved. */
  changed = $state(false);
  saving = $state(false);
  problems = $state.raw<FieldProblem[]>([]);
  failure = $state.raw<ApiFailure | null>(null);

  readonly #api: Api;
  #keys = 0;
  /** Counts what is typed, so that saving knows whether it is behind. */
  #edits = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The screen is opened; the function that comes back closes it. */
  show(): () => void {
    this.shown = true;
    void this.read();
    return () => (this.shown = false);
  }

  /** Reads the file; what was changed and not saved stays. */
  async read(): Promise<void> {
    clearTimeout(this.#again);
    try {
      this.#take(await this.#api.taxonomy());
      this.failure = null;
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** The file was learnt, or cannot be: why, or nothing. */
  heard(trouble: string): void {
    this.trouble = trouble;
    if (this.shown) void this.read();
  }

  /** Forgets what was changed. */
  discard(): void {
    this.changed = false;
    this.problems = [];
    if (this.view) this.#edit(this.view);
    void this.read();
  }

  add(kind: Kind): EditedLabel {
    const label = this.#edited({ was: null, name: "", description: "", examples: [] });
    this.labels[kind].push(label);
    this.touch();
    return label;
  }

  remove(kind: Kind, label: EditedLabel): void {
    this.labels[kind] = this.labels[kind].filter((one) => one.key !== label.key);
    this.problems = [];
    this.touch();
  }

  /** Something was changed. */
  touch(): void {
    this.changed = true;
    this.#edits++;
  }

  /** Writes the labels into their file, unless something is wrong with them. */
  async save(): Promise<void> {
    if (this.saving || !this.changed || !this.view) return;
    this.saving = true;
    const drafts = (kind: Kind) => this.labels[kind].map(({ was, name, description, examples }) => ({ was, name, description, examples }));
    const names = new Map(KINDS.flatMap((kind) => this.labels[kind].map(({ key, name }) => [key, name.trim()] as const)));
    const edits = this.#edits;
    try {
      const { version } = this.view;
      const saved = await this.#api.saveTaxonomy({ version, intent: drafts("intent"), category: drafts("category"), out_of_scope: this.outOfScope });
      this.problems = saved.problems;
      this.failure = null;
      if (saved.problems.length > 0) return;
      if (this.#edits !== edits) {
        // What was typed meanwhile is a change to what was saved.
        for (const label of KINDS.flatMap((kind) => this.labels[kind])) label.was = names.get(label.key) ?? label.was;
        this.view = saved.taxonomy;
        this.#take(saved.taxonomy);
        return;
      }
      this.changed = false;
      const kept = { intent: this.labels.intent, category: this.labels.category };
      this.#take(saved.taxonomy);
      // What was saved goes on being edited.
      for (const kind of KINDS) {
        for (const label of this.labels[kind]) label.key = kept[kind].find((one) => one.name.trim() === label.name)?.key ?? label.key;
      }
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.saving = false;
    }
  }

  /** What is wrong with a field. */
  problem(field: string): string {
    return this.problems.find((one) => one.field === field)?.detail ?? "";
  }

  #take(view: TaxonomyView): void {
    const same = this.view?.version === view.version;
    // A file that was mended outside can be saved again.
    if (this.view?.problem && !view.problem) this.problems = this.problems.filter((one) => one.field !== "file");
    this.trouble = view.problem?.detail ?? "";
    if (this.changed) {
      // The version stays that of what was edited, so that saving does not undo what others changed.
      this.view = { ...view, version: this.view?.version ?? view.version };
    } else {
      this.view = view;
      if (!same) this.#edit(view);
    }
    clearTimeout(this.#again);
    if (view.learning && this.shown) this.#again = setTimeout(() => void this.read(), LEARNING_MS);
  }

  #edit(view: TaxonomyView): void {
    for (const kind of KINDS) {
      this.labels[kind] = view[kind].map(({ name, description, examples }) =>
        this.#edited({ was: name, name, description, examples: [...examples] }),
      );
    }
    this.outOfScope = [...view.out_of_scope];
  }

  #edited(label: Omit<EditedLabel, "key">): EditedLabel {
    return { ...label, key: ++this.#keys };
  }
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("internal", "");
}
