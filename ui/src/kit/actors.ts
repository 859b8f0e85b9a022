// Who did something, in the words of the desk.
import { OWNER } from "../api/actors";
import type { Actor } from "../api/nouns";
import { t } from "../texts/texts.svelte";

/** Somebody of the team, as lists and tables name them. */
export function agentName(name: string): string {
  return name === OWNER ? t.actor.owner : name;
}

export function actorName(actor: Actor): string {
  return "name" in actor ? actor.name : t.actor[actor.kind];
}

/** Whether it is who works here: the user of this id, or the machine's owner where nobody signed in. */
export function isMe(actor: Actor, user: string | null): boolean {
  return actor.kind === "user" ? actor.id === user : actor.kind === "owner" && user === null;
}
