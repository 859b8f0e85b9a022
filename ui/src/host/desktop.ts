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

/** What the command gives back: a text, or a file in Base64. */
interface Given extends Answer {
  file: { media_type: string; base64: string } | null;
}

export const desktopHost: Host = {
  kind: "desktop",
  beside,
  restart: () => invoke("restart"),

  async request(method, path, body) {
    if (body instanceof FormData) return invoke<Answer>("api", { method, path, form: await packed(body) });
    return invoke<Answer>("api", body ? { method, path, body } : { method, path });
  },

  async load(path) {
    const { status, body, file } = await invoke<Given>("api", { method: "GET", path });
    if (file === null) return { status, body: new Blob([body]) };
    const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
    return { status, body: new Blob([bytes], { type: file.media_type }) };
  },

  listen(listener: Listener) {
    return hear<Event>(
      "aside",
      (event) => listener.onEvent(event),
      (began) => (began ? listener.onOpen() : listener.onLost()),
    );
  },
};

/** A form as the bytes that a browser would send, which the command takes in Base64. */
async function packed(form: FormData): Promise<{ content_type: string; base64: string }> {
  const request = new Response(form);
  const content_type = request.headers.get("content-type") ?? "";
  const bytes = await request.blob();
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the files cannot be read"));
    reader.readAsDataURL(bytes);
  });
  return { content_type, base64: url.slice(url.indexOf(",") + 1) };
}
