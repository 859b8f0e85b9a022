// The catalogue in the language that is chosen. Whoever reads a text from `t` where something is drawn is drawn
// anew when another language is chosen.
import { preferences, type Language } from "../state/preferences.svelte";
import { de } from "./de";
import { en, type Texts } from "./en";

export type { Texts } from "./en";

const CATALOGUES: Record<Language, Texts> = { en, de };

/** Every text, such as `t.composer.send`. Not to be kept: what is kept stays in the language that it was read in. */
export const t: Texts = new Proxy(en, { get: (_, group: string) => CATALOGUES[preferences.language][group as keyof Texts] });

/** The language for numbers and dates, as BCP 47 has it; with the system's region where it is the system's language. */
export function locale(): string {
  const { language } = preferences;
  const system = typeof navigator === "undefined" ? "" : navigator.language;
  return system.toLowerCase().startsWith(language) ? system : language;
}

/** Texts by key that are read anew each time, for lists that stand in a constant. */
export function live<T extends object>(read: () => T): T {
  return new Proxy(read(), {
    get: (_, key) => Reflect.get(read(), key) as unknown,
    ownKeys: () => Reflect.ownKeys(read()),
  });
}
