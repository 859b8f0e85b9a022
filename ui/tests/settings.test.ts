import { describe, expect, it } from "vitest";
import { AdministrationApi, type Call } from "../src/api/administration";
import { ApiFailure } from "../src/api/errors";
import type { EscalationView, TeamFileView, User } from "../src/api/nouns";
import { Access } from "../src/state/access.svelte";
import { EscalationRules } from "../src/state/administration/escalation.svelte";
import { RedactionTry } from "../src/state/administration/redaction.svelte";
import { TeamFiles } from "../src/state/administration/team_files.svelte";
import { Users } from "../src/state/administration/users.svelte";
import { Commands } from "../src/state/commands";
import { sectionsFor } from "../src/state/settings_sections";

/** Calls that are answered one after the other, and what was asked. */
function answering(...answers: (unknown | (() => unknown))[]): { api: AdministrationApi; asked: { what: string; body: object | undefined }[] } {
  const asked: { what: string; body: object | undefined }[] = [];
  const call: Call = async <T>(method: string, path: string, body?: object) => {
    asked.push({ what: `${method} ${path}`, body });
    const answer = answers.shift();
    return (typeof answer === "function" ? await (answer as () => unknown)() : answer) as T;
  };
  return { api: new AdministrationApi(call), asked };
}

const user = (id: string, more: Partial<User> = {}): User => ({ id, name: id, role: "agent", created_at: 0, enabled: true, ...more });

describe("what a role is offered", () => {
  it("grows with the role", () => {
    const access = new Access();
    const may = (role: User["role"]) => {
      access.role = role;
      return sectionsFor((least) => access.may(least), false);
    };
    expect(may("agent")).toEqual(["appearance", "writing", "keys", "model", "data", "more"]);
    expect(may("supervisor")).toEqual(may("agent"));
    expect(may("administrator")).toContain("users");
  });

  it("leaves commands out, also where something would act on them", () => {
    const commands = new Commands((command) => command !== "query");
    let asked = 0;
    commands.on("query", () => (asked += 1));
    commands.on("help", () => (asked += 10));
    expect([commands.can("query"), commands.run("query"), commands.run("help")]).toEqual([false, false, true]);
    expect(asked).toBe(10);
  });
});

it("the last administrator is the one who is switched on", async () => {
  const root = user("root", { role: "administrator" });
  const off = user("off", { role: "administrator", enabled: false });
  const { api } = answering({ users: [root, off, user("ann")] });
  const users = new Users(api);
  await users.read();
  expect([root, off].map((one) => users.isLastAdministrator(one))).toEqual([true, false]);
});

it("the first user makes the page ask at once who works here, and no other does", async () => {
  const { api, asked } = answering({ users: [] }, user("root"), () => Promise.reject(new ApiFailure("unauthenticated", "sign in first")), user("ann"));
  const users = new Users(api);
  await users.read();
  expect(await users.add({ name: "root", role: "administrator", password: "correct horse" })).toBe(true);
  expect([asked.map(({ what }) => what.split(" ")[0]), users.doing.failure]).toEqual([["GET", "POST", "GET"], null]);
  await users.add({ name: "ann", role: "agent", password: "battery staple" });
  expect(asked).toHaveLength(4);
});

describe("rules of escalation", () => {
  const view: EscalationView = {
    file: "escalation.toml", version: "v1", problem: null, threshold: null, usual_threshold: 0.7, usual_weight: 0.75,
    rules: [{ was: "boss", name: "boss", because: null, keywords: ["your boss"], category: null, amount_over: null, weight: null }],
  };

  it("are changed once something is another, and keep the name that the file knows", async () => {
    const { api } = answering(view);
    const rules = new EscalationRules(api);
    await rules.read();
    expect(rules.changed).toBe(false);
    const [rule] = rules.rules;
    if (!rule) throw new Error("there is a rule");
    rule.name = "the boss";
    rule.keywords = ["your boss", " "];
    expect(rules.changed).toBe(true);
    expect(rules.draft.rules).toEqual([{ ...view.rules[0], name: "the boss" }]);
    expect(rules.draft.version).toBe("v1");
    rule.name = "boss";
    expect(rules.changed).toBe(false);
  });

  it("are replayed as they stand on the screen, and the answer is stale after the next change", async () => {
    const replay = { days: 7, conversations: 2, messages: 3, left_out: 0, now: 0, then: 1, changed: [], changed_count: 0 };
    const { api, asked } = answering(view, replay);
    const rules = new EscalationRules(api);
    await rules.read();
    rules.threshold = 0.3;
    expect(await rules.tryIt()).toBe(true);
    expect(asked[1]?.body).toEqual({ draft: { version: "v1", threshold: 0.3, rules: view.rules }, days: 7 });
    expect([rules.replay?.then, rules.stale]).toEqual([1, false]);
    rules.add();
    expect(rules.stale).toBe(true);
  });
});

it("a file that is being changed keeps the version that it began with", async () => {
  const file = (content: string, version: string): TeamFileView => ({ name: "voice", file: "voice.toml", content, version, loaded: 1, problem: null });
  const { api, asked } = answering({ files: [file("a", "v1")] }, { files: [file("b", "v2")] }, () => {
    throw new ApiFailure("conflict", "it was changed meanwhile");
  });
  const files = new TeamFiles(api);
  await files.read();
  files.write("voice", "mine");
  await files.read();
  expect(await files.save("voice")).toBe(false);
  expect(asked[2]?.body).toEqual({ content: "mine", version: "v1" });
  expect([files.doing.failure?.code, files.content("voice")]).toEqual(["conflict", "mine"]);
});

it("of two tries the last one counts, and a text that is put away is gone", async () => {
  let late: (answer: unknown) => void = () => undefined;
  const { api } = answering(() => new Promise((resolve) => (late = resolve)), { masked: "new", pieces: [] });
  const attempt = new RedactionTry(api);
  attempt.text = "ann@example.org";
  const first = attempt.now(null);
  await attempt.now(null);
  late({ masked: "old", pieces: [] });
  await first;
  expect(attempt.trial?.masked).toBe("new");
  attempt.forget();
  expect([attempt.text, attempt.trial]).toEqual(["", null]);
});
