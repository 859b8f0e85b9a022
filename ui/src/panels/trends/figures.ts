// What the answers come to: a number for each day, and one for all of them.
import type { Rows } from "../../state/trends.svelte";

/** The sum of a column. */
export function total(rows: Rows, column: string): number {
  return rows.reduce((sum, row) => sum + numberOf(row[column]), 0);
}

/** A share from 0 to 1; null where there is nothing to have a share of. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** A column's value of each day; a day without a row has `missing`. */
export function byDay<M extends number | null>(days: string[], rows: Rows, value: (row: Rows[number]) => number | null, missing: M): (number | null)[] {
  const found = new Map(rows.map((row) => [row["day"], row]));
  return days.map((day) => {
    const row = found.get(day);
    return row ? value(row) : missing;
  });
}

export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** A number, where there is one. */
export function orNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** How much each value of a column has of another column, the most first. */
export function ranking(rows: Rows, by: string, of: string): { label: string; value: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const label = row[by];
    if (typeof label === "string") sums.set(label, (sums.get(label) ?? 0) + numberOf(row[of]));
  }
  return [...sums].map(([label, value]) => ({ label, value })).sort((a, b) => b.value - a.value);
}
