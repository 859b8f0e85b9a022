// For measurements from outside: when the desk could be used for the first time.

const MARK = "aside.usable";

/** The rows of the list are there: once the next frame is on the screen, they can be clicked. */
export function markUsable(): void {
  if (performance.getEntriesByName(MARK).length > 0) return;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (performance.getEntriesByName(MARK).length === 0) performance.mark(MARK);
    };
    channel.port2.postMessage(null);
  });
}
