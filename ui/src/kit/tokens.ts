// Lengths of the tokens, for what has to reckon with them.

/** A length of `tokens.css` that is given in pixels. */
export function pixels(token: string): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)) || 1;
}
