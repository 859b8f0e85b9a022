// What the palette offers, and how well each fits what is typed.
import type { ConversationSummary, Passage } from "../api/nouns";
import { nameOf, sectionPath } from "../kit/labels";
import { BINDINGS, KEYMAP, type Chord } from "../keymap";
import type { Desk } from "../state/desk.svelte";
import { CHOICES, preferences, type Choice, type Chosen } from "../state/preferences.svelte";
import { SECTIONS, sectionsFor } from "../state/settings_sections";
import { t } from "../texts/texts.svelte";

export type Group = "commands" | "conversations" | "documents" | "choices";

export interface Entry {
  id: string;
  group: Group;
  title: string;
  /** Beside the title, fainter. */
  more: string;
  chord?: Chord;
  run: () => void;
}

/** Everything that can be done at this moment. */
export function commandEntries(desk: Desk): Entry[] {
  return BINDINGS.filter(([command]) => command !== "palette" && command !== "leave" && desk.commands.can(command)).map(([command]) => ({
    id: `command ${command}`,
    group: "commands",
    title: t.commands[command],
    more: t.groups[KEYMAP[command].group],
    chord: KEYMAP[command].chords[0],
    run: () => void desk.commands.run(command),
  }));
}

/** Every value of every setting, but for those that hold already. */
export function choiceEntries(): Entry[] {
  return (Object.keys(CHOICES) as Choice[]).flatMap((choice) => {
    const { name, values } = t.settings.choice[choice];
    return CHOICES[choice]
      .filter((value) => value !== preferences.chosen(choice))
      .map((value) => ({
        id: `choice ${choice} ${value}`,
        group: "choices" as const,
        title: `${name}: ${(values as Record<string, string>)[value]}`,
        more: "",
        run: () => preferences.choose(choice, value as Chosen<typeof choice>),
      }));
  });
}

/** Every part of the settings that is offered. */
export function sectionEntries(desk: Desk): Entry[] {
  return sectionsFor((least) => desk.access.may(least), desk.beside !== null).map((section) => ({
    id: `section ${section}`,
    group: "choices",
    title: `${t.settings.title}: ${t.settings[section]}`,
    more: t.settings.group[SECTIONS[section].group],
    run: () => desk.openSettings(section),
  }));
}

export function conversationEntry(desk: Desk, summary: ConversationSummary): Entry {
  return {
    id: `conversation ${summary.id}`,
    group: "conversations",
    title: nameOf(summary),
    more: summary.preview,
    run: () => {
      desk.page = null;
      desk.select(summary.id);
    },
  };
}

export function passageEntry(desk: Desk, { document, title, section, page = null, score, chunk }: Passage): Entry {
  return {
    id: `passage ${chunk}`,
    group: "documents",
    title,
    more: sectionPath(section, title),
    run: () => desk.goToDocument({ document, title, section, page, quote: "", score, chunk }),
  };
}

/** Of these the ones that fit, best first; all of them, as they are, where nothing is typed. */
export function fitting(entries: Entry[], typed: string): Entry[] {
  if (typed.trim() === "") return entries;
  return entries
    .map((entry) => ({ entry, fit: fit(entry.title, typed) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ entry }) => entry);
}

/**
 * How well a title fits: every word that is typed begins a word of it, or stands in it, or its letters come one
 * after the other; 0 where one does none of these.
 */
export function fit(title: string, typed: string): number {
  const text = plain(title);
  const words = text.split(/[\s:,(]+/);
  let sum = 0;
  for (const word of plain(typed).split(/\s+/).filter(Boolean)) {
    if (text.startsWith(word)) sum += 4;
    else if (words.some((one) => one.startsWith(word))) sum += 3;
    else if (word.length > 1 && text.includes(word)) sum += 2;
    else if (word.length > 2 && inOrder(text, word)) sum += 1;
    else return 0;
  }
  // Of two that fit alike, the shorter one is meant.
  return sum - text.length / 1000;
}

function inOrder(text: string, letters: string): boolean {
  let at = -1;
  return [...letters].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}

function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "");
}
