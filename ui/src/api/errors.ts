// What can fail, by its code.
import type { ErrorCode, TextPlace } from "./nouns";

/** `unreachable` is the interface's own: no answer came at all. */
export type FailureCode = ErrorCode | "unreachable";

/** Every code there is; what a person reads stands with the texts. */
const CODES: Record<FailureCode, true> = {
  invalid_input: true,
  too_large: true,
  unsupported_file: true,
  not_found: true,
  conflict: true,
  forbidden: true,
  unauthenticated: true,
  invalid_query: true,
  query_limit: true,
  too_many: true,
  no_language_model: true,
  language_model: true,
  no_speech: true,
  overloaded: true,
  storage: true,
  not_open: true,
  internal: true,
  unreachable: true,
};

/** A request that failed. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  /** What the endpoint said about this very case; empty where no answer came. */
  readonly detail: string;
  /** Where in the text that was sent, for failures that have a place in it. */
  readonly place: TextPlace | null;

  constructor(code: FailureCode, detail: string, place: TextPlace | null = null) {
    super(detail || code);
    this.name = "ApiFailure";
    this.code = code;
    this.detail = detail;
    this.place = place;
  }
}

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === "string" && code in CODES;
}
