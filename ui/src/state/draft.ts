// What becomes of the text in the composer when a suggestion is inserted.

export interface Draft {
  text: string;
  /** The suggestion that the text began as. */
  suggestionId: string | null;
  /** The suggestion's own words, while nothing was changed in them. */
  untouched: string | null;
}

export const EMPTY_DRAFT: Draft = { text: "", suggestionId: null, untouched: null };

/** A suggestion replaces nothing that the agent wrote: only another suggestion, still untouched. */
export function insertSuggestion(draft: Draft, suggestion: { id: string; text: string }): Draft {
  const fresh = { text: suggestion.text, suggestionId: suggestion.id, untouched: suggestion.text };
  if (draft.text.trim() === "" || draft.text === draft.untouched) return fresh;
  return {
    text: `${draft.text.trimEnd()}\n\n${suggestion.text}`,
    suggestionId: draft.suggestionId ?? suggestion.id,
    untouched: null,
  };
}

export function editDraft(draft: Draft, text: string): Draft {
  if (text.trim() === "") return { ...EMPTY_DRAFT, text };
  return { ...draft, text };
}

/** Puts a text behind what is written, once. */
export function addText(draft: Draft, text: string): Draft {
  if (draft.text.includes(text)) return draft;
  if (draft.text.trim() === "") return { ...EMPTY_DRAFT, text };
  return { ...draft, text: `${draft.text.trimEnd()}\n\n${text}` };
}
