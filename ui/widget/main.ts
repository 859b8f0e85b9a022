// The script that a page embeds: makes the element, and `window.AsideChat`.
import { AsideChat } from "./element";

/** Attributes of the script that the element takes over. */
const TAKEN = ["key", "host", "user", "user-hash", "language", "voice", "title", "theme"];

function start(script: HTMLScriptElement | null): void {
  if (customElements.get("aside-chat")) return;
  customElements.define("aside-chat", AsideChat);
  const found = document.querySelector("aside-chat");
  const chat = found instanceof AsideChat ? found : new AsideChat();
  if (!found) {
    for (const name of TAKEN) {
      const value = script?.getAttribute(`data-${name}`);
      if (value != null) chat.setAttribute(name, value);
    }
    if (!chat.hasAttribute("host") && script?.src) chat.setAttribute("host", new URL(script.src).origin);
  }
  const api = {
    open: () => chat.open(),
    close: () => chat.close(),
    setUser: chat.setUser.bind(chat),
    setMood: chat.setMood.bind(chat),
    on: chat.on.bind(chat),
  };
  Object.defineProperty(window, "AsideChat", { value: Object.freeze(api), configurable: true });
  const place = (): void => {
    // Written in the page after the script: that one counts.
    if (!chat.isConnected && !document.querySelector("aside-chat")) document.body.append(chat);
  };
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
}

start(document.currentScript instanceof HTMLScriptElement ? document.currentScript : null);
