// What was read in a message, as rows that an agent can correct.
import type { Analysis, CorrectedLabel, LabelKind } from "../../api/nouns";
import { labelName, percent } from "../../kit/labels";

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
    const [kind, name]: [LabelKind, string] = one.kind === "intent" ? ["own_intent", "Own intent"] : ["own_category", "Own category"];
    return read(kind, name, { ...one, label: one.name });
  });
  return [
    read("intent", "Intent", analysis.intent),
    read("category", "Category", analysis.category),
    read("sentiment", "Sentiment", analysis.sentiment),
    ...own,
  ];
}

/** What the mark on a corrected label says, short and in full. */
export function whyCorrected({ kind, by, read, similarity }: CorrectedLabel): { mark: string; sentence: string } {
  const instead = read ? ` Aside had read: ${labelName(kind, read)}.` : "";
  switch (by) {
    case "agent":
      return { mark: "Corrected", sentence: `Corrected by an agent.${instead}` };
    case "neighbour":
      return { mark: "As corrected", sentence: `Follows the correction of a message that says nearly the same (${percent(similarity)} alike).${instead}` };
    case "learnt":
      return { mark: "Learnt", sentence: `Learnt from corrections of messages like it (the nearest is ${percent(similarity)} alike).${instead}` };
  }
}
