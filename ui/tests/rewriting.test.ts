// Drafts that are written anew, and conversations that are summed up.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import type { Rewritten } from "../src/api/nouns";
import type { Answer } from "../src/host/host";
import { Desk } from "../src/state/desk.svelte";
import { TestHost, conversation, json, message } from "./host";

const PATH = "POST /api/v1/conversations/a/rewrite";
let host: TestHost;
let desk: Desk;

const rewritten = (text: string, more: Partial<Rewritten> = {}): Answer => json({ text, by: "built_in", sentences: [], citations: [], groundedness: null, ...more });

/** Answers the next rewriting when it is called. */
function held(): (answer: Answer) => void {
  let tell: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => (tell = resolve));
  host.answers.set(PATH, () => answer);
  return tell;
}

beforeEach(async () => {
  host = new TestHost();
  host.hold(conversation("a", message("a", "m1")));
  desk = new Desk(new Api(host), host);
  desk.connect();
  host.open();
  await vi.waitFor(() => expect(desk.open?.summary.id).toBe("a"));
  desk.write("Dear Ana, thank you. It takes 5 days.");
});

describe("a draft", () => {
  it("is rewritten, and each step is taken back", async () => {
    host.answers.set(PATH, () => rewritten("It takes 5 days."));
    await desk.rewriting.run("a", "shorten");
    expect(host.sent.at(-1)?.body).toEqual({ text: "Dear Ana, thank you. It takes 5 days.", how: "shorten" });
    expect(desk.draft.text).toBe("It takes 5 days.");
    host.answers.set(PATH, () => rewritten("Es dauert 5 Tage.", { by: "model" }));
    await desk.rewriting.run("a", "translate", "de");
    expect(host.sent.at(-1)?.body).toEqual({ text: "It takes 5 days.", how: "translate", language: "de" });
    expect(desk.rewriting.rewrote("a")).toMatchObject({ how: "translate", by: "model" });
    desk.rewriting.undo("a");
    expect(desk.draft.text).toBe("It takes 5 days.");
    expect(desk.rewriting.rewrote("a")?.how).toBe("shorten");
    desk.rewriting.undo("a");
    expect(desk.draft.text).toBe("Dear Ana, thank you. It takes 5 days.");
    expect(desk.rewriting.undo("a")).toBe(false);
  });

  it("keeps the suggestion that it began as", async () => {
    desk.write("");
    desk.insert(0);
    host.answers.set(PATH, () => rewritten("5 days."));
    await desk.rewriting.run("a", "shorten");
    expect(desk.draft).toEqual({ text: "5 days.", suggestionId: "s-m1", untouched: null });
    desk.rewriting.undo("a");
    expect(desk.draft.untouched).toBe("It takes 5 days.");
  });

  it("has an inserted suggestion rewritten, and nothing before it", async () => {
    host.answers.set(PATH, () => rewritten("5 days."));
    await desk.insertRewritten(0, "shorten");
    expect(host.sent.at(-1)?.body).toEqual({ text: "It takes 5 days.", how: "shorten" });
    expect(desk.draft.text).toBe("Dear Ana, thank you. It takes 5 days.\n\n5 days.");
    desk.rewriting.undo("a");
    expect(desk.draft.text).toBe("Dear Ana, thank you. It takes 5 days.\n\nIt takes 5 days.");
  });

  it("is rewritten in a piece of it", async () => {
    host.answers.set(PATH, () => rewritten("Hi Ana."));
    await desk.rewriting.run("a", "friendlier", undefined, { start: 0, end: 20 });
    expect(host.sent.at(-1)?.body).toEqual({ text: "Dear Ana, thank you.", how: "friendlier" });
    expect(desk.draft.text).toBe("Hi Ana. It takes 5 days.");
  });

  it("stays as it is where the rewriting is stopped, or it was changed meanwhile", async () => {
    let tell = held();
    let run = desk.rewriting.run("a", "shorten");
    expect(desk.rewriting.running("a")).toBe("shorten");
    desk.rewriting.stop("a");
    tell(rewritten("late"));
    await run;
    expect(desk.draft.text).toContain("thank you");
    tell = held();
    run = desk.rewriting.run("a", "shorten");
    desk.write("Something else");
    tell(rewritten("late"));
    await run;
    expect(desk.draft.text).toBe("Something else");
    expect(desk.rewriting.running("a")).toBeNull();
  });

  it("is not taken back once it was changed by hand", async () => {
    host.answers.set(PATH, () => rewritten("It takes 5 days."));
    await desk.rewriting.run("a", "shorten");
    desk.write("It takes 5 days. Bye");
    expect(desk.rewriting.canUndo("a")).toBe(false);
    desk.write("It takes 5 days.");
    expect(desk.rewriting.canUndo("a")).toBe(true);
  });

  it("that cannot be made shorter can still be taken back one step", async () => {
    host.answers.set(PATH, () => rewritten("It takes 5 days."));
    await desk.rewriting.run("a", "shorten");
    await desk.rewriting.run("a", "shorten");
    expect(desk.rewriting.rewrote("a")?.same).toBe(true);
    desk.rewriting.undo("a");
    expect(desk.draft.text).toContain("thank you");
  });

  it("is kept where no model is set, with the reason", async () => {
    host.answers.set(PATH, () => json({ code: "no_language_model", detail: "none" }, 409));
    await desk.rewriting.run("a", "formal");
    expect(desk.rewriting.failed("a")).toMatchObject({ how: "formal", failure: { code: "no_language_model" } });
    expect(desk.draft.text).toContain("thank you");
  });

  it("names the sentences that no document carries", async () => {
    host.answers.set(PATH, () => rewritten("Hi. It is free.", { sentences: [{ start: 4, end: 15, support: "unsupported", cites: [] }] as unknown as Rewritten["sentences"] }));
    await desk.rewriting.run("a", "simpler");
    expect(desk.rewriting.rewrote("a")?.unsupported).toEqual(["It is free."]);
  });
});

describe("a summary", () => {
  const recap = { text: "Hello?", by: "built_in", reason: null, sentences: [{ text: "Hello?", message: "m1" }] };

  it("is shown with who wrote it, until it is closed", async () => {
    host.answers.set("GET /api/v1/conversations/a/summary", () => json(recap));
    await desk.recaps.ask("a", 1);
    expect(desk.recaps.of("a")).toMatchObject({ recap: { by: "built_in" }, failure: null, messages: 1 });
    desk.recaps.point("m1");
    expect(desk.recaps.pointed).toEqual({ message: "m1" });
    desk.recaps.close("a");
    expect(desk.recaps.of("a")).toBeNull();
    expect(desk.recaps.pointed).toBeNull();
  });

  it("that comes after it was closed is not shown", async () => {
    host.answers.set("GET /api/v1/conversations/a/summary", () => json(recap));
    const asked = desk.recaps.ask("a", 1);
    desk.recaps.close("a");
    await asked;
    expect(desk.recaps.of("a")).toBeNull();
  });

  it("that fails leaves the one before", async () => {
    host.answers.set("GET /api/v1/conversations/a/summary", () => json(recap));
    await desk.recaps.ask("a", 1);
    host.answers.set("GET /api/v1/conversations/a/summary", () => json({ code: "overloaded", detail: "" }, 503));
    await desk.recaps.ask("a", 2);
    expect(desk.recaps.of("a")).toMatchObject({ recap, failure: { code: "overloaded" } });
  });
});
