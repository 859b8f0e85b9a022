import { describe, expect, it } from "vitest";
import { followable, parseMarkdown, parseMessage, plain, type Block, type Span } from "../shared/markdown";
import { markQuote } from "../src/kit/markdown";

function spansOf(block: Block): Span[] {
  if (block.kind === "rule") return [];
  return block.kind === "row" ? block.cells.flat() : block.spans;
}

function marked(source: string, quote: string): string {
  return markQuote(parseMarkdown(source), quote)
    .blocks.map((block) => spansOf(block).filter((span) => span.marked).map((span) => span.text).join(""))
    .filter(Boolean)
    .join("|");
}

describe("a document's Markdown", () => {
  it("becomes headings, paragraphs, lists, quotes, tables and code", () => {
    const source = "# Refunds\n\nWithin **30 days**.\nOf delivery.\n\n1. Open\n   orders\n- *two*\n\n> keep it\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nx < y\n```\n\n---";
    expect(parseMarkdown(source).map((block) => block.kind)).toEqual(["heading", "paragraph", "item", "item", "quote", "row", "row", "code", "rule"]);
    expect(parseMarkdown("1. Open\n   orders")).toEqual([{ kind: "item", marker: "1.", depth: 0, spans: [{ text: "Open" }, { text: " " }, { text: "orders" }] }]);
    expect(parseMarkdown("| A |\n|---|\n| 1 |").map((block) => block.kind === "row" && block.head)).toEqual([true, false]);
  });

  it("keeps HTML as the text that it is", () => {
    expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([{ kind: "paragraph", spans: [{ text: "<img src=x onerror=alert(1)>" }] }]);
  });

  it("shows links without following them", () => {
    expect(parseMarkdown("see [here](javascript:alert(1)x) now")[0]).toMatchObject({ spans: [{ text: "see " }, { text: "here", link: "javascript:alert(1" }, { text: "x) now" }] });
  });

  it("leaves snake_case and sums alone", () => {
    expect(parseMarkdown("set max_file_size to 2 * 3 * 4")).toEqual([{ kind: "paragraph", spans: [{ text: "set max_file_size to 2 * 3 * 4" }] }]);
  });
});

describe("a message", () => {
  const spans = (source: string): Span[] => parseMessage(source).flatMap(spansOf);

  it("has addresses as links, without what stands around them", () => {
    for (const [source, link] of [
      ["See https://example.com/a_b_c/_d_?q=1#x.", "https://example.com/a_b_c/_d_?q=1#x"],
      ["(https://example.com/wiki/Hub_(device))", "https://example.com/wiki/Hub_(device)"],
      ["[Returns](https://example.com/returns)", "https://example.com/returns"],
      ["“https://example.com/returns”, please", "https://example.com/returns"],
    ] as const) {
      expect(spans(source).flatMap(({ link }) => link ?? [])).toEqual([link]);
      expect(plain(parseMessage(source))).toBe(source.startsWith("[") ? "Returns" : source);
    }
    expect(spans("`https://example.com`")).toEqual([{ text: "https://example.com", code: true }]);
    expect(parseMarkdown("https://example.com").flatMap(spansOf)).toEqual([{ text: "https://example.com" }]);
  });

  it("leads to pages and mailboxes only", () => {
    expect(followable("https://example.com/a b")).toBe("https://example.com/a%20b");
    expect(followable("mailto:help@example.com")).toBe("mailto:help@example.com");
    for (const link of ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.com", "returns.md", "", "vbscript:x", "blob:https://example.com/1"]) {
      expect(followable(link)).toBeNull();
    }
  });
});

describe("a quote", () => {
  it("is marked where it stands", () => {
    expect(marked("Before. It takes 5 days. After.", "It takes 5 days.")).toBe("It takes 5 days.");
  });

  it("is found across markup, line ends and blocks", () => {
    expect(marked("It takes **5 to\n7** days.\n\n- Print the `label`.", "It takes 5 to 7 days.\nPrint the label.")).toBe("It takes 5 to\n7 days.|Print the label.");
  });

  it("may bring its own markup", () => {
    expect(marked("It takes **5** days.", "takes **5** days")).toBe("takes 5 days");
  });

  it("that is not there marks nothing", () => {
    expect(markQuote(parseMarkdown("Other words."), "It takes 5 days.").found).toBe(false);
    expect(markQuote(parseMarkdown("Other words."), " ").found).toBe(false);
  });
});
