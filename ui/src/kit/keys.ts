// Keys as they are written on the keyboard in front of the reader.
import { keysOf, MAC_CAPS, ON_MAC, type Chord } from "../keymap";
import { t } from "../texts/texts.svelte";

/** What stands on the keys of a chord: `["Ctrl", "Enter"]`, `["Strg", "Enter"]` in German. */
export function capsOf(chord: Chord): string[] {
  return keysOf(chord, ON_MAC ? MAC_CAPS : t.keyCaps);
}
