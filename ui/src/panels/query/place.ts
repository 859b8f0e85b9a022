// Where an error lies in the text of a question.
import type { TextPlace } from "../../api/nouns";

/** The piece as offsets for a selection. The place counts characters, a selection counts UTF-16 units. */
export function selectionOf(text: string, place: TextPlace): [number, number] {
  const lines = text.split("\n");
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const characters = [...(lines[place.line - 1] ?? "")];
  const start = before + characters.slice(0, place.column - 1).join("").length;
  const length = characters.slice(place.column - 1, place.column - 1 + place.length).join("").length;
  return [Math.min(start, text.length), Math.min(start + length, text.length)];
}

/** The line of the error in three pieces, the middle one marked. */
export function markedLine(text: string, place: TextPlace): [string, string, string] {
  const characters = [...(text.split("\n")[place.line - 1] ?? "")];
  const from = place.column - 1;
  const marked = characters.slice(from, from + place.length).join("");
  return [characters.slice(0, from).join(""), marked || " ", characters.slice(from + place.length).join("")];
}
