// The desk as a web page: requests and events go over loopback to the server that served the page.
import type { Event } from "../api/nouns";
import type { Host, Listener } from "./host";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 4000;
/** Longer than a language model may take for a text, unless that is set higher. */
const REQUEST_TIMEOUT_MS = 60_000;

export const browserHost: Host = {
  kind: "browser",

  async request(method, path, body) {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.text() };
  },

  listen(listener: Listener) {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_RETRY_MS;

    // The browser's own reconnection gives up for good on an error status, so it is done here.
    const open = () => {
      source = new EventSource("/api/v1/events");
      source.onopen = () => {
        wait = FIRST_RETRY_MS;
        listener.onOpen();
      };
      source.onmessage = (message: MessageEvent<string>) => listener.onEvent(JSON.parse(message.data) as Event);
      source.onerror = () => {
        source?.close();
        listener.onLost();
        timer = setTimeout(open, wait);
        wait = Math.min(wait * 2, LONGEST_RETRY_MS);
      };
    };
    open();

    return () => {
      clearTimeout(timer);
      source?.close();
    };
  },
};
