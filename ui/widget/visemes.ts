// Which shape the mouth takes for a letter. Spelling is near enough to sound for a drawn face.

export type Mouth = "rest" | "closed" | "small" | "teeth" | "round" | "wide" | "open";

/** A shape and for how many milliseconds it is held. */
export interface Held {
  mouth: Mouth;
  for: number;
}

const SHAPES: [letters: RegExp, mouth: Mouth][] = [
  [/[mbp]/, "closed"],
  [/[fvw]/, "teeth"],
  [/[ouöüóúôû]/, "round"],
  [/[eiyéèêíï]/, "wide"],
  [/[aäáàâ]/, "open"],
  [/[\p{L}\p{N}]/u, "small"],
];
/** A letter of speech at the usual pace: some 14 letters a second. */
const LETTER = 70;

/** The shapes of one word, like ones joined. */
export function shapesOf(word: string): Held[] {
  const shapes: Held[] = [];
  for (const letter of word.toLowerCase()) {
    const mouth = SHAPES.find(([letters]) => letters.test(letter))?.[1];
    if (!mouth) continue;
    const last = shapes.at(-1);
    if (last?.mouth === mouth) last.for += LETTER / 2;
    else shapes.push({ mouth, for: LETTER });
  }
  return shapes;
}

/** The word of a text that begins at or goes over a place. */
export function wordAt(text: string, place: number): string {
  return /^[\p{L}\p{N}'’]+/u.exec(text.slice(place))?.[0] ?? "";
}
