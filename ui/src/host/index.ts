// Chooses the host. The only place that asks whether this is the window or a web page.
import { isTauri } from "@tauri-apps/api/core";
import { BrowserHost } from "./browser";
import { desktopHost } from "./desktop";
import type { Host } from "./host";

export function chooseHost(): Host {
  // `isTauri` also holds for a web page opened inside the window; only the window's own page may call commands.
  const ownPage =
    location.protocol === "tauri:" || location.hostname === "tauri.localhost" || import.meta.env.DEV;
  return isTauri() && ownPage ? desktopHost : new BrowserHost();
}
