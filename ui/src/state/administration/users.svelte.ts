// The people who sign in.
import type { AdministrationApi } from "../../api/administration";
import type { NewUser, User, UserEdit } from "../../api/nouns";
import { Doing } from "../doing.svelte";

export class Users {
  readonly #api: AdministrationApi;
  /** In the order in which they were added; null until read. */
  list = $state.raw<readonly User[] | null>(null);
  readonly doing = new Doing();

  constructor(api: AdministrationApi) {
    this.#api = api;
  }

  /** Without this one, nobody could add others. */
  isLastAdministrator(user: User): boolean {
    const others = this.list?.filter((one) => one.id !== user.id && one.enabled && one.role === "administrator") ?? [];
    return user.enabled && user.role === "administrator" && others.length === 0;
  }

  read(): Promise<boolean> {
    return this.doing.run("reading", async () => void (this.list = await this.#api.users()));
  }

  add(user: NewUser): Promise<boolean> {
    return this.doing.run("adding", async () => {
      const isFirst = this.list?.length === 0;
      const added = await this.#api.addUser(user);
      this.list = [...(this.list ?? []), added];
      // From the first one on people sign in. Asked at once, the page shows so before anything else is typed.
      if (isFirst) await this.#api.users().catch(() => undefined);
    });
  }

  change(id: string, edit: Partial<UserEdit>): Promise<boolean> {
    return this.doing.run(`changing ${id}`, async () => {
      const changed = await this.#api.changeUser(id, edit);
      this.list = this.list?.map((one) => (one.id === id ? changed : one)) ?? null;
    });
  }

  remove(id: string): Promise<boolean> {
    return this.doing.run(`removing ${id}`, async () => {
      await this.#api.removeUser(id);
      this.list = this.list?.filter((one) => one.id !== id) ?? null;
    });
  }
}
