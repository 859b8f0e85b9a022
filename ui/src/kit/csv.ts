// An answer as comma-separated values after RFC 4180.
import type { QueryAnswer, QueryValue } from "../api/nouns";

/** A text that a spreadsheet would take for a formula gets a mark: customers' words are not to be run. */
const FORMULA = /^[=+\-@\t\r]/;

export function csv(answer: Pick<QueryAnswer, "columns" | "rows">): string {
  return [answer.columns, ...answer.rows].map((row) => row.map(field).join(",") + "\r\n").join("");
}

function field(value: QueryValue): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^'/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
