// The team's own labels in the words of their screen.
import type { TaxonomyLabel, TaxonomyView } from "../../api/nouns";
import { count, percent } from "../../kit/labels";
import { longAgo } from "../../kit/time";
import type { EditedLabel, Kind } from "../../state/labelling.svelte";

export const KINDS: readonly { kind: Kind; many: string; one: string }[] = [
  { kind: "intent", many: "Intents", one: "an intent" },
  { kind: "category", many: "Categories", one: "a category" },
];

/** How the labels stand, for the head of the screen. */
export function learnt(view: TaxonomyView): string {
  const labels = view.intent.length + view.category.length;
  if (view.learning) return view.learnt_at ? "Being learnt; the labels of before go on." : "Being learnt.";
  if (labels === 0) return `Your team’s own intents and categories. They are kept in ${view.file}.`;
  const when = view.learnt_at === null || view.learnt_at === undefined ? "Not learnt" : `Learnt ${longAgo(view.learnt_at, Date.now())}`;
  return `${when}: ${count(labels, "label", "labels")} in ${view.file}.`;
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
  const accuracy = state && state.measured > 0 ? `, ${percent(state.accuracy)} of them told right` : "";
  return `${count(label.examples.length, "example", "examples")}${accuracy}`;
}

/** The lines that say something. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
