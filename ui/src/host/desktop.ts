// The desk in its own window: requests go to the router in the same process through one command.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../api/nouns";
import type { Answer, Host, Listener } from "./host";

/** What the command gives back: a text, or a file in Base64. */
interface Given extends Answer {
  file: { media_type: string; base64: string } | null;
}

export const desktopHost: Host = {
  kind: "desktop",

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
