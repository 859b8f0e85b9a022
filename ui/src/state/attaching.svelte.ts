// Files that were chosen for a message and not sent yet, by the place where it is written. With a shelf they outlive
// the page, as drafts do.
import { SvelteMap, SvelteSet } from "svelte/reactivity";

/** What the endpoint takes with one message. */
export const FILE_LIMITS = { files: 5, bytes: 10 * 2 ** 20, together: 20 * 2 ** 20 };

/** What is kept of all unsent messages together. */
const KEPT_BYTES = 200 * 2 ** 20;

/** A file that was not taken. */
export interface Refused {
  name: string;
  why: "empty" | "large" | "many" | "together";
}

/** Where files outlive the page. */
export interface Keeping {
  /** False where they are not kept. */
  put(place: string, files: File[]): Promise<boolean>;
  all(): Promise<[string, File[]][]>;
  drop(place: string): Promise<void>;
}

export class Attaching {
  readonly #shelf: Keeping | null;
  readonly #chosen = new SvelteMap<string, File[]>();
  /** Files of messages that wait to be sent: chosen again, should the page be closed meanwhile. */
  readonly #held = new Map<string, File[]>();
  readonly #refused = new SvelteMap<string, Refused[]>();
  /** Places whose files go with the page. */
  readonly #fleeting = new SvelteSet<string>();
  /** One after the other, so that what is dropped last is gone. */
  #writing: Promise<void> = Promise.resolve();

  constructor(shelf: Keeping | null = null) {
    this.#shelf = shelf;
  }

  /** Brings back what was chosen before the page was loaded. */
  async restore(): Promise<void> {
    for (const [place, files] of (await this.#shelf?.all()) ?? []) {
      const since = this.of(place);
      this.#chosen.set(place, [...files, ...since.filter((one) => !files.some((other) => isSame(one, other)))]);
    }
  }

  /** The files of a place, in the order in which they were chosen. */
  of(place: string | null): File[] {
    return (place !== null && this.#chosen.get(place)) || [];
  }

  /** What was not taken at the last choice. */
  refusedOf(place: string | null): Refused[] {
    return (place !== null && this.#refused.get(place)) || [];
  }

  /** The browser does not keep the files of this place: they are gone with the page. */
  isFleeting(place: string): boolean {
    return this.#fleeting.has(place);
  }

  /** Takes files as long as the endpoint would, and says which it would not. */
  add(place: string, files: Iterable<File>): void {
    const chosen = [...this.of(place)];
    const refused: Refused[] = [];
    for (const file of files) {
      if (chosen.some((one) => isSame(one, file))) continue;
      const why = reason(chosen, file);
      if (why) refused.push({ name: file.name, why });
      else chosen.push(file);
    }
    this.set(place, chosen);
    if (refused.length > 0) this.#refused.set(place, refused);
  }

  remove(place: string, file: File): void {
    this.set(place, this.of(place).filter((one) => one !== file));
  }

  /** These and no others. */
  set(place: string, files: File[]): void {
    this.#refused.delete(place);
    if (files.length > 0) this.#chosen.set(place, files);
    else this.#chosen.delete(place);
    this.#keep(place);
  }

  /** Takes the files out to be sent, and keeps them in mind until they are. */
  hold(place: string): File[] {
    const files = this.of(place);
    if (files.length > 0) this.#held.set(place, files);
    this.set(place, []);
    return files;
  }

  /** The held files were sent. */
  release(place: string): void {
    if (this.#held.delete(place)) this.#keep(place);
  }

  /** The held files were not sent: they are back, before what was chosen since. */
  giveBack(place: string): void {
    const held = this.#held.get(place);
    if (!held) return;
    this.#held.delete(place);
    this.set(place, [...held, ...this.of(place)]);
  }

  #keep(place: string): void {
    const shelf = this.#shelf;
    if (!shelf) return;
    const files = [...(this.#held.get(place) ?? []), ...this.of(place)];
    const keeps = files.length > 0 && this.#bytes() <= KEPT_BYTES;
    this.#writing = this.#writing.then(async () => {
      const kept = keeps && (await shelf.put(place, files));
      if (!kept) await shelf.drop(place);
      if (files.length === 0 || kept) this.#fleeting.delete(place);
      else this.#fleeting.add(place);
    });
  }

  #bytes(): number {
    return [...this.#chosen.values(), ...this.#held.values()].flat().reduce((sum, one) => sum + one.size, 0);
  }
}

function reason(chosen: File[], file: File): Refused["why"] | null {
  if (file.size === 0) return "empty";
  if (file.size > FILE_LIMITS.bytes) return "large";
  if (chosen.length === FILE_LIMITS.files) return "many";
  const together = chosen.reduce((sum, one) => sum + one.size, file.size);
  return together > FILE_LIMITS.together ? "together" : null;
}

/** Chosen twice, it goes once. */
function isSame(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}
