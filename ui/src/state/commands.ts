// Keys on one side, panels on the other: a panel says what it does for a command.
import type { Command } from "../keymap";

/** What acts wherever one is: it leads somewhere else, or concerns the desk as a whole. */
const EVERYWHERE: ReadonlySet<Command> = new Set<Command>(["palette", "help", "theme", "settings", "query", "labels", "quality", "tickets", "trends"]);

export class Commands {
  readonly #handlers = new Map<Command, (() => void)[]>();
  #only: ReadonlySet<Command> | null = null;
  readonly #may: (command: Command) => boolean;

  /** `may` says what whoever works here is offered. */
  constructor(may: (command: Command) => boolean = () => true) {
    this.#may = may;
  }

  /** Whether whoever works here is offered the command at all. */
  may(command: Command): boolean {
    return this.#may(command);
  }

  /** Takes the command over until the function that comes back is called; then who had it has it again. */
  on(command: Command, handler: () => void): () => void {
    this.#handlers.set(command, [...(this.#handlers.get(command) ?? []), handler]);
    return () => {
      const others = (this.#handlers.get(command) ?? []).filter((one) => one !== handler);
      this.#handlers.set(command, others);
    };
  }

  /** Lets only these commands, and those that act everywhere, act until the function that comes back is called: what is covered rests. */
  restrict(commands: readonly Command[]): () => void {
    const only = new Set(commands);
    this.#only = only;
    return () => {
      if (this.#only === only) this.#only = null;
    };
  }

  /** Whether something on the screen acts on the command. */
  can(command: Command): boolean {
    if (!this.#may(command)) return false;
    if (this.#only && !this.#only.has(command) && !EVERYWHERE.has(command)) return false;
    return (this.#handlers.get(command)?.length ?? 0) > 0;
  }

  /** False where nothing on the screen acts on the command. */
  run(command: Command): boolean {
    if (!this.can(command)) return false;
    this.#handlers.get(command)?.at(-1)?.();
    return true;
  }
}
