// What the desk asks of the place it runs in, and nothing more.
import type { Event } from "../api/nouns";
import type { Tokens } from "./pass";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

export interface Answer {
  status: number;
  body: string;
}

/** An answer as it came: a file, or an error in JSON. */
export interface Loaded {
  status: number;
  body: Blob;
}

export interface Listener {
  /** Called whenever the stream of events begins, again after every break: events may have been missed. */
  onOpen(): void;
  /** Called when the stream breaks; the host goes on trying by itself. */
  onLost(): void;
  onEvent(event: Event): void;
}

/** Where whoever asks may have to sign in. */
export interface Gate {
  /** Tells from now on whether somebody has to sign in. */
  watch(watcher: (needed: boolean) => void): void;
  /** Goes on with the tokens of a sign-in. */
  enter(tokens: Tokens): void;
  /** Ends the sign-in. */
  leave(): Promise<void>;
}

/** A text of another program, and where it was there. */
export interface Taken {
  text: string;
  source: "selection" | "clipboard";
}

/** What this computer does for the desk. */
export interface Machine {
  /** Why the shortcut does nothing, if it does nothing. */
  shortcut: "taken" | "unknown" | "unavailable" | null;
  /** Whether the desk starts at login; null where nobody can tell. */
  at_login: boolean | null;
  /** There is an icon beside the clock. */
  tray: boolean;
  /** A reply can be pasted into the program that the text came from. */
  pastes: boolean;
  /** Selected text can be read without a copy. */
  selection: boolean;
  /** What is offered to be answered. */
  copied: string | null;
}

/** What happened outside of the pages. */
export type Told =
  | { type: "taken" }
  | { type: "copied"; text: string | null }
  | { type: "changed" }
  | { type: "open"; conversation: string };

/** What the icon beside the clock says. */
export interface TrayWords {
  state: string;
  mark: "none" | "waiting" | "urgent";
  show: string;
  hide: string;
  copied: string;
  watch: string;
  quit: string;
}

/** What only a window can do: stand beside other programs. The desk and the small window may each do a part of it. */
export interface BesideHost {
  hear(heard: (told: Told) => void): () => void;
  /** Does at once what the settings say, and tells what came of it. */
  machine(): Promise<Machine>;
  startAtLogin(on: boolean): Promise<Machine>;
  /** Lets the shortcut through until the settings are followed again. */
  pauseShortcut(): Promise<void>;
  /** Opens the small window with what is offered. */
  takeCopied(): Promise<void>;
  say(words: TrayWords): Promise<void>;
  /** False where somebody is at the desk, or it could not be shown. */
  notify(title: string, body: string): Promise<boolean>;
  /** What was taken; null once it was asked for. */
  taken(): Promise<Taken | null>;
  /** Copies a reply, hides the small window and gives the keyboard back; true where the reply was pasted, too. */
  handBack(reply: string): Promise<boolean>;
  leave(): Promise<void>;
  showDesk(conversation?: string): Promise<void>;
}

export interface Host {
  kind: "browser" | "desktop";
  /** Rejects only where no answer came; an error's answer is an answer. A form goes as a form, all else as JSON. */
  request(method: HttpMethod, path: string, body?: object): Promise<Answer>;
  /** Reads what is no text. Rejects as `request` does. */
  load(path: string): Promise<Loaded>;
  /** Absent in the window, which is the machine's owner's. */
  readonly gate?: Gate;
  /** Absent in the browser, which knows no other programs. */
  readonly beside?: BesideHost;
  /** Ends Aside and starts it anew. Absent in the browser, whose server is not its own. */
  readonly restart?: () => Promise<void>;
  /** Starts listening; the function that comes back stops it. */
  listen(listener: Listener): () => void;
}
