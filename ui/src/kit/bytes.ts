// Sizes of files for people.
import { t } from "../texts/texts.svelte";

const KB = 1024;
const MB = 1024 * KB;

/** `812 B`, `34 kB`, `2.4 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < KB) return t.files.bytes(bytes);
  if (bytes < MB) return t.files.kilobytes(Math.round(bytes / KB));
  return t.files.megabytes(bytes / MB);
}
