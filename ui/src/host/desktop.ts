// The desk in its own window: requests go to the router in the same process through one command.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../api/nouns";
import type { Answer, Host, Listener } from "./host";

export const desktopHost: Host = {
  kind: "desktop",

  request(method, path, body) {
    return invoke<Answer>("api", body ? { method, path, body } : { method, path });
  },

  listen(listener: Listener) {
    let stopped = false;
    let unlisten: (() => void) | undefined;
    listen<Event>("aside", (event) => listener.onEvent(event.payload)).then(
      (stop) => {
        if (stopped) {
          stop();
          return;
        }
        unlisten = stop;
        listener.onOpen();
      },
      () => listener.onLost(),
    );
    return () => {
      stopped = true;
      unlisten?.();
    };
  },
};
