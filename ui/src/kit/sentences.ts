// A suggestion in pieces: its sentences with what carries them, and what stands between them.
import type { Suggestion, SuggestionSentence, TeamWords } from "../api/nouns";
import { t } from "../texts/texts.svelte";

export interface Piece {
  text: string;
  /** None for white space and marks between sentences. */
  sentence: SuggestionSentence | null;
  /** The citation to print after it, from 0: at the last of sentences that stand in the same passage. */
  cites: number | null;
}

export function piecesOf(suggestion: Suggestion): Piece[] {
  const letters = [...suggestion.text];
  const pieces: Piece[] = [];
  let at = 0;
  const sentences = suggestion.sentences ?? [];
  sentences.forEach((sentence, index) => {
    if (sentence.start > at) pieces.push({ text: letters.slice(at, sentence.start).join(""), sentence: null, cites: null });
    const own = sentence.citation ?? null;
    const next = sentences[index + 1]?.citation ?? null;
    pieces.push({
      text: letters.slice(sentence.start, sentence.end).join(""),
      sentence,
      cites: own !== null && own !== next ? own : null,
    });
    at = sentence.end;
  });
  if (at < letters.length) pieces.push({ text: letters.slice(at).join(""), sentence: null, cites: null });
  return pieces;
}

/** What the groundedness of a suggestion says, in words. */
export function groundedness(suggestion: Suggestion): string | null {
  const sentences = suggestion.sentences ?? [];
  const carried = sentences.filter((one) => one.support === "carried").length;
  const unsupported = sentences.filter((one) => one.support === "unsupported").length;
  if (unsupported > 0) return t.assist.someCarried(carried, carried + unsupported);
  if (carried > 0) return t.assist.allCarried;
  if (sentences.some((one) => one.support === "team")) return t.assist.teamWords;
  return null;
}

/** Where the team's own words come from, and what became of them so far. */
export function ofTeam(team: TeamWords): string {
  const from = team.name == null ? t.assist.fromReply : t.assist.fromText;
  const sent = team.sent > 0 ? t.assist.sentTimes(team.sent) : "";
  const dismissed = team.dismissed > 0 ? t.assist.dismissedTimes(team.dismissed) : "";
  return `${from}${sent}${dismissed}.`;
}
