// Where the points of the mood stand in the chart.
import type { MoodPoint, Sentiment } from "../../api/nouns";

export const WIDTH = 96;
export const HEIGHT = 20;
/** Room for a dot at the edges. */
const EDGE = 4;

/** As the endpoint weighs them for the trend. */
const VALUE: Record<Sentiment, number> = { positive: 1, neutral: 0, negative: -1, angry: -2 };
const HIGHEST = VALUE.positive;
const LOWEST = VALUE.angry;

function height(value: number): number {
  return EDGE + ((HIGHEST - value) / (HIGHEST - LOWEST)) * (HEIGHT - 2 * EDGE);
}

/** The height of a neutral mood. */
export const ZERO = height(0);

/** The place of the nth of so many points, from left to right; a sure displeasure stands lower. */
export function place(point: MoodPoint, index: number, count: number): { x: number; y: number } {
  const step = count > 1 ? (WIDTH - 2 * EDGE) / (count - 1) : 0;
  return { x: EDGE + index * step, y: height(VALUE[point.sentiment] * point.confidence) };
}
