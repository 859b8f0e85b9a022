// What customers name, in the words of the desk.
import type { ConversationSlot, Slot, SlotKind } from "../api/nouns";
import { live, locale, t } from "../texts/texts.svelte";

export const SLOT = live(() => t.slot);

/** The order on the screen: what is looked up first. */
const ORDER = Object.keys(SLOT) as SlotKind[];

/** By kind; within one, the newest first, as they come. */
export function byKind(slots: readonly ConversationSlot[]): ConversationSlot[] {
  return [...slots].sort((a, b) => ORDER.indexOf(a.slot.kind) - ORDER.indexOf(b.slot.kind));
}

/** The value as a person reads it. Copied is always the value itself. */
export function shown(slot: Slot): string {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(slot.value);
  if (slot.kind === "date" && day?.[1]) {
    const date = new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${day[1]}T00:00:00Z`));
    return day[2] ? `${date}, ${day[2]}` : date;
  }
  if (slot.kind === "url") return slot.value.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
  return slot.value;
}
