// Which charts there are: what each asks, what it draws, and the one number over it.
import type { Series, Unit } from "../../kit/chart/scales";
import { percent } from "../../kit/labels";
import type { Trends } from "../../state/trends.svelte";
import type { Question } from "../../state/trends_questions";
import { locale, t } from "../../texts/texts.svelte";
import { byDay, numberOf, orNull, share, total } from "./figures";

export interface ChartOf {
  asks: Question;
  /** The name of its file. */
  file: string;
  title: string;
  figure: string;
  about: string;
  kind: "bars" | "lines";
  series: Series[];
  format?: (value: number) => string;
  unit?: Unit;
}

const MINUTES_OF_HOUR = 60;
const SECONDS_OF_MINUTE = 60;

export function chartsOf(trends: Trends): ChartOf[] {
  const { days } = trends;
  const rows = (question: Question) => trends.of(question).rows ?? [];
  const whole = (n: number) => Math.round(n).toLocaleString(locale());
  const shareOf = (part: number, all: number) => {
    const of = share(part, all);
    return of === null ? "–" : percent(of);
  };

  const begun = rows("conversations");
  const messages = rows("messages");
  const waits = rows("waits");
  const tickets = rows("tickets");
  const count = (from: typeof begun, column: string) => byDay(days, from, (row) => numberOf(row[column]), 0);
  const [chats, contained] = [total(begun, "chats"), total(begun, "contained")];
  const [replies, suggested, edited] = [total(messages, "replies"), total(messages, "suggested"), total(messages, "edited")];
  const moods = ["positive", "neutral", "negative", "angry"] as const;
  const read = moods.reduce((sum, mood) => sum + total(messages, mood), 0);
  const [advised, misfired] = [total(messages, "advised"), total(messages, "misfired")];
  const ofAll = (from: typeof begun) => from.find((row) => row["day"] === "");
  const overall = ofAll(waits);
  const resolutions = rows("resolutions");
  const ended = ofAll(resolutions);
  const ratings = rows("ratings");
  const [rated, points] = [total(ratings, "ratings"), total(ratings, "points")];
  const closing = orNull(tickets[0]?.["hours"]);

  return [
    {
      asks: "conversations",
      file: "conversations",
      title: t.trends.volume,
      figure: whole(total(begun, "conversations")),
      about: t.trends.volumeAbout,
      kind: "bars",
      series: [{ name: t.trends.begun, tone: "accent", values: count(begun, "conversations") }],
    },
    {
      asks: "waits",
      file: "first-answers",
      title: t.trends.waits,
      figure: overall ? minutes(numberOf(overall["median"])) : "–",
      about: t.trends.waitsAbout(numberOf(overall?.["conversations"])),
      kind: "lines",
      series: [
        { name: t.trends.median, tone: "accent", values: byDay(days, waits, (row) => orNull(row["median"]), null) },
        { name: t.trends.ninth, tone: "warn", values: byDay(days, waits, (row) => orNull(row["ninth"]), null) },
      ],
      format: minutes,
      unit: "minutes",
    },
    {
      asks: "resolutions",
      file: "resolutions",
      title: t.trends.resolutions,
      figure: ended ? minutes(numberOf(ended["median"])) : "–",
      about: t.trends.resolutionsAbout(numberOf(ended?.["conversations"])),
      kind: "lines",
      series: [
        { name: t.trends.median, tone: "accent", values: byDay(days, resolutions, (row) => orNull(row["median"]), null) },
        { name: t.trends.ninth, tone: "warn", values: byDay(days, resolutions, (row) => orNull(row["ninth"]), null) },
      ],
      format: minutes,
      unit: "minutes",
    },
    {
      asks: "messages",
      file: "moods",
      title: t.trends.moods,
      figure: shareOf(total(messages, "negative") + total(messages, "angry"), read),
      about: t.trends.moodsAbout,
      kind: "bars",
      series: moods.map((mood) => ({ name: t.sentiment[mood], tone: MOOD_TONE[mood], values: count(messages, mood) })),
    },
    {
      asks: "messages",
      file: "suggestions",
      title: t.trends.suggestions,
      figure: shareOf(suggested, replies),
      about: t.trends.suggestionsAbout(shareOf(suggested - edited, suggested), shareOf(total(messages, "changed"), suggested)),
      kind: "lines",
      series: [
        { name: t.trends.used, tone: "accent", values: byDay(days, messages, (row) => share(numberOf(row["suggested"]), numberOf(row["replies"])), null) },
        { name: t.trends.unchanged, tone: "good", values: byDay(days, messages, (row) => share(numberOf(row["suggested"]) - numberOf(row["edited"]), numberOf(row["suggested"])), null) },
      ],
      format: percent,
      unit: "share",
    },
    {
      asks: "messages",
      file: "escalations",
      title: t.trends.escalations,
      figure: shareOf(advised - misfired, advised),
      about: t.trends.escalationsAbout(advised, closing === null ? "" : minutes(closing * MINUTES_OF_HOUR)),
      kind: "bars",
      series: [
        { name: t.trends.right, tone: "accent", values: byDay(days, messages, (row) => numberOf(row["advised"]) - numberOf(row["misfired"]), 0) },
        { name: t.trends.wrong, tone: "danger", values: count(messages, "misfired") },
      ],
    },
    {
      asks: "conversations",
      file: "chats",
      title: t.trends.chats,
      figure: shareOf(contained, chats),
      about: t.trends.chatsAbout(chats),
      kind: "bars",
      series: [
        { name: t.trends.contained, tone: "good", values: count(begun, "contained") },
        { name: t.trends.person, tone: "warn", values: byDay(days, begun, (row) => numberOf(row["chats"]) - numberOf(row["contained"]), 0) },
      ],
    },
    {
      asks: "ratings",
      file: "ratings",
      title: t.trends.ratings,
      figure: rated === 0 ? "–" : (points / rated).toLocaleString(locale(), { maximumFractionDigits: 1 }),
      about: t.trends.ratingsAbout(rated),
      kind: "bars",
      series: [
        { name: t.trends.content, tone: "good", values: count(ratings, "content") },
        { name: t.trends.lessContent, tone: "warn", values: byDay(days, ratings, (row) => numberOf(row["ratings"]) - numberOf(row["content"]), 0) },
      ],
    },
  ];
}

const MOOD_TONE = { positive: "good", neutral: "calm", negative: "warn", angry: "danger" } as const;

/** A time in minutes, as short as an axis wants it. */
export function minutes(n: number): string {
  if (n > 0 && n < 1) return t.trends.seconds(Math.max(1, Math.round(n * SECONDS_OF_MINUTE)));
  if (n < MINUTES_OF_HOUR) return t.trends.minutes(Math.round(n));
  return t.trends.hours((n / MINUTES_OF_HOUR).toLocaleString(locale(), { maximumFractionDigits: 1 }));
}
