// What a person chose about the desk itself, kept in the browser's own storage.
import { read, write } from "./storage";

/** Each choice with what can be chosen; the first is what holds until somebody chooses. */
export const CHOICES = {
  theme: ["system", "light", "dark"],
  contrast: ["system", "high"],
  density: ["comfortable", "compact"],
  motion: ["system", "reduced"],
  language: ["system", "en", "de"],
  /** Seconds in which a sent reply can be taken back. */
  undo: ["5", "10", "off"],
  /** What of customers' messages is covered: secrets, names and addresses too, or nothing. */
  cover: ["secrets", "personal", "off"],
  /** Keys that act without Ctrl, Command or Alt; some speech and switch input types letters by itself. */
  keys: ["on", "off"],
  /** The first steps: still to come on an empty desk, being shown, or seen. */
  tour: ["due", "on", "done"],
} as const;

export type Choice = keyof typeof CHOICES;
export type Chosen<C extends Choice = Choice> = (typeof CHOICES)[C][number];

/** Where a choice is kept. `public/theme.js` reads those that the first paint needs. */
const PLACE: Record<Choice, string> = {
  theme: "aside.theme",
  contrast: "aside.contrast",
  density: "aside.density",
  motion: "aside.motion",
  language: "aside.language",
  undo: "aside.undo",
  cover: "aside.cover",
  keys: "aside.single-keys",
  tour: "aside.tour",
};

/** The languages that the desk speaks. */
export type Language = Exclude<Chosen<"language">, "system">;

/** Written from right to left; none of the desk's own languages is, so far. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "fa", "he", "ur"]);

class Preferences {
  readonly #chosen = $state(Object.fromEntries(Object.keys(CHOICES).map((choice) => [choice, kept(choice as Choice)])) as Record<Choice, Chosen>);
  /** The system asks for more contrast. */
  #moreContrast = $state(false);

  constructor() {
    if (typeof matchMedia === "undefined") return;
    const more = matchMedia("(prefers-contrast: more)");
    this.#moreContrast = more.matches;
    more.addEventListener("change", () => {
      this.#moreContrast = more.matches;
      this.#show();
    });
    this.#show();
  }

  chosen<C extends Choice>(choice: C): Chosen<C> {
    return this.#chosen[choice] as Chosen<C>;
  }

  choose<C extends Choice>(choice: C, value: Chosen<C>): void {
    this.#chosen[choice] = value;
    write(PLACE[choice], value);
    this.#show();
  }

  /** To the next of what can be chosen. */
  next(choice: Choice): void {
    const all: readonly Chosen[] = CHOICES[choice];
    const at = all.indexOf(this.chosen(choice));
    this.choose(choice, all[(at + 1) % all.length] ?? this.chosen(choice));
  }

  get theme(): Chosen<"theme"> {
    return this.chosen("theme");
  }

  get singleKeys(): boolean {
    return this.chosen("keys") === "on";
  }

  setSingleKeys(on: boolean): void {
    this.choose("keys", on ? "on" : "off");
  }

  /** For how long a sent reply can be taken back; 0 where it goes at once. */
  get undoMs(): number {
    const seconds = this.chosen("undo");
    return seconds === "off" ? 0 : Number(seconds) * 1000;
  }

  get language(): Language {
    const chosen = this.chosen("language");
    if (chosen !== "system") return chosen;
    const system = typeof navigator === "undefined" ? "en" : navigator.language;
    return system.toLowerCase().startsWith("de") ? "de" : "en";
  }

  /** Tells the styles. */
  #show(): void {
    if (typeof document === "undefined") return;
    const root = document.documentElement;
    root.dataset["theme"] = this.chosen("theme");
    root.dataset["contrast"] = this.chosen("contrast") === "high" || this.#moreContrast ? "high" : "system";
    root.dataset["density"] = this.chosen("density");
    root.dataset["motion"] = this.chosen("motion");
    root.lang = this.language;
    root.dir = RIGHT_TO_LEFT.has(this.language) ? "rtl" : "ltr";
  }
}

function kept(choice: Choice): Chosen {
  const all: readonly Chosen[] = CHOICES[choice];
  const value = read(PLACE[choice]);
  return all.find((one) => one === value) ?? CHOICES[choice][0];
}

export const preferences = new Preferences();
