// The only list of keys. The handler acts on it, the overlay under `?` and the palette show it; what each is
// called stands with the texts.

/** The roles, as the API names them; each may do what those before it may. */
export type Least = "agent" | "supervisor" | "administrator";

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
  group: "conversations" | "replying" | "suggestions" | "tickets" | "desk" | "beside";
  /** Also while a text field has the focus. */
  whileTyping?: boolean;
  /** Whoever may do less is not offered it. */
  least?: Least;
}

export const KEYMAP = {
  next: { chords: [{ key: "j" }, { key: "ArrowDown" }], group: "conversations" },
  previous: { chords: [{ key: "k" }, { key: "ArrowUp" }], group: "conversations" },
  search: { chords: [{ key: "/" }], group: "conversations" },
  start: { chords: [{ key: "n" }], group: "conversations" },
  paste: {
    chords: [{ key: "v", mod: true }],
    group: "conversations",
  },
  customerMessage: { chords: [{ key: "m" }], group: "conversations" },
  escalate: { chords: [{ key: "e", shift: true }], group: "conversations" },
  resolve: { chords: [{ key: "d" }], group: "conversations" },
  reply: { chords: [{ key: "r" }, { key: "e" }], group: "replying" },
  send: { chords: [{ key: "Enter", mod: true }], group: "replying", whileTyping: true },
  undoSend: { chords: [{ key: "z", mod: true }, { key: "z" }], group: "replying", whileTyping: true },
  preview: { chords: [{ key: "p", alt: true }], group: "replying", whileTyping: true },
  shorten: { chords: [{ key: "s" }, { key: "s", alt: true }], group: "replying" },
  rewrite: { chords: [{ key: "i" }, { key: "i", alt: true }], group: "replying" },
  newline: { chords: [{ key: "Enter" }], group: "replying", whileTyping: true },
  leave: { chords: [{ key: "Escape" }], group: "replying", whileTyping: true },
  insert1: { chords: [{ key: "1" }, { key: "1", alt: true }], group: "suggestions" },
  insert2: { chords: [{ key: "2" }, { key: "2", alt: true }], group: "suggestions" },
  insert3: { chords: [{ key: "3" }, { key: "3", alt: true }], group: "suggestions" },
  insert4: { chords: [{ key: "4" }, { key: "4", alt: true }], group: "suggestions" },
  draftAgain: { chords: [{ key: "a" }], group: "suggestions" },
  source: { chords: [{ key: "o" }], group: "suggestions" },
  unsupported: { chords: [{ key: "u" }, { key: "u", alt: true }], group: "suggestions" },
  dismiss: { chords: [{ key: "x" }], group: "suggestions" },
  correct: { chords: [{ key: "c" }], group: "suggestions" },
  slots: { chords: [{ key: "g" }], group: "suggestions" },
  points: { chords: [{ key: "p" }], group: "suggestions" },
  moodWords: { chords: [{ key: "w" }], group: "suggestions" },
  summary: { chords: [{ key: "s", shift: true }], group: "conversations" },
  vip: { chords: [{ key: "v", shift: true }], group: "conversations" },
  customer: { chords: [{ key: "c", shift: true }], group: "conversations" },
  keepFact: { chords: [{ key: "k", shift: true }], group: "conversations" },
  approveTicket: { chords: [{ key: "p", shift: true }], group: "tickets", least: "supervisor" },
  assignTicket: { chords: [{ key: "a", shift: true }], group: "tickets", least: "supervisor" },
  returnTicket: { chords: [{ key: "r", shift: true }], group: "tickets", least: "supervisor" },
  resolveTicket: { chords: [{ key: "d", shift: true }], group: "tickets", least: "supervisor" },
  handOff: { chords: [{ key: "h", shift: true }], group: "tickets" },
  replay: { chords: [{ key: "y", shift: true }], group: "tickets", least: "supervisor" },
  ticketConversation: { chords: [{ key: "o", shift: true }], group: "tickets" },
  palette: { chords: [{ key: "k", mod: true }], group: "desk", whileTyping: true },
  settings: { chords: [{ key: ",", mod: true }], group: "desk", whileTyping: true },
  labels: { chords: [{ key: "l" }], group: "desk", least: "administrator" },
  query: { chords: [{ key: "q" }], group: "desk", least: "supervisor" },
  tickets: { chords: [{ key: "t", shift: true }], group: "desk" },
  quality: { chords: [{ key: "q", shift: true }], group: "desk", least: "supervisor" },
  trends: { chords: [{ key: "g", shift: true }], group: "desk", least: "supervisor" },
  files: { chords: [{ key: "f" }], group: "desk" },
  theme: { chords: [{ key: "t" }], group: "desk" },
  help: { chords: [{ key: "?" }], group: "desk" },
  handBack: { chords: [{ key: "Enter" }], group: "beside" },
} as const satisfies Record<string, Binding>;

export type Command = keyof typeof KEYMAP;

/** What the browser does by itself; listed for people, never handled. */
const NATIVE: ReadonlySet<Command> = new Set<Command>(["paste", "newline"]);

export const BINDINGS = Object.entries(KEYMAP) as [Command, Binding][];

/** The least role that is offered a command. */
export function leastRole(command: Command): Least {
  const binding: Binding = KEYMAP[command];
  return binding.least ?? "agent";
}

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
      const held = chord.mod === true || chord.alt === true || chord.key === "Escape" || chord.key === "Enter" || chord.key.startsWith("Arrow");
      // A bare letter is text where one types.
      const bare = !chord.mod && !chord.alt && chord.key.length === 1;
      if (typing && (bare || (!binding.whileTyping && !chord.alt))) continue;
      if (!singles && !held) continue;
      if (matches(chord, pressed)) return command;
    }
  }
  return undefined;
}

function matches(chord: Chord, pressed: Pressed): boolean {
  if ((chord.mod ?? false) !== (pressed.ctrlKey || pressed.metaKey)) return false;
  if ((chord.alt ?? false) !== pressed.altKey) return false;
  // Alt changes the character on some keyboards, so digits and letters go by the key's place.
  if (/^\d$/.test(chord.key)) return pressed.code === `Digit${chord.key}` || pressed.key === chord.key;
  if (chord.alt && pressed.code === `Key${chord.key.toUpperCase()}`) return true;
  if (/^[a-z]$/.test(chord.key)) {
    return pressed.key.toLowerCase() === chord.key && pressed.shiftKey === (chord.shift ?? false);
  }
  return pressed.key === chord.key;
}

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", Enter: "Enter" };

/** What stands on the keys that are held; it differs with the keyboard's language. */
export type Caps = Record<"mod" | "alt" | "shift", string>;

export const MAC_CAPS: Caps = { mod: "⌘", alt: "⌥", shift: "⇧" };

/** A chord as it is written on keys: `["Ctrl", "Enter"]`. */
export function keysOf(chord: Chord, caps: Caps): string[] {
  const held = (["mod", "alt", "shift"] as const).filter((key) => chord[key]).map((key) => caps[key]);
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
