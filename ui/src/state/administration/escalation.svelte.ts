// Threshold and rules of escalation while they are changed, and what they would have said before they are saved.
import type { AdministrationApi } from "../../api/administration";
import type { EscalationDraft, EscalationReplay, EscalationView, RuleDraft } from "../../api/nouns";
import { Doing } from "../doing.svelte";

/** A rule on the screen. */
export interface EditedRule extends RuleDraft {
  /** Stays the same while the rule is edited. */
  key: number;
}

export class EscalationRules {
  readonly #api: AdministrationApi;
  /** As the file has them; null until read. */
  view = $state.raw<EscalationView | null>(null);
  /** The usual one where null. */
  threshold = $state<number | null>(null);
  rules = $state<EditedRule[]>([]);
  /** Of the rules as they stood when it was asked for. */
  replay = $state.raw<EscalationReplay | null>(null);
  /** Something was changed since. */
  stale = $state(false);
  days = $state(7);
  readonly doing = new Doing();
  #keys = 0;

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  get changed(): boolean {
    const { view } = this;
    if (view === null) return false;
    return JSON.stringify([this.threshold ?? null, this.draft.rules]) !== JSON.stringify([view.threshold ?? null, view.rules.map(plain)]);
  }

  /** As it would be saved. */
  get draft(): EscalationDraft {
    return { version: this.view?.version ?? "", threshold: this.threshold, rules: this.rules.map(plain) };
  }

  /** Reads the file; what was changed and not saved stays. */
  read(): Promise<boolean> {
    return this.doing.run("reading", async () => {
      const { changed } = this;
      const view = await this.#api.escalationRules();
      if (!changed) this.#take(view);
    });
  }

  add(): EditedRule {
    const rule = { key: ++this.#keys, was: null, name: "", because: null, keywords: [], category: null, amount_over: null, weight: null };
    this.rules.push(rule);
    this.touch();
    return rule;
  }

  remove(key: number): void {
    this.rules = this.rules.filter((rule) => rule.key !== key);
    this.touch();
  }

  /** Something was changed: what was replayed was of something else. */
  touch(): void {
    this.stale = this.replay !== null;
  }

  discard(): void {
    if (this.view) this.#take(this.view);
    this.touch();
    void this.read();
  }

  save(): Promise<boolean> {
    return this.doing.run("saving", async () => this.#take(await this.#api.saveEscalationRules(this.draft)));
  }

  tryIt(): Promise<boolean> {
    return this.doing.run("replaying", async () => {
      this.replay = await this.#api.replayEscalation(this.draft, this.days);
      this.stale = false;
    });
  }

  #take(view: EscalationView): void {
    this.view = view;
    this.threshold = view.threshold ?? null;
    this.rules = view.rules.map((rule) => ({ ...plain(rule), keywords: [...rule.keywords], key: ++this.#keys }));
  }
}

/** Without what is the screen's own, and in one order: two that say the same are written alike. */
function plain({ was = null, name, because = null, keywords, category = null, amount_over = null, weight = null }: RuleDraft): RuleDraft {
  return { was, name, because: because?.trim() ? because : null, keywords: keywords.filter((word) => word.trim() !== ""), category, amount_over, weight };
}
