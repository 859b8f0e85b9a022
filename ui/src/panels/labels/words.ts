// The team's own labels in the words of their screen.
import type { TaxonomyLabel, TaxonomyView } from "../../api/nouns";
import { percent } from "../../kit/labels";
import { longAgo } from "../../kit/time";
import type { EditedLabel, Kind } from "../../state/labelling.svelte";
import { t } from "../../texts/texts.svelte";

export const KINDS: readonly Kind[] = ["intent", "category"];

/** How the labels stand, for the head of the screen. */
export function learnt(view: TaxonomyView): string {
  const labels = view.intent.length + view.category.length;
  if (view.learning) return view.learnt_at ? t.labels.learningAgain : t.labels.learning;
  if (labels === 0) return t.labels.keptIn(view.file);
  const when = view.learnt_at === null || view.learnt_at === undefined ? t.labels.notLearnt : t.labels.learntWhen(longAgo(view.learnt_at, Date.now()));
  return t.labels.learnt(when, labels, view.file);
}

/** A label's state beside its name: how many examples, and how many of them are told right. */
export function inShort(label: EditedLabel, known: TaxonomyLabel | undefined): string {
  const state = known?.state;
  const accuracy = state && state.measured > 0 ? ` · ${percent(state.accuracy)}` : "";
  return `${label.examples.length}${accuracy}`;
}

/** The same in words. */
export function inWords(label: EditedLabel, known: TaxonomyLabel | undefined): string {
  const state = known?.state;
  return t.labels.examplesRight(label.examples.length, state && state.measured > 0 ? percent(state.accuracy) : "");
}

/** The lines that say something. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
