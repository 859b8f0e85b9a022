import { beforeEach, describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import type { TaxonomyView } from "../src/api/nouns";
import { Labelling } from "../src/state/labelling.svelte";
import { TestHost, json } from "./host";

const PATH = "/api/v1/taxonomy";

function view(version: string, ...names: string[]): TaxonomyView {
  return {
    file: "taxonomy.toml", version, problem: null, learning: false, learnt_at: 1, intent: [], out_of_scope: [],
    category: names.map((name) => ({ name, description: "x", examples: [], corrected: 0, state: null })),
  };
}

let host: TestHost;
let labelling: Labelling;

beforeEach(async () => {
  host = new TestHost();
  host.answers.set(`GET ${PATH}`, () => json(view("1", "warranty", "shipping")));
  labelling = new Labelling(new Api(host));
  await labelling.read();
});

describe("the team's own labels", () => {
  it("are saved with the version that was edited and the names that they had", async () => {
    labelling.labels.category[0]!.name = "guarantee";
    labelling.add("category").name = "returns";
    labelling.changed = true;
    // Somebody else saves meanwhile: what is edited stays what it is.
    host.answers.set(`GET ${PATH}`, () => json(view("2", "warranty")));
    await labelling.read();
    expect(labelling.labels.category.map((one) => one.name)).toEqual(["guarantee", "shipping", "returns"]);
    host.answers.set(`PUT ${PATH}`, () => json({ problems: [], taxonomy: view("3", "guarantee", "shipping", "returns") }));
    await labelling.save();
    const sent = host.sent.at(-1)?.body as { version: string; category: { was: string | null; name: string }[] };
    expect(sent.version).toBe("1");
    expect(sent.category.map((one) => [one.was, one.name])).toEqual([["warranty", "guarantee"], ["shipping", "shipping"], [null, "returns"]]);
    expect(labelling.changed).toBe(false);
    expect(labelling.labels.category.map((one) => one.was)).toEqual(["guarantee", "shipping", "returns"]);
  });

  it("stay as they were typed where something is wrong with them", async () => {
    labelling.labels.category[0]!.name = "";
    labelling.changed = true;
    const problems = [{ field: "category/0/name", detail: "The label needs a name." }];
    host.answers.set(`PUT ${PATH}`, () => json({ problems, taxonomy: view("1", "warranty", "shipping") }));
    await labelling.save();
    expect(labelling.problem("category/0/name")).toBe("The label needs a name.");
    expect(labelling.problem("category/1/name")).toBe("");
    expect(labelling.changed).toBe(true);
    expect(labelling.labels.category[0]!.name).toBe("");
  });

  it("are those of the file again once the changes are undone", async () => {
    labelling.add("intent");
    labelling.discard();
    expect(labelling.labels.intent).toEqual([]);
    expect(labelling.changed).toBe(false);
  });
});
