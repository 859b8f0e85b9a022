// Moments as people say them.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, as short as a list wants it: `now`, `4m`, `2h`, `3d`, then the date. */
export function shortAgo(at: number, now: number): string {
  const gone = Math.max(0, now - at);
  if (gone < MINUTE) return "now";
  if (gone < HOUR) return `${Math.floor(gone / MINUTE)}m`;
  if (gone < DAY) return `${Math.floor(gone / HOUR)}h`;
  if (gone < 7 * DAY) return `${Math.floor(gone / DAY)}d`;
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }).format(at);
}

/** A time span, as short as a list wants it: `4m`, `2h`, `3d`, rounded down. */
export function shortSpan(span: number): string {
  if (span < HOUR) return `${Math.floor(Math.max(0, span) / MINUTE)}m`;
  return span < 2 * DAY ? `${Math.floor(span / HOUR)}h` : `${Math.floor(span / DAY)}d`;
}

/** The same in words, for ears. */
export function longAgo(at: number, now: number): string {
  const gone = Math.max(0, now - at);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (gone < MINUTE) return "just now";
  if (gone < HOUR) return words.format(-Math.floor(gone / MINUTE), "minute");
  if (gone < DAY) return words.format(-Math.floor(gone / HOUR), "hour");
  return words.format(-Math.floor(gone / DAY), "day");
}

export function clockTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" }).format(at);
}

export function fullTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" }).format(at);
}

/** `Today`, `Yesterday`, or the date. */
export function dayName(at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" }).format(at);
}

export function sameDay(a: number, b: number): boolean {
  return midnight(a) === midnight(b);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
