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
    labelling.touch();
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
    labelling.touch();
    const problems = [{ field: "category/0/name", detail: "The label needs a name." }];
    host.answers.set(`PUT ${PATH}`, () => json({ problems, taxonomy: view("1", "warranty", "shipping") }));
    await labelling.save();
    expect(labelling.problem("category/0/name")).toBe("The label needs a name.");
    expect(labelling.problem("category/1/name")).toBe("");
    expect(labelling.changed).toBe(true);
    expect(labelling.labels.category[0]!.name).toBe("");
  });

  it("keep what is typed while they are saved, as a change to what was saved", async () => {
    labelling.labels.category[0]!.name = "guarantee";
    labelling.touch();
    host.answers.set(`PUT ${PATH}`, () => {
      // Typed before the answer is there.
      labelling.labels.category[0]!.name = "guarantees";
      labelling.add("category").name = "returns";
      return json({ problems: [], taxonomy: view("2", "guarantee", "shipping") });
    });
    await labelling.save();
    expect(labelling.changed).toBe(true);
    expect(labelling.labels.category.map((one) => [one.was, one.name])).toEqual([["guarantee", "guarantees"], ["shipping", "shipping"], [null, "returns"]]);
    host.answers.set(`PUT ${PATH}`, () => json({ problems: [], taxonomy: view("3", "guarantees", "shipping", "returns") }));
    await labelling.save();
    expect((host.sent.at(-1)?.body as { version: string }).version).toBe("2");
    expect(labelling.changed).toBe(false);
  });

  it("can be saved again once their file was mended in an editor", async () => {
    const broken = { ...view("2"), problem: { detail: "expected `]]`", place: { line: 1, column: 1, offset: 0, length: 1 } } };
    labelling.labels.category[0]!.name = "guarantee";
    labelling.touch();
    const problems = [{ field: "file", detail: "The file cannot be read." }];
    host.answers.set(`PUT ${PATH}`, () => json({ problems, taxonomy: broken }));
    await labelling.save();
    host.answers.set(`GET ${PATH}`, () => json(broken));
    await labelling.read();
    expect(labelling.problem("file")).toBe("The file cannot be read.");
    host.answers.set(`GET ${PATH}`, () => json(view("1", "warranty", "shipping")));
    await labelling.read();
    expect(labelling.problem("file")).toBe("");
    expect(labelling.changed).toBe(true);
  });

  it("are those of the file again once the changes are undone", async () => {
    labelling.add("intent");
    labelling.discard();
    expect(labelling.labels.intent).toEqual([]);
    expect(labelling.changed).toBe(false);
  });
});
