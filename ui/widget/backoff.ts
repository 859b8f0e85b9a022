// Waiting before the next try.

const FIRST = 500;
const LONGEST = 30_000;

/** Milliseconds before try number `attempt`, from 0: doubled each time, half of it by chance, so that the
 * customers of a server that comes back do not all come at once. */
export function delay(attempt: number, chance = Math.random()): number {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return most / 2 + (most / 2) * chance;
}

/** Nobody is told to wait for longer, whatever the server says. */
const LONGEST_ASKED = 3_600;

/** Seconds that a server asks to wait in a `Retry-After` header (RFC 9110, 10.2.3: seconds or a date); none where it
 * asks for nothing, or the page may not read it. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 1), LONGEST_ASKED);
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
