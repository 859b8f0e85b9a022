// Waiting before the next try.

const FIRST = 500;
const LONGEST = 30_000;

/** Milliseconds before try number `attempt`, from 0: doubled each time, half of it by chance, so that the
 * customers of a server that comes back do not all come at once. */
export function delay(attempt: number, chance = Math.random()): number {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return most / 2 + (most / 2) * chance;
}

/** Waits so long, or until the network is back or the signal ends it. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
