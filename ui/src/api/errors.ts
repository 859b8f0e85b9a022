// What a person reads when something fails: one sentence and one thing to do for every code.
import type { ErrorCode, TextPlace } from "./nouns";

/** `unreachable` is the interface's own: no answer came at all. */
export type FailureCode = ErrorCode | "unreachable";

export interface FailureText {
  /** What happened. */
  sentence: string;
  /** What to do next. */
  action: string;
}

export const FAILURES: Record<FailureCode, FailureText> = {
  invalid_input: {
    sentence: "The text was not accepted.",
    action: "It must have 1 to 20,000 characters: change it and try again.",
  },
  not_found: {
    sentence: "This is no longer there.",
    action: "It was moved or removed in the meantime: choose something else.",
  },
  conflict: {
    sentence: "This does not go any more.",
    action: "Somebody changed it in the meantime: look at it anew.",
  },
  forbidden: {
    sentence: "Aside refused the request.",
    action: "Open the desk at the address that Aside printed when it started.",
  },
  invalid_query: {
    sentence: "This question cannot be asked.",
    action: "Change what is marked and ask again.",
  },
  query_limit: {
    sentence: "This question takes too much.",
    action: "Narrow it with WHERE, or ask of fewer tables at once.",
  },
  too_many: {
    sentence: "Too many requests in a short time.",
    action: "Wait a minute and try again.",
  },
  no_language_model: {
    sentence: "No language model is set for this.",
    action: "Set one with `aside model set`, or in the settings of the desktop window.",
  },
  language_model: {
    sentence: "The language model gave no text that can be used.",
    action: "Your text is unchanged: try again, or write it yourself.",
  },
  overloaded: {
    sentence: "Aside has too much to do at the moment.",
    action: "Wait a few seconds and try again.",
  },
  storage: {
    sentence: "Nothing was stored: the disk is full or cannot be written.",
    action: "Free some space on the disk and try again.",
  },
  internal: {
    sentence: "Something went wrong inside Aside.",
    action: "Try again; if it stays, start Aside anew. Everything sent before is kept.",
  },
  unreachable: {
    sentence: "Aside does not answer.",
    action: "See that it is running. This page reconnects by itself.",
  },
};

/** A request that failed, with the sentence for people in reach. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  /** What the endpoint said about this very case; empty where no answer came. */
  readonly detail: string;
  /** Where in the text that was sent, for failures that have a place in it. */
  readonly place: TextPlace | null;

  constructor(code: FailureCode, detail: string, place: TextPlace | null = null) {
    super(detail || FAILURES[code].sentence);
    this.name = "ApiFailure";
    this.code = code;
    this.detail = detail;
    this.place = place;
  }

  get text(): FailureText {
    return FAILURES[this.code];
  }
}

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === "string" && code in FAILURES;
}
