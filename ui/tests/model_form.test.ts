// The settings of the language model while they are changed.
import { beforeEach, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { ModelSettings, ModelView } from "../src/api/nouns";
import { ModelForm } from "../src/state/model_form.svelte";
import { TestHost, json } from "./host";

const OFF: ModelSettings = { base_url: "", name: "", first_token_seconds: 8, max_tokens: 400, monthly_tokens: null, tasks: ["drafts", "rewriting", "summaries"], whole_seconds: 40 };
const SET = { ...OFF, base_url: "http://127.0.0.1:11434/v1", name: "qwen3:4b" };
const view = (settings: ModelSettings, more: Partial<ModelView> = {}): ModelView => ({ settings, key: "none", state: { state: "off" }, used: 0, calls: 0, ...more });

let host: TestHost;
let form: ModelForm;
const changed = vi.fn();

beforeEach(async () => {
  changed.mockClear();
  host = new TestHost();
  host.answers.set("GET /api/v1/settings/model", () => json(view(OFF)));
  host.answers.set("PUT /api/v1/settings/model", () => json(view(SET, { key: "keyring" })));
  form = new ModelForm(new Api(host), changed);
  await form.read();
});

it("what is set is read, and nothing is changed yet", () => {
  expect(form.fields).toEqual(OFF);
  expect(form.dirty).toBe(false);
});

it("a key goes out once and is not kept", async () => {
  form.use(SET.base_url, SET.name);
  form.key = "sk-secret";
  expect(await form.save()).toBe(true);
  expect(host.sent.at(-1)?.body).toEqual({ settings: SET, key: "sk-secret" });
  expect(form.key).toBe("");
  expect(form.dirty).toBe(false);
  expect(changed).toHaveBeenCalledOnce();
  form.change({ max_tokens: 300 });
  await form.save();
  expect(host.sent.at(-1)?.body).toEqual({ settings: { ...SET, max_tokens: 300 } });
});

it("a forgotten key takes no unsaved change along", async () => {
  form.change({ name: "half-writ" });
  await form.forgetKey();
  expect(host.sent.at(-1)?.body).toEqual({ settings: OFF, key: "" });
  expect(form.fields?.name).toBe("half-writ");
});

it("a test saves first, and tells the exact answer", async () => {
  host.answers.set("POST /api/v1/settings/model/test", () => json({ works: false, detail: "connection refused", first_token_ms: 0, whole_ms: 0, tokens: 0 }));
  form.use(SET.base_url, SET.name);
  await form.tryIt();
  expect(host.asked.slice(-2)).toEqual(["PUT /api/v1/settings/model", "POST /api/v1/settings/model/test"]);
  expect(form.test?.detail).toBe("connection refused");
  form.change({ name: "another" });
  expect(form.test).toBeNull();
});

it("a refused change is told, stays in the fields, and is not tested", async () => {
  host.answers.set("PUT /api/v1/settings/model", () => json({ code: "invalid_input", detail: "http only nearby" }, 400));
  form.use("http://example.org/v1", "m");
  await form.tryIt();
  expect(form.failure?.detail).toBe("http only nearby");
  expect(form.fields?.base_url).toBe("http://example.org/v1");
  expect(host.asked.some((one) => one.endsWith("/test"))).toBe(false);
});

it("tasks are kept in their order", () => {
  form.setTask("drafts", false);
  form.setTask("rewriting", false);
  form.setTask("drafts", true);
  expect(form.fields?.tasks).toEqual(["drafts", "summaries"]);
});

it("servers are looked for on demand", async () => {
  expect(form.found).toBeNull();
  host.answers.set("GET /api/v1/settings/model/found", () => json({ found: [] }));
  await form.look();
  expect(form.found).toEqual([]);
});
