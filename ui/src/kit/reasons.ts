// What the engine gives as reasons, in the language of the desk. What was stored before it came in parts stands in
// the engine's own English, and so does what a team or a document says.
import type { Abstention, EscalationReason, Evidence, FileCause, OrderSign, PriorityPoint, PriorityReason, Suspicion } from "../api/nouns";
import { t } from "../texts/texts.svelte";
import { labelName, languageName, percent } from "./labels";
import { shortSpan } from "./time";

const MINUTE_MS = 60_000;

/** Why a point of the priority is given. */
export function pointWords({ reason, grounds }: Pick<PriorityPoint, "reason" | "grounds">): string {
  return grounds ? groundsWords(grounds) : reason;
}

/** Why a rule of escalation asks for a supervisor, as a sentence. */
export function reasonWords({ rule, case: which, explanation }: EscalationReason): string {
  const sentences: Partial<Record<string, string>> = t.explained;
  return sentences[which ? `${rule}.${which}` : rule] ?? explanation;
}

/** The words and figures that made a rule fire, or that say how a customer feels. */
export function evidenceWords({ evidence, parts }: Pick<EscalationReason, "evidence" | "parts">): string {
  return parts?.length ? parts.map(partWords).join(", ") : evidence;
}

/** Why the documents answer nothing. */
export function abstentionWords({ nearest }: Abstention): string {
  return nearest ? t.assist.nearest(nearest.title, percent(nearest.score)) : t.assist.nothingWhy;
}

/** What a text shows to be an order to a language model by, each with its words. */
export function orderWords({ evidence, signs }: Pick<Suspicion, "evidence" | "signs">): string[] {
  return signs?.length ? signs.map(signWords) : evidence;
}

/** Why a file, or a part of it, could not be read, and what to do. */
export function fileWords({ reason, cause }: { reason?: string | null; cause?: FileCause | null }): string {
  return cause ? causeWords(cause) : (reason ?? "");
}

function signWords({ kind, hidden, words }: OrderSign): string {
  return `${hidden ? `${t.order.hidden}: ` : ""}${t.order[kind]}: ${words}`;
}

function causeWords(cause: FileCause): string {
  const { file } = t;
  switch (cause.why) {
    case "old_format":
      return file.old_format(cause.old, cause.new);
    case "mislabelled": {
      const contents: Partial<Record<string, string>> = file.content;
      return file.mislabelled(cause.extension, contents[cause.content] ?? cause.content);
    }
    case "too_large":
      return file.too_large(cause.megabytes);
    case "needs_ocr":
      return file.needs_ocr(cause.install);
    case "over_limit":
      return file.over_limit(cause.needs);
    case "too_slow":
      return file.too_slow(cause.seconds);
    case "forbidden":
    case "malformed":
    case "not_started":
    case "interrupted":
    case "crashed":
      return file[cause.why](cause.said);
    case "missing":
    case "no_file":
    case "unsupported":
    case "no_text":
    case "picture":
    case "protected":
      return file[cause.why];
  }
}

function groundsWords(grounds: PriorityReason): string {
  const { point } = t;
  switch (grounds.why) {
    case "asked":
      return point.asked(grounds.times);
    case "presses":
      return point.presses(grounds.words);
    case "waiting":
      return point.waiting(shortSpan(grounds.minutes * MINUTE_MS), shortSpan(grounds.target_minutes * MINUTE_MS));
    case "held":
      return point.held(grounds.lowest, grounds.highest);
    default:
      return point[grounds.why];
  }
}

function partWords(part: Evidence): string {
  const { proof } = t;
  switch (part.is) {
    case "words":
    case "fault":
      return part.text;
    case "asked_before":
      return proof.askedBefore(part.words);
    case "label":
      return part.confidence == null ? labelName(part.what, part.label) : proof.label(labelName(part.what, part.label), percent(part.confidence));
    case "doubt":
      return proof.doubt(proof.what[part.what], percent(part.confidence));
    case "guessed":
      return part.language == null ? proof.guessed : proof.guessedIn(languageName(part.language));
    case "unlikely_reply":
      return proof.unlikelyReply(percent(part.confidence));
    case "moods":
      return proof.moods(part.moods.map((mood) => t.sentiment[mood]).join(", "));
    case "priority":
      return `${groundsWords(part.reason)} ${part.points < 0 ? `−${-part.points}` : `+${part.points}`}`;
    case "order":
      return signWords(part.sign);
    case "capitals":
    case "nothing_found":
    case "vip":
      return proof[part.is];
  }
}
