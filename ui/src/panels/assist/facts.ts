// What was read in a message, as rows that an agent can correct.
import type { Analysis, CorrectedLabel, LabelKind } from "../../api/nouns";
import { labelName, percent } from "../../kit/labels";
import { t } from "../../texts/texts.svelte";

export interface Fact {
  kind: LabelKind;
  /** What the row is called. */
  name: string;
  label: string;
  confidence: number;
  unsure: boolean;
  /** Why the label follows a correction, where it does. */
  corrected: CorrectedLabel | null;
}

export function factsOf(analysis: Analysis): Fact[] {
  const corrected = (kind: LabelKind) => analysis.corrected?.find((one) => one.kind === kind) ?? null;
  const read = (kind: LabelKind, name: string, of: { label: string; confidence: number; unsure?: boolean }): Fact => ({
    kind,
    name,
    label: of.label,
    confidence: of.confidence,
    unsure: of.unsure === true,
    corrected: corrected(kind),
  });
  const own = (analysis.own ?? []).map((one) => {
    const [kind, name]: [LabelKind, string] = one.kind === "intent" ? ["own_intent", t.assist.ownIntent] : ["own_category", t.assist.ownCategory];
    return read(kind, name, { ...one, label: one.name });
  });
  return [
    read("intent", t.assist.intent, analysis.intent),
    read("category", t.conversations.category, analysis.category),
    read("sentiment", t.assist.sentiment, analysis.sentiment),
    ...own,
  ];
}

/** What the mark on a corrected label says, short and in full. */
export function whyCorrected({ kind, by, read, similarity }: CorrectedLabel): { mark: string; sentence: string } {
  const instead = read ? ` ${t.assist.hadRead(labelName(kind, read))}` : "";
  switch (by) {
    case "agent":
      return { mark: t.assist.corrected, sentence: t.assist.correctedWhy + instead };
    case "neighbour":
      return { mark: t.assist.asCorrected, sentence: t.assist.asCorrectedWhy(percent(similarity)) + instead };
    case "learnt":
      return { mark: t.assist.learnt, sentence: t.assist.learntWhy(percent(similarity)) + instead };
    case "model":
      return { mark: t.assist.labelledByModel, sentence: t.assist.labelledByModelWhy + instead };
  }
}
