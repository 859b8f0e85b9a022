// Keys as they are written on the keyboard in front of the reader.
import { keysOf, MAC_CAPS, ON_MAC, type Chord } from "../keymap";
import { t } from "../texts/texts.svelte";

/** What stands on the keys of a chord: `["Ctrl", "Enter"]`, `["Strg", "Enter"]` in German. */
export function capsOf(chord: Chord): string[] {
  return keysOf(chord, ON_MAC ? MAC_CAPS : t.keyCaps);
}

/** What stands on the keys of a shortcut as it is stored, such as `CmdOrCtrl+Alt+R`. */
export function shortcutCaps(shortcut: string): string[] {
  const caps = ON_MAC ? MAC_CAPS : t.keyCaps;
  const held: Record<string, string> = { ctrl: ON_MAC ? "⌃" : caps.mod, cmdorctrl: caps.mod, alt: caps.alt, shift: caps.shift, super: ON_MAC ? "⌘" : "Super" };
  return shortcut.split("+").map((key) => held[key.toLowerCase()] ?? key);
}

/** A key press as a shortcut is stored; null while only keys that are held are pressed. */
export function shortcutOf(pressed: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">): string | null {
  if (["Control", "Alt", "AltGraph", "Shift", "Meta"].includes(pressed.key)) return null;
  // By what stands on the key, where it says so: keyboards differ in where their letters are.
  const named = /^[a-z0-9]$/i.test(pressed.key) ? pressed.key.toUpperCase() : pressed.code.replace(/^(Key|Digit)/, "");
  const held = [pressed.ctrlKey && "Ctrl", pressed.metaKey && "Super", pressed.altKey && "Alt", pressed.shiftKey && "Shift"];
  return [...held.filter((key) => key !== false), named].join("+");
}
