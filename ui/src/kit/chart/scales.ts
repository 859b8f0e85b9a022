// Where things stand in a chart, counted from the top left corner of the drawing. d3's own scales bring colours
// along that cannot be loaded in the window, whose prototypes are frozen.
import { nice, ticks as ticksOf } from "d3-array";
import { line } from "d3-shape";

export type Tone = "accent" | "good" | "calm" | "warn" | "danger";

/** One line, or one part of each bar. */
export interface Series {
  name: string;
  tone: Tone;
  /** One for each day; null where there is none. */
  values: (number | null)[];
}

/** Room beside the drawing for the numbers of the axes, in pixels. */
export const ROOM = { start: 40, end: 8, top: 8, bottom: 20 };

/** So many lines across, and so many days named below, at most. */
const TICKS = 3;
const NAMED = 4;

/** The part of a day's step that its bar takes. */
const BAR = 0.75;

/** The days from left to right. */
export interface Days {
  /** Where a day's bar begins. */
  at(day: string): number;
  /** How wide a bar is. */
  bar: number;
  /** From one day to the next. */
  step: number;
}

/** The drawing between its axes. */
export interface Plot {
  start: number;
  end: number;
  top: number;
  bottom: number;
}

export interface Frame {
  plot: Plot;
  x: Days;
  /** Where a value stands. */
  y: (value: number) => number;
  ticks: number[];
  /** The days that are named below the drawing. */
  named: string[];
}

/** What the values are: things that are counted, times in minutes, or shares from 0 to 1. */
export type Unit = "count" | "minutes" | "share";

/** Steps between lines that people read times by, in minutes. */
const TIME_STEPS = [1, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080];

/** The scales of a drawing. Bars stand on each other. */
export function frameOf(days: string[], series: Series[], stacked: boolean, width: number, height: number, unit: Unit): Frame {
  const highest = stacked
    ? Math.max(0, ...days.map((_, day) => series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0)))
    : Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  let top: number;
  let ticks: number[];
  if (unit === "minutes") {
    const step = TIME_STEPS.find((one) => highest / one <= TICKS) ?? Math.ceil(highest / TICKS);
    const lines = Math.max(1, Math.ceil(highest / step));
    ticks = Array.from({ length: lines + 1 }, (_, line) => line * step);
    top = lines * step;
  } else if (unit === "share") {
    ticks = [0, 0.5, 1];
    top = 1;
  } else {
    // There is no half of a conversation.
    top = nice(0, highest || 1, TICKS)[1];
    ticks = ticksOf(0, top, TICKS).filter(Number.isInteger);
  }
  const plot: Plot = { start: ROOM.start, end: Math.max(ROOM.start, width - ROOM.end), top: ROOM.top, bottom: height - ROOM.bottom };
  // Nothing is drawn outside, whatever the numbers say.
  const y = (value: number) => plot.bottom - (Math.min(Math.max(value, 0), top) / top) * (plot.bottom - plot.top);
  const x = daysOf(days, plot);
  const step = Math.max(1, Math.ceil((days.length - 1) / NAMED));
  // Counted from the last day, which is today.
  const named = days.filter((_, day) => (days.length - 1 - day) % step === 0);
  return { plot, x, y, ticks, named };
}

function daysOf(days: string[], { start, end }: Plot): Days {
  const places = new Map(days.map((day, place) => [day, place]));
  const step = (end - start) / Math.max(1, days.length);
  const bar = step * BAR;
  return { step, bar, at: (day) => start + (places.get(day) ?? 0) * step + (step - bar) / 2 };
}

export function middleOf(x: Days, day: string): number {
  return x.at(day) + x.bar / 2;
}

export interface Bar {
  day: number;
  top: number;
  height: number;
}

/** A series' part of the bars, standing on those of the series before. */
export function barsOf(series: Series[], at: number, { y }: Frame): Bar[] {
  const below = series.slice(0, at);
  return (series[at]?.values ?? []).flatMap((value, day) => {
    if (!value) return [];
    const base = below.reduce((sum, { values }) => sum + (values[day] ?? 0), 0);
    return [{ day, top: y(base + value), height: y(base) - y(base + value) }];
  });
}

/** The path of a line, with gaps where there are no values. */
export function pathOf(days: string[], { values }: Series, { x, y }: Frame): string {
  return (
    line<number | null>()
      .defined((value) => value !== null)
      .x((_, day) => middleOf(x, days[day] ?? ""))
      .y((value) => y(value ?? 0))(values) ?? ""
  );
}

/** A value without one on the day before and after: no line leads there. */
export function isAlone(values: (number | null)[], at: number): boolean {
  return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
}

/** The day that is nearest to a place from the left; -1 where there are no days. */
export function dayAt(days: string[], { x }: Frame, place: number): number {
  const at = Math.floor((place - ROOM.start) / x.step);
  return Math.min(Math.max(at, 0), days.length - 1);
}
