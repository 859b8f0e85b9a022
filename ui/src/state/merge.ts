// How what was read and what was told by an event become one. Plain functions on plain values.
import type { Advice, Conversation, ConversationSummary, Message, PersonalSpan } from "../api/nouns";

/** Both readings of one conversation together: nothing that was shown disappears again. */
export function mergeConversation(known: Conversation | undefined, read: Conversation): Conversation {
  if (known?.summary.id !== read.summary.id) return read;
  return {
    ...read,
    messages: known.messages.reduce(withMessage, read.messages),
    personal: withPersonal(read.personal ?? [], known.personal ?? [], read.messages),
    advice: newerAdvice(known.advice, read.advice),
    slots: newerAdvice(known.advice, read.advice) === (read.advice ?? null) ? read.slots : known.slots,
  };
}

/** The messages with this one among them, once, in their order: ids sort by the time of their making. */
export function withMessage(messages: Message[], message: Message): Message[] {
  if (messages.some((one) => one.id === message.id)) return messages;
  return [...messages, message].sort((a, b) => a.at - b.at || compare(a.id, b.id));
}

/** Where personal data stands: as it was read, and of messages that were not read yet as it was known. */
export function withPersonal(read: PersonalSpan[], known: PersonalSpan[], messages: readonly Message[]): PersonalSpan[] {
  const ids = new Set(messages.map((message) => message.id));
  return [...read, ...known.filter((span) => !ids.has(span.message_id))];
}

/** Of two advices on one message, the one with the newer suggestions: a draft of a language model comes later. */
export function newerAdvice(a: Advice | null | undefined, b: Advice | null | undefined): Advice | null {
  if (!a || !b) return a ?? b ?? null;
  const order = compare(a.message_id, b.message_id) || compare(newestSuggestion(a), newestSuggestion(b));
  if (order !== 0) return order > 0 ? a : b;
  return a.model && !b.model ? a : b;
}

/** Identifiers sort by the time of their making. */
function newestSuggestion(advice: Advice): string {
  return advice.suggestions.map((one) => one.id).reduce((a, b) => (a > b ? a : b), "");
}

/** The list with this summary in its place; a new one goes to the top until the list is read again. */
export function withSummary(list: ConversationSummary[], summary: ConversationSummary): ConversationSummary[] {
  if (!list.some((one) => one.id === summary.id)) return [summary, ...list];
  return list.map((one) => (one.id === summary.id ? summary : one));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
