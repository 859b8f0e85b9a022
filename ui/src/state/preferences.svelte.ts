// What a person chose about the desk itself, kept in the browser's own storage.

export type Theme = "system" | "light" | "dark";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const THEME_KEY = "aside.theme";
const SINGLES_KEY = "aside.single-keys";

class Preferences {
  theme = $state<Theme>(THEMES.find((theme) => theme === read(THEME_KEY)) ?? "system");
  /** Keys that act without Ctrl, Command or Alt; some speech and switch input types letters by itself. */
  singleKeys = $state(read(SINGLES_KEY) !== "off");

  nextTheme(): void {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length] ?? "system";
    write(THEME_KEY, this.theme);
    if (this.theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    write(SINGLES_KEY, on ? "on" : "off");
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
}

export const preferences = new Preferences();
