// How a score looks.
import type { Tone } from "../../kit/labels";

/** From which score on, of 100, it is good, and below which it is a worry. */
const GOOD = 85;
const WORRY = 60;

export function scoreTone(score: number | null): Tone {
  if (score === null) return "calm";
  if (score >= GOOD) return "good";
  return score < WORRY ? "danger" : "warn";
}
