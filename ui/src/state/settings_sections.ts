// The parts of the settings, in their order, and who is offered them.
import type { Role } from "../api/nouns";

export const SECTIONS = {
  appearance: { group: "you", least: "agent" },
  writing: { group: "you", least: "agent" },
  keys: { group: "you", least: "agent" },
  beside: { group: "you", least: "agent" },
  users: { group: "team", least: "administrator" },
  escalation: { group: "team", least: "administrator" },
  redaction: { group: "team", least: "administrator" },
  words: { group: "team", least: "administrator" },
  endpoint: { group: "connections", least: "administrator" },
  tokens: { group: "connections", least: "administrator" },
  webhooks: { group: "connections", least: "administrator" },
  model: { group: "connections", least: "agent" },
  data: { group: "data", least: "agent" },
  backup: { group: "data", least: "administrator" },
  more: { group: "data", least: "agent" },
} as const satisfies Record<string, { group: string; least: Role }>;

export type SettingsSection = keyof typeof SECTIONS;
export type SettingsGroup = (typeof SECTIONS)[SettingsSection]["group"];

/** Those that this role is offered; `window` where the desk is one, and stands beside other programs. */
export function sectionsFor(may: (least: Role) => boolean, window: boolean): SettingsSection[] {
  return (Object.keys(SECTIONS) as SettingsSection[]).filter((name) => may(SECTIONS[name].least) && (name !== "beside" || window));
}
