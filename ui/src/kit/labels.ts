// The API's labels in the words of the desk.
import type { Category, Channel, ConversationStatus, Intent, Sentiment, SuggestionKind } from "../api/nouns";

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
  positive: { name: "Pleased", tone: "good" },
  neutral: { name: "Neutral", tone: "calm" },
  negative: { name: "Unhappy", tone: "warn" },
  angry: { name: "Angry", tone: "danger" },
};

export const CHANNEL: Record<Channel, string> = { desk: "Pasted in", chat: "Chat", cli: "Command line" };

export const STATUS: Record<ConversationStatus, { name: string; tone: Tone }> = {
  open: { name: "Open", tone: "calm" },
  escalated: { name: "Escalated", tone: "danger" },
  resolved: { name: "Resolved", tone: "good" },
};

export const KIND: Record<SuggestionKind, string> = {
  answer: "Short answer",
  steps: "Step by step",
  alternative: "Another source",
};

/** From which priority on the badge warns and alarms. */
export function priorityTone(priority: number): Tone {
  if (priority >= 8) return "danger";
  return priority >= 5 ? "warn" : "calm";
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
