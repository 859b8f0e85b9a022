// What whoever works at the desk may do. The engine decides it with each request; the page leaves out what would
// be refused.
import type { Caller, Role, User } from "../api/nouns";

/** Each may do what those before it may. */
const ROLES: readonly Role[] = ["agent", "supervisor", "administrator"];

export class Access {
  /** The machine's owner may do everything; so says the page until it hears otherwise. */
  role = $state<Role>("administrator");
  /** Who signed in; null for the machine's owner, and until it is known. */
  user = $state.raw<User | null>(null);

  take(caller: Caller): void {
    this.role = caller.role;
    this.user = caller.user ?? null;
  }

  may(least: Role): boolean {
    return ROLES.indexOf(this.role) >= ROLES.indexOf(least);
  }

  /** Nobody signed in: the request is the machine's owner's. */
  get isOwner(): boolean {
    return this.user === null;
  }
}
