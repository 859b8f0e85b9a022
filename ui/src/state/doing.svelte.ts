// One thing at a time, and why the last one failed.
import { ApiFailure } from "../api/errors";

export class Doing {
  /** What goes on, by a name of its own; null while nothing does. */
  what = $state<string | null>(null);
  failure = $state.raw<ApiFailure | null>(null);
  /** What failed, by its name. */
  failed = $state<string | null>(null);

  get busy(): boolean {
    return this.what !== null;
  }

  /** False where it failed, or something else goes on. */
  async run(what: string, work: () => Promise<void>): Promise<boolean> {
    if (this.what !== null) return false;
    this.what = what;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.failed = what;
      this.failure = error instanceof ApiFailure ? error : new ApiFailure("internal", "");
      return false;
    } finally {
      this.what = null;
    }
  }
}
