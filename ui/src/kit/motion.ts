// How long things may move: as the tokens say, which know about reduced motion.

export function duration(token: "--quick" | "--slow" = "--slow"): number {
  const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  const amount = Number.parseFloat(value) || 0;
  return value.endsWith("ms") ? amount : amount * 1000;
}
