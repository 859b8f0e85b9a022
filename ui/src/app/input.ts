// Key presses and pastes on their way to commands.
import { commandOf, isTyping } from "../keymap";
import type { Commands } from "../state/commands";

/** Runs the command of a key press. Dialogs have the keys to themselves. */
export function handleKey(event: KeyboardEvent, commands: Commands, singles: boolean): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = isTyping(event.target);
  const command = commandOf(event, typing, singles);
  if (!command) return;
  // Arrows scroll what scrolls, unless the focus is on nothing or in a list.
  if (event.key.startsWith("Arrow") && scrolls(event.target)) return;
  if (command === "leave" && typing && !chooses(event.target)) {
    (event.target as HTMLElement).blur();
    event.preventDefault();
    return;
  }
  if (commands.run(command)) event.preventDefault();
}

/** A button to choose with: there is nothing typed that the focus would have to leave first. */
function chooses(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:is([type="radio"], [type="checkbox"])');
}

function scrolls(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('[tabindex="0"]:not([role="listbox"])');
}

/** The text of a paste outside of fields; null where it is somebody else's. */
export function pastedText(event: ClipboardEvent): string | null {
  if (isTyping(event.target)) return null;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  return text === "" ? null : text;
}
