// The API's labels in the words of the desk.
import type { Category, Channel, ConversationStatus, ConversationSummary, DismissReason, Intent, LabelKind, Sentiment, SuggestionKind, Trend } from "../api/nouns";

export type Tone = "calm" | "good" | "warn" | "danger" | "accent";

export const CATEGORY: Record<Category, string> = {
  technical: "Technical",
  billing: "Billing",
  account: "Account",
  orders: "Orders",
  general: "General",
};

export const INTENT: Record<Intent, string> = {
  question: "Question",
  problem: "Problem",
  action: "Request",
  feedback: "Feedback",
  escalate: "Wants a person",
};

export const SENTIMENT: Record<Sentiment, { name: string; tone: Tone }> = {
  positive: { name: "Positive", tone: "good" },
  neutral: { name: "Neutral", tone: "calm" },
  negative: { name: "Negative", tone: "warn" },
  angry: { name: "Angry", tone: "danger" },
};

/** A label of any kind in words; a team's own are called what the team calls them. */
export function labelName(kind: LabelKind, label: string): string {
  switch (kind) {
    case "intent":
      return INTENT[label as Intent] ?? label;
    case "category":
      return CATEGORY[label as Category] ?? label;
    case "sentiment":
      return SENTIMENT[label as Sentiment]?.name ?? label;
    default:
      return label.replace(/[_-]+/g, " ");
  }
}

export const TREND: Record<Trend, { name: string; tone: Tone }> = {
  rising: { name: "Rising", tone: "good" },
  falling: { name: "Falling", tone: "danger" },
  turning: { name: "Turning", tone: "warn" },
  steady: { name: "Steady", tone: "calm" },
};

export const CHANNEL: Record<Channel, string> = { desk: "Pasted in", chat: "Chat", cli: "Command line" };

export const STATUS: Record<ConversationStatus, { name: string; tone: Tone }> = {
  open: { name: "Open", tone: "calm" },
  escalated: { name: "Escalated", tone: "danger" },
  resolved: { name: "Resolved", tone: "good" },
};

export const KIND: Record<SuggestionKind, string> = {
  answer: "Answer",
  steps: "In full",
  alternative: "Another source",
  clarify: "Question back",
  macro: "Macro",
  sent_before: "Sent before",
  model: "Draft",
};

/** Why a suggestion is of no use; the digit is its key in the list. */
export const DISMISS: Record<DismissReason, string> = {
  not_relevant: "Not what was asked",
  wrong: "Wrong",
  out_of_date: "Out of date",
  incomplete: "Something is missing",
  tone: "Wrong tone",
  other: "Something else",
};

/** What the endpoint calls a customer who gave no name. */
const UNNAMED = "Customer";

/** Characters of the preview that stand for a name. */
const STAND_IN_CHARS = 32;

/** Whether the customer has a name of their own, so that something can be known of them. */
export function isNamed(summary: ConversationSummary): boolean {
  return summary.customer !== UNNAMED;
}

/** What a conversation is called: its customer, or its first words where the customer has no name. */
export function nameOf(summary: ConversationSummary): { name: string; unnamed: boolean } {
  const words = summary.preview.trim();
  if (summary.customer !== UNNAMED || words === "") return { name: summary.customer, unnamed: false };
  if ([...words].length <= STAND_IN_CHARS) return { name: words, unnamed: true };
  const start = [...words].slice(0, STAND_IN_CHARS).join("");
  return { name: `${start.replace(/\s+\S*$/, "")}…`, unnamed: true };
}

/** From which priority on the badge warns and alarms. */
export function priorityTone(priority: number): Tone {
  if (priority >= 8) return "danger";
  return priority >= 5 ? "warn" : "calm";
}

const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/** The language that the built-in model reads. */
export const ENGLISH = "en";

/** What a language is called; its code (ISO 639-1) where it has no name here. */
export function languageName(code: string): string {
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A share from 0 to 1 as whole percent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** Headings joined by ` > ` as a reader sees them; the title at their head says nothing new. */
export function sectionPath(section: string, title: string): string {
  const headings = section.split(" > ").filter(Boolean);
  return (headings[0] === title ? headings.slice(1) : headings).join(" › ");
}
