import { beforeEach, describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import { csv } from "../src/kit/csv";
import { markedLine, selectionOf } from "../src/panels/query/place";
import { Commands } from "../src/state/commands";
import { Questions } from "../src/state/questions.svelte";
import { TestHost, json } from "./host";

let host: TestHost;
let questions: Questions;

beforeEach(() => {
  host = new TestHost();
  questions = new Questions(new Api(host));
});

describe("a question", () => {
  it("brings its rows", async () => {
    const answer = { columns: ["n"], rows: [[1]], cut: false, shortened: 0, elapsed_ms: 1 };
    host.answers.set("POST /api/v1/sql", () => json(answer));
    questions.sql = "SELECT 1 AS n";
    await questions.ask();
    expect(questions.answer).toEqual(answer);
    expect(host.sent).toEqual([{ path: "/api/v1/sql", body: { sql: "SELECT 1 AS n" } }]);
  });

  it("that is wrong keeps the answer before and names the place", async () => {
    host.answers.set("POST /api/v1/sql", () => json({ columns: [], rows: [], cut: false, shortened: 0, elapsed_ms: 1 }));
    questions.sql = "SELECT 1";
    await questions.ask();
    const place = { line: 1, column: 8, length: 5 };
    host.answers.set("POST /api/v1/sql", () => json({ code: "invalid_query", detail: "no", place }, 422));
    questions.sql = "SELECT titel";
    await questions.ask();
    expect(questions.failure?.code).toBe("invalid_query");
    expect(questions.failure?.place).toEqual(place);
    expect(questions.answer).not.toBeNull();
    expect(questions.asking).toBe(false);
  });

  it("that is empty is not asked", async () => {
    questions.sql = "  \n";
    await questions.ask();
    expect(host.asked).toEqual([]);
  });

  it("reads what can be asked once, and again only after it failed", async () => {
    await questions.readCatalog();
    expect(questions.catalogFailure?.code).toBe("not_found");
    host.answers.set("GET /api/v1/sql/tables", () => json({ tables: [], examples: [] }));
    await questions.readCatalog();
    await questions.readCatalog();
    expect(questions.catalogFailure).toBeNull();
    expect(host.asked).toHaveLength(2);
  });
});

describe("the place of an error", () => {
  const sql = "SELECT '😀',\n  titel\nFROM chunks";
  it("is a selection in the text, whatever characters stand before it", () => {
    const [start, end] = selectionOf(sql, { line: 2, column: 3, length: 5 });
    expect(sql.slice(start, end)).toBe("titel");
    const [from, to] = selectionOf(sql, { line: 1, column: 11, length: 1 });
    expect(sql.slice(from, to)).toBe(",");
  });
  it("is marked in its line, also behind the end", () => {
    expect(markedLine(sql, { line: 2, column: 3, length: 5 })).toEqual(["  ", "titel", ""]);
    expect(markedLine(sql, { line: 3, column: 12, length: 1 })).toEqual(["FROM chunks", " ", ""]);
    expect(selectionOf(sql, { line: 9, column: 9, length: 9 })).toEqual([sql.length, sql.length]);
  });
});

it("an answer becomes CSV that no spreadsheet runs", () => {
  const rows = [["a, \"b\"\nc", 1.5, true], ["=cmd|' /C calc'!A0", null, false], ["-1 day", -2, null]];
  expect(csv({ columns: ["text", "n", "yes"], rows })).toBe(
    'text,n,yes\r\n"a, ""b""\nc",1.5,true\r\n"\'=cmd|\' /C calc\'!A0",,false\r\n"\'-1 day",-2,\r\n',
  );
});

describe("commands", () => {
  it("go back to who had them before", () => {
    const commands = new Commands();
    const ran: string[] = [];
    commands.on("leave", () => ran.push("document"));
    const release = commands.on("leave", () => ran.push("query"));
    commands.run("leave");
    release();
    commands.run("leave");
    expect(ran).toEqual(["query", "document"]);
  });

  it("rest while they are restricted", () => {
    const commands = new Commands();
    commands.on("resolve", () => undefined);
    const release = commands.restrict(["leave"]);
    expect(commands.run("resolve")).toBe(false);
    release();
    expect(commands.run("resolve")).toBe(true);
  });
});
