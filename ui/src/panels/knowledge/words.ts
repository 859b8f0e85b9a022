// What the states of files and the time left are called.
import type { FileStage, NearDocument } from "../../api/nouns";
import type { Tone } from "../../kit/labels";
import { locale, t } from "../../texts/texts.svelte";

/** In the order in which a file goes through them. */
export const STAGES: readonly FileStage[] = ["failed", "queued", "reading", "ocr", "words", "indexed", "skipped"];

export const STAGE_TONE: Record<FileStage, Tone> = {
  failed: "danger",
  queued: "calm",
  reading: "accent",
  ocr: "calm",
  words: "warn",
  indexed: "good",
  skipped: "calm",
};

/** How near two documents are. */
export function nearness(near: NearDocument): string {
  if (near.same) return t.knowledge.same;
  return near.percent === 100 && near.numbers.length > 0 ? t.knowledge.sameButNumbers : t.knowledge.percentSame(near.percent);
}

/** How long something still takes, as a person would say it. */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return t.time.lessThanMinute;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t.time.minutesLeft(minutes);
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? t.time.hoursLeft(hours) : t.time.hoursMinutesLeft(hours, minutes % 60);
}

/** How many are done in a second; slow paces keep a digit. */
export function rate(perSecond: number): string {
  const digits = perSecond < 10 ? 1 : 0;
  return t.time.perSecond(perSecond.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}
