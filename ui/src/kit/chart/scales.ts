// Where things stand in a chart: scales by d3, which count from the top left corner of the drawing.
import { scaleBand, scaleLinear, type ScaleBand, type ScaleLinear } from "d3-scale";
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

export interface Frame {
  x: ScaleBand<string>;
  y: ScaleLinear<number, number>;
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
  const y = scaleLinear().domain([0, highest || 1]).range([height - ROOM.bottom, ROOM.top]);
  let ticks: number[];
  if (unit === "minutes") {
    const step = TIME_STEPS.find((one) => highest / one <= TICKS) ?? Math.ceil(highest / TICKS);
    const lines = Math.max(1, Math.ceil(highest / step));
    ticks = Array.from({ length: lines + 1 }, (_, line) => line * step);
    y.domain([0, lines * step]);
  } else if (unit === "share") {
    ticks = [0, 0.5, 1];
    y.domain([0, 1]);
  } else {
    // There is no half of a conversation.
    ticks = y.nice(TICKS).ticks(TICKS).filter(Number.isInteger);
  }
  const x = scaleBand<string>().domain(days).range([ROOM.start, Math.max(ROOM.start, width - ROOM.end)]).padding(0.25);
  const step = Math.max(1, Math.ceil((days.length - 1) / NAMED));
  // Counted from the last day, which is today.
  const named = days.filter((_, day) => (days.length - 1 - day) % step === 0);
  return { x, y, ticks, named };
}

export function middleOf(x: ScaleBand<string>, day: string): number {
  return (x(day) ?? 0) + x.bandwidth() / 2;
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

/** The day that is nearest to a place from the left; -1 where there are no days. */
export function dayAt(days: string[], { x }: Frame, place: number): number {
  const at = Math.floor((place - ROOM.start) / x.step());
  return Math.min(Math.max(at, 0), days.length - 1);
}
