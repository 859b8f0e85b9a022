// Copying to other programs, and what became of it for a while.

/** How long it is told what became of a copy. */
const TOLD_MS = 4000;

export class Clipboard {
  /** What was copied last, or could not be; null once it has been told. */
  told = $state<{ text: string; copied: boolean } | null>(null);
  #forget: ReturnType<typeof setTimeout> | undefined;

  async copy(text: string): Promise<void> {
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copied = false;
    }
    this.told = { text, copied };
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => (this.told = null), TOLD_MS);
  }

  /** Forgets at once; for the end of who shows it. */
  close(): void {
    clearTimeout(this.#forget);
  }
}
