// What is asked again and again of the knowledge, and the reviews of conversations, as the desk keeps them.
import { describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import type { GoldenReport, Review, SampledConversation } from "../src/api/nouns";
import { KnowledgeCare } from "../src/state/knowledge_care.svelte";
import { Quality } from "../src/state/quality.svelte";
import { TestHost, json } from "./host";

const RUN = { at: 2, generation: 7, questions: 1, found: 0, lost: 1, milliseconds: 3 };
const REPORT: GoldenReport = { results: [], runs: [RUN], file: "golden.toml", problem: null };

describe("golden questions", () => {
  it("that are lost are known from the report, and from what happened behind the scenes", async () => {
    const host = new TestHost();
    const care = new KnowledgeCare(new Api(host));
    host.answers.set("GET /api/v1/knowledge/golden", () => json(REPORT));
    expect(care.lost).toBe(0);
    await care.readGolden();
    expect(care.lost).toBe(1);
    care.heard({ ...RUN, lost: 3 });
    expect(care.lost).toBe(3);
  });

  it("are asked as soon as one is added, and a refusal is kept beside what was known", async () => {
    const host = new TestHost();
    const care = new KnowledgeCare(new Api(host));
    host.answers.set("POST /api/v1/knowledge/golden", () => json(REPORT));
    host.answers.set("POST /api/v1/knowledge/golden/run", () => json(REPORT));
    expect(await care.addGolden({ ask: "How?", documents: ["a.md"], within: 3 })).toBe(true);
    expect(host.asked).toEqual(["POST /api/v1/knowledge/golden", "POST /api/v1/knowledge/golden/run"]);
    host.answers.set("POST /api/v1/knowledge/golden", () => json({ code: "not_found", detail: "" }, 404));
    expect(await care.addGolden({ ask: "How?", documents: ["b.md"], within: 3 })).toBe(false);
    expect(care.golden.failure?.code).toBe("not_found");
    expect(care.golden.is).toEqual(REPORT);
  });
});

function sampled(id: string, review: Review | null = null): SampledConversation {
  return { summary: { id, customer: id } as SampledConversation["summary"], owner: "Grace", review };
}

const REVIEW: Review = { conversation: "b", at: 5, reviewer: null, agent: "Ada", category: "billing", marks: [{ criterion: "tone", mark: "partly" }], comment: "=1+1", score: 50 };

function quality(): { quality: Quality; host: TestHost } {
  const host = new TestHost();
  host.answers.set("GET /api/v1/reviews/checklist", () => json({ criteria: [{ name: "tone", title: "Tone", about: "", weight: 1 }], file: "", problem: null }));
  host.answers.set("GET /api/v1/reviews/sample", () => json({ conversations: [sampled("a", { ...REVIEW, conversation: "a" }), sampled("b")], from: 9, seed: 1 }));
  host.answers.set("GET /api/v1/reviews", () => json({ reviews: [REVIEW], agents: [], criteria: [], score: 50 }));
  for (const id of ["a", "b"]) host.answers.set(`GET /api/v1/conversations/${id}`, () => json({ summary: { id }, messages: [] }));
  host.answers.set("PUT /api/v1/conversations/b/review", () => json(REVIEW));
  return { quality: new Quality(new Api(host)), host };
}

describe("quality review", () => {
  it("begins with the first conversation that nobody reviewed, and offers the ticket's owner as the agent", async () => {
    const { quality: one } = quality();
    await one.draw();
    expect(one.chosen).toBe("b");
    expect(one.draftOf(sampled("b"))).toEqual({ marks: {}, agent: "Grace", comment: "" });
    expect(one.draftOf(sampled("b", REVIEW))).toEqual({ marks: { tone: "partly" }, agent: "Ada", comment: "=1+1" });
    one.step(-1);
    expect(one.chosen).toBe("a");
    one.step(-1);
    expect(one.chosen).toBe("a");
  });

  it("keeps what was begun until the review is kept", async () => {
    const { quality: one, host } = quality();
    await one.draw();
    one.keep("b", { marks: { tone: "met" }, agent: "Eve", comment: "half" });
    expect(one.draftOf(sampled("b")).comment).toBe("half");
    expect(await one.save("b", one.draftOf(sampled("b")))).toBe(true);
    const sent = host.sent.find(({ path }) => path.endsWith("/b/review"));
    expect(sent?.body).toEqual({ marks: [{ criterion: "tone", mark: "met" }], agent: "Eve", comment: "half" });
    expect(one.one?.review?.score).toBe(50);
    expect(one.draftOf(one.one as SampledConversation).comment).toBe("=1+1");
  });

  it("is a table with a column for each criterion", async () => {
    const { quality: one } = quality();
    await one.draw();
    expect(one.table()).toEqual({
      columns: ["at", "conversation", "category", "agent", "reviewer", "score", "tone", "comment"],
      rows: [["1970-01-01T00:00:00.005Z", "b", "billing", "Ada", null, 50, "partly", "=1+1"]],
    });
  });
});
