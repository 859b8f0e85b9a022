// Reads that may be asked for while one is under way.

/**
 * Runs `read`; asked for again meanwhile, it runs once more afterwards, however often it was asked, and after a rest
 * of so many milliseconds.
 */
export function coalesced(read: () => Promise<void>, rest: () => number = () => 0): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await read();
      if (again && rest() >= 1) await new Promise((done) => setTimeout(done, rest()));
    } while (again);
  };
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = loop().finally(() => {
      running = null;
    });
    return running;
  };
}
