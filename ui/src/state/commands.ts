// Keys on one side, panels on the other: a panel says what it does for a command.
import type { Command } from "../keymap";

export class Commands {
  readonly #handlers = new Map<Command, () => void>();

  /** Takes the command over until the function that comes back is called. */
  on(command: Command, handler: () => void): () => void {
    this.#handlers.set(command, handler);
    return () => {
      if (this.#handlers.get(command) === handler) this.#handlers.delete(command);
    };
  }

  /** False where nothing on the screen acts on the command. */
  run(command: Command): boolean {
    const handler = this.#handlers.get(command);
    handler?.();
    return handler !== undefined;
  }
}
