// The words of the knowledge panel, and what it asks the endpoint for.
import { t } from "../src/texts/texts.svelte";
import { describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import { STAGES, nearness, rate, timeLeft } from "../src/panels/knowledge/words";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, json, knowledge } from "./host";

describe("the knowledge panel", () => {
  it("says the time left as a person would", () => {
    const said = [0, 59, 90, 59 * 60, 60 * 60, 125 * 60].map(timeLeft);
    expect(said).toEqual([
      "less than a minute left",
      "less than a minute left",
      "about 2 min left",
      "about 59 min left",
      "about 1 h left",
      "about 2 h 5 min left",
    ]);
  });

  it("keeps a digit of a slow pace", () => {
    expect([0.42, 9.96, 10, 1234.5].map(rate)).toEqual(["0.4/s", "10.0/s", "10/s", "1,235/s"]);
  });

  it("has a name and a meaning for every state", () => {
    const names = STAGES.map((stage) => t.stage[stage].name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("says how near two documents are", () => {
    const near = { document: "a.md", other: "b.md", percent: 93, same: false, numbers: [] };
    expect(nearness(near)).toBe("93 % the same");
    expect(nearness({ ...near, percent: 100, numbers: [{ here: "1 day", there: "2 days" }] })).toBe("The same text but for numbers");
    expect(nearness({ ...near, percent: 100, same: true })).toBe("The same text");
  });

  it("asks for what could not be read once more, one file or all", async () => {
    const host = new TestHost();
    host.answers.set("POST /api/v1/knowledge/retry", () => json({ ...knowledge, pending: 1 }));
    const desk = new Desk(new Api(host), host);
    await desk.retry("a b.md");
    await desk.retry();
    expect(desk.knowledge?.pending).toBe(1);
    const bodies = host.sent.filter((one) => one.path.endsWith("/retry")).map((one) => one.body);
    expect(bodies).toEqual([{ path: "a b.md" }, {}]);
  });

  it("asks for a page of files by words, state and place", async () => {
    const host = new TestHost();
    const page = { files: [], counts: { queued: 0, reading: 0, words: 0, indexed: 0, failed: 0, skipped: 0 }, next: null };
    host.answers.set("GET /api/v1/knowledge/files?q=a%26b&state=failed&cursor=c%2Fd.md", () => json(page));
    host.answers.set("GET /api/v1/knowledge/files", () => json(page));
    const desk = new Desk(new Api(host), host);
    await expect(desk.files({ q: "a&b", state: "failed", cursor: "c/d.md" })).resolves.toEqual(page);
    host.answers.set("GET /api/v1/knowledge/files?duplicated=true", () => json(page));
    await expect(desk.files({ q: "", duplicated: false })).resolves.toEqual(page);
    await expect(desk.files({ duplicated: true })).resolves.toEqual(page);
  });

  it("shows at once that meaning is held back", async () => {
    const host = new TestHost();
    host.answers.set("POST /api/v1/knowledge/pause", () => json({ ...knowledge, paused: true }));
    const desk = new Desk(new Api(host), host);
    await desk.pauseMeaning(true);
    expect(desk.knowledge?.paused).toBe(true);
    await expect(desk.pauseMeaning(false)).rejects.toMatchObject({ code: "not_found" });
    expect(desk.knowledge?.paused).toBe(true);
  });
});
