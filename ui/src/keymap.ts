// The only list of keys. The handler acts on it and the overlay under `?` shows it.

export interface Chord {
  /** As in `KeyboardEvent.key`, lower-case for letters. */
  key: string;
  /** Ctrl, or Command on a Mac. */
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
}

export interface Binding {
  chords: readonly Chord[];
  label: string;
  group: "Conversations" | "Replying" | "Suggestions" | "Desk";
  /** Also while a text field has the focus. */
  whileTyping?: boolean;
}

export const KEYMAP = {
  next: { chords: [{ key: "j" }, { key: "ArrowDown" }], label: "Next conversation", group: "Conversations" },
  previous: { chords: [{ key: "k" }, { key: "ArrowUp" }], label: "Previous conversation", group: "Conversations" },
  start: { chords: [{ key: "n" }], label: "New conversation", group: "Conversations" },
  paste: {
    chords: [{ key: "v", mod: true }],
    label: "Paste what a customer wrote",
    group: "Conversations",
  },
  customerMessage: { chords: [{ key: "m" }], label: "Add the customer’s next message", group: "Conversations" },
  escalate: { chords: [{ key: "e", shift: true }], label: "Escalate to a supervisor", group: "Conversations" },
  resolve: { chords: [{ key: "d" }], label: "Resolve, or open again", group: "Conversations" },
  reply: { chords: [{ key: "r" }], label: "Write a reply", group: "Replying" },
  send: { chords: [{ key: "Enter", mod: true }], label: "Send the reply, ask the question", group: "Replying", whileTyping: true },
  newline: { chords: [{ key: "Enter" }], label: "New line in the reply", group: "Replying", whileTyping: true },
  leave: { chords: [{ key: "Escape" }], label: "Leave the field, stop a draft, close what is open", group: "Replying", whileTyping: true },
  insert1: { chords: [{ key: "1" }, { key: "1", alt: true }], label: "Insert suggestion 1", group: "Suggestions" },
  insert2: { chords: [{ key: "2" }, { key: "2", alt: true }], label: "Insert suggestion 2", group: "Suggestions" },
  insert3: { chords: [{ key: "3" }, { key: "3", alt: true }], label: "Insert suggestion 3", group: "Suggestions" },
  insert4: { chords: [{ key: "4" }, { key: "4", alt: true }], label: "Insert suggestion 4", group: "Suggestions" },
  draftAgain: { chords: [{ key: "a" }], label: "Ask the language model for a draft once more", group: "Suggestions" },
  source: { chords: [{ key: "o" }], label: "Open the source of the best suggestion", group: "Suggestions" },
  unsupported: { chords: [{ key: "u" }, { key: "u", alt: true }], label: "Take out sentences that no document carries", group: "Suggestions" },
  dismiss: { chords: [{ key: "x" }], label: "Dismiss a suggestion, with the reason", group: "Suggestions" },
  correct: { chords: [{ key: "c" }], label: "Correct what was read in the message", group: "Suggestions" },
  slots: { chords: [{ key: "g" }], label: "Go to what the customer named, to copy it", group: "Suggestions" },
  points: { chords: [{ key: "p" }], label: "Explain the priority", group: "Suggestions" },
  moodWords: { chords: [{ key: "w" }], label: "Show the words behind the mood", group: "Suggestions" },
  vip: { chords: [{ key: "v", shift: true }], label: "Make the customer a VIP, or no longer", group: "Conversations" },
  labels: { chords: [{ key: "l" }], label: "The team’s own labels", group: "Desk" },
  query: { chords: [{ key: "q" }], label: "Ask in SQL, for supervisors", group: "Desk" },
  files: { chords: [{ key: "f" }], label: "Files: progress, states, reasons", group: "Desk" },
  theme: { chords: [{ key: "t" }], label: "Light, dark or as the system", group: "Desk" },
  help: { chords: [{ key: "?" }], label: "Show the keys", group: "Desk" },
} as const satisfies Record<string, Binding>;

export type Command = keyof typeof KEYMAP;

/** What the browser does by itself; listed for people, never handled. */
const NATIVE: ReadonlySet<Command> = new Set<Command>(["paste", "newline"]);

export const BINDINGS = Object.entries(KEYMAP) as [Command, Binding][];

export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether keys pressed here are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

/** The command of a key press, if it has one here. `singles` are keys without Ctrl, Command or Alt. */
export function commandOf(pressed: Pressed, typing: boolean, singles: boolean): Command | undefined {
  for (const [command, binding] of BINDINGS) {
    if (NATIVE.has(command)) continue;
    for (const chord of binding.chords) {
      const held = chord.mod === true || chord.alt === true || chord.key === "Escape" || chord.key.startsWith("Arrow");
      if (typing && !binding.whileTyping && !chord.alt) continue;
      if (!singles && !held) continue;
      if (matches(chord, pressed)) return command;
    }
  }
  return undefined;
}

function matches(chord: Chord, pressed: Pressed): boolean {
  if ((chord.mod ?? false) !== (pressed.ctrlKey || pressed.metaKey)) return false;
  if ((chord.alt ?? false) !== pressed.altKey) return false;
  // Alt changes the character on some keyboards, so digits go by the key's place.
  if (/^\d$/.test(chord.key)) return pressed.code === `Digit${chord.key}` || pressed.key === chord.key;
  if (/^[a-z]$/.test(chord.key)) {
    return pressed.key.toLowerCase() === chord.key && pressed.shiftKey === (chord.shift ?? false);
  }
  return pressed.key === chord.key;
}

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", Enter: "Enter" };

/** A chord as it is written on keys: `["Ctrl", "Enter"]`. */
export function keysOf(chord: Chord, mac: boolean): string[] {
  const held = [];
  if (chord.mod) held.push(mac ? "⌘" : "Ctrl");
  if (chord.alt) held.push(mac ? "⌥" : "Alt");
  if (chord.shift) held.push(mac ? "⇧" : "Shift");
  return [...held, NAMES[chord.key] ?? chord.key.toUpperCase()];
}

export const ON_MAC = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/** The first chord of a command, for `aria-keyshortcuts`. */
export function ariaKeys(command: Command): string {
  const binding: Binding = KEYMAP[command];
  return binding.chords
    .map((chord) =>
      [chord.mod && (ON_MAC ? "Meta" : "Control"), chord.alt && "Alt", chord.shift && "Shift", chord.key]
        .filter(Boolean)
        .join("+"),
    )
    .join(" ");
}
