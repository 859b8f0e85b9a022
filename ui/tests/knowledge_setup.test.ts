// The folders of documents and the encoder while they are chosen.
import { beforeEach, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { KnowledgeChoice } from "../src/api/nouns";
import { KnowledgeSetup } from "../src/state/knowledge_setup.svelte";
import { TestHost, json } from "./host";

const PATH = "/api/v1/settings/knowledge";
const view = (folders: string[], restart = false): KnowledgeChoice => ({
  folders: { open: ["/a"], next: folders, set: restart ? folders : [], decided_by: "otherwise" },
  encoder: { open: "small", next: "small", set: "", decided_by: "otherwise" },
  encoders: [],
  restart,
  index: "/data/knowledge/a",
  file: "/data/settings.toml",
});

let host: TestHost;
let setup: KnowledgeSetup;
const restart = vi.fn(() => Promise.resolve());

beforeEach(async () => {
  restart.mockClear();
  host = new TestHost();
  host.answers.set(`GET ${PATH}`, () => json(view(["/a"])));
  setup = new KnowledgeSetup(new Api(host), restart);
  await setup.read();
});

it("what is open is offered, and nothing is changed yet", () => {
  expect(setup.folders).toEqual(["/a"]);
  expect(setup.changed).toBe(false);
});

it("folders are added, put in order and saved, with the path that is being written", async () => {
  host.answers.set(`PUT ${PATH}`, () => json(view(["/b", "/a", "/c"], true)));
  setup.written = " /b ";
  setup.add();
  setup.raise(1);
  setup.written = "/c";
  expect(setup.changed).toBe(true);
  expect(await setup.save()).toBe(true);
  expect(host.sent.at(-1)?.body).toEqual({ folders: ["/b", "/a", "/c"] });
  expect(setup.changed).toBe(false);
  expect(setup.indexStays).toBe(true);
  await setup.restart();
  expect(restart).toHaveBeenCalledOnce();
});

it("what was not changed is not set", async () => {
  host.answers.set(`PUT ${PATH}`, () => json(view(["/a"])));
  setup.encoder = "large";
  await setup.save();
  expect(host.sent.at(-1)?.body).toEqual({ encoder: "large" });
});

it("what is refused stays to be mended, and can be undone", async () => {
  host.answers.set(`PUT ${PATH}`, () => json({ code: "invalid_input", detail: "/b cannot be opened" }, 422));
  setup.written = "/b";
  expect(await setup.save()).toBe(false);
  expect(setup.doing.failure?.detail).toBe("/b cannot be opened");
  expect(setup.folders).toEqual(["/a", "/b"]);
  await setup.read();
  expect(setup.folders).toEqual(["/a", "/b"]);
  setup.discard();
  expect(setup.folders).toEqual(["/a"]);
});
