// What administrators set up, a part for each section of the settings.
import type { AdministrationApi } from "../../api/administration";
import { StoredData } from "./data.svelte";
import { Endpoint } from "./endpoint.svelte";
import { EscalationRules } from "./escalation.svelte";
import { RedactionTry } from "./redaction.svelte";
import { TeamFiles } from "./team_files.svelte";
import { Tokens } from "./tokens.svelte";
import { Users } from "./users.svelte";
import { Webhooks } from "./webhooks.svelte";

export class Administration {
  readonly tokens: Tokens;
  readonly users: Users;
  readonly endpoint: Endpoint;
  readonly webhooks: Webhooks;
  readonly redaction: RedactionTry;
  readonly escalation: EscalationRules;
  readonly teamFiles: TeamFiles;
  readonly data: StoredData;

  constructor(api: AdministrationApi) {
    this.tokens = new Tokens(api);
    this.users = new Users(api);
    this.endpoint = new Endpoint(api);
    this.webhooks = new Webhooks(api);
    this.redaction = new RedactionTry(api);
    this.escalation = new EscalationRules(api);
    this.teamFiles = new TeamFiles(api);
    this.data = new StoredData(api);
  }
}
