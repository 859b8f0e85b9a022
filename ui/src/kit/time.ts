// Moments as people say them.
import { locale, t } from "../texts/texts.svelte";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, as short as a list wants it: `now`, `4m`, `2h`, `3d`, then the date. */
export function shortAgo(at: number, now: number): string {
  const gone = Math.max(0, now - at);
  if (gone < MINUTE) return t.time.now;
  if (gone < HOUR) return t.time.minutes(Math.floor(gone / MINUTE));
  if (gone < DAY) return t.time.hours(Math.floor(gone / HOUR));
  if (gone < 7 * DAY) return t.time.days(Math.floor(gone / DAY));
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short" }).format(at);
}

/** A time span, as short as a list wants it: `4m`, `2h`, `3d`, rounded down. */
export function shortSpan(span: number): string {
  if (span < HOUR) return t.time.minutes(Math.floor(Math.max(0, span) / MINUTE));
  return span < 2 * DAY ? t.time.hours(Math.floor(span / HOUR)) : t.time.days(Math.floor(span / DAY));
}

/** The same in words, for ears. */
export function longAgo(at: number, now: number): string {
  const gone = Math.max(0, now - at);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (gone < MINUTE) return t.time.justNow;
  if (gone < HOUR) return words.format(-Math.floor(gone / MINUTE), "minute");
  if (gone < DAY) return words.format(-Math.floor(gone / HOUR), "hour");
  return words.format(-Math.floor(gone / DAY), "day");
}

export function clockTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" }).format(at);
}

export function fullTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short" }).format(at);
}

export function fullDay(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format(at);
}

/** `Today`, `Yesterday`, or the date. */
export function dayName(at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0) return t.time.today;
  if (days === 1) return t.time.yesterday;
  return new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" }).format(at);
}

export function sameDay(a: number, b: number): boolean {
  return midnight(a) === midnight(b);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
