// Files that were chosen for a message and not sent yet, by the place where it is written.
import { SvelteMap } from "svelte/reactivity";

/** What the endpoint takes with one message. */
export const FILE_LIMITS = { files: 5, bytes: 10 * 2 ** 20, together: 20 * 2 ** 20 };

/** A file that was not taken. */
export interface Refused {
  name: string;
  why: "empty" | "large" | "many" | "together";
}

export class Attaching {
  readonly #chosen = new SvelteMap<string, File[]>();
  readonly #refused = new SvelteMap<string, Refused[]>();

  /** The files of a place, in the order in which they were chosen. */
  of(place: string | null): File[] {
    return (place !== null && this.#chosen.get(place)) || [];
  }

  /** What was not taken at the last choice. */
  refusedOf(place: string | null): Refused[] {
    return (place !== null && this.#refused.get(place)) || [];
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
  }

  /** Takes the files out to be sent. */
  take(place: string): File[] {
    const files = this.of(place);
    this.set(place, []);
    return files;
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
