// The API's labels in the words of the desk.
import type { Category, ConversationStatus, ConversationSummary, Intent, LabelKind, Sentiment, TicketStatus, Trend } from "../api/nouns";
import { live, locale, t } from "../texts/texts.svelte";

export type Tone = "calm" | "good" | "warn" | "danger" | "accent";

export const CATEGORY = live(() => t.category);
export const INTENT = live(() => t.intent);
export const SENTIMENT = toned<Sentiment>(() => t.sentiment, { positive: "good", neutral: "calm", negative: "warn", angry: "danger" });

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

/** A rule of escalation in words; a team's own are called what the team calls them. */
export function ruleName(rule: string): string {
  return (t.rule as Record<string, string>)[rule] ?? labelName("own_intent", rule);
}

export const TREND = toned<Trend>(() => t.trend, { rising: "good", falling: "danger", turning: "warn", steady: "calm" });
export const CHANNEL = live(() => t.channel);
export const STATUS = toned<ConversationStatus>(() => t.status, { open: "calm", escalated: "danger", resolved: "good" });
export const TICKET = toned<TicketStatus>(() => t.tickets.status, { open: "danger", assigned: "accent", returned: "warn", resolved: "good" });
export const KIND = live(() => t.suggestion);
/** Why a suggestion is of no use; the digit is its key in the list. */
export const DISMISS = live(() => t.dismiss);

/** Names with their tones; each name is read in the language of the moment. */
function toned<K extends string>(names: () => Record<K, string>, tones: Record<K, Tone>): Record<K, { readonly name: string; readonly tone: Tone }> {
  const one = (key: K) => ({
    tone: tones[key],
    get name() {
      return names()[key];
    },
  });
  return Object.fromEntries((Object.keys(tones) as K[]).map((key) => [key, one(key)])) as Record<K, ReturnType<typeof one>>;
}

/** What the endpoint calls a customer who gave no name. */
const UNNAMED = "Customer";

/** Characters of a conversation's id, from its end, that tell customers without a name apart. */
const SIGN_CHARS = 4;

/** Whether the customer has a name of their own, so that something can be known of them. */
export function isNamed({ customer }: Pick<ConversationSummary, "customer">): boolean {
  return customer !== UNNAMED;
}

/** What the chat calls a customer of whom the page around it said no name. */
const VISITOR = /^visitor-([0-9a-f]{4})[0-9a-f]{4}$/;

export function isVisitor(customer: string): boolean {
  return VISITOR.test(customer);
}

/** A customer's name, or what one without a name is called here. */
export function customerName(customer: string): string {
  const sign = VISITOR.exec(customer)?.[1];
  if (sign) return t.common.visitor(sign.toUpperCase());
  return customer === UNNAMED ? t.common.customer : customer;
}

/** What a conversation is called: its customer, or a sign of its own where that customer has no name. It never changes with what is said. */
export function nameOf({ id, customer }: Pick<ConversationSummary, "id" | "customer">): string {
  return customer === UNNAMED ? t.common.unnamed(id.slice(-SIGN_CHARS).toUpperCase()) : customerName(customer);
}

/** From which priority on the badge warns and alarms. */
export function priorityTone(priority: number): Tone {
  if (priority >= 8) return "danger";
  return priority >= 5 ? "warn" : "calm";
}

/** The language that the built-in model reads. */
export const ENGLISH = "en";

/** What a language is called; its code (ISO 639-1) where it has no name here. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A share from 0 to 1 as whole percent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString(locale())} ${n === 1 ? one : many}`;
}

/** Headings joined by ` > ` as a reader sees them; the title at their head says nothing new. */
export function sectionPath(section: string, title: string): string {
  const headings = section.split(" > ").filter(Boolean);
  return (headings[0] === title ? headings.slice(1) : headings).join(" › ");
}
