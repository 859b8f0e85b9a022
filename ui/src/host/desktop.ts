// The desk in its own windows: requests go to the router in the same process through one command; what stands beside
// other programs has commands of its own.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../api/nouns";
import type { Answer, BesideHost, Host, Listener, Told } from "./host";

/** Hears of an event; the function that comes back stops it. `settled` is told whether it began. */
function hear<T>(name: string, heard: (payload: T) => void, settled: (began: boolean) => void = () => undefined): () => void {
  let stopped = false;
  let unlisten: (() => void) | undefined;
  listen<T>(name, (event) => heard(event.payload)).then(
    (stop) => {
      if (stopped) {
        stop();
        return;
      }
      unlisten = stop;
      settled(true);
    },
    () => settled(false),
  );
  return () => {
    stopped = true;
    unlisten?.();
  };
}

const beside: BesideHost = {
  hear: (heard) => hear<Told>("beside", heard),
  machine: () => invoke("machine"),
  startAtLogin: (on) => invoke("start_at_login", { on }),
  pauseShortcut: () => invoke("pause_shortcut"),
  takeCopied: () => invoke("take_copied"),
  say: (words) => invoke("say", { words }),
  notify: (title, body) => invoke("notify", { title, body }),
  taken: () => invoke("taken"),
  handBack: (reply) => invoke("hand_back", { reply }),
  leave: () => invoke("leave"),
  showDesk: (conversation) => invoke("show_desk", { conversation }),
};

export const desktopHost: Host = {
  kind: "desktop",
  beside,

  request(method, path, body) {
    return invoke<Answer>("api", body ? { method, path, body } : { method, path });
  },

  listen(listener: Listener) {
    return hear<Event>(
      "aside",
      (event) => listener.onEvent(event),
      (began) => (began ? listener.onOpen() : listener.onLost()),
    );
  },
};
