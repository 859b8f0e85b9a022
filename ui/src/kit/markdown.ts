// A document's Markdown as plain values: never as HTML, so nothing in a document can act.
// Reads what the converters write (headings, paragraphs, lists, quotes, tables, code) and shows the rest as it stands.

export interface Span {
  text: string;
  strong?: boolean;
  emphasis?: boolean;
  code?: boolean;
  /** Where a link leads; shown, never followed. */
  link?: string;
  /** Part of the words that were searched for. */
  marked?: boolean;
}

export type Block =
  | { kind: "heading"; level: number; spans: Span[] }
  | { kind: "paragraph" | "quote" | "code"; spans: Span[] }
  | { kind: "item"; marker: string; depth: number; spans: Span[] }
  | { kind: "row"; head: boolean; cells: Span[][] }
  | { kind: "rule" };

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  let at = 0;
  let open: string[] = [];
  const flush = () => {
    if (open.length) blocks.push({ kind: "paragraph", spans: parseSpans(open.join("\n")) });
    open = [];
  };

  while (at < lines.length) {
    const line = lines[at++] ?? "";
    const fence = /^\s*(```+|~~~+)/.exec(line);
    if (fence) {
      flush();
      const code = [];
      while (at < lines.length && !lines[at]?.trimStart().startsWith(fence[1] ?? "```")) code.push(lines[at++] ?? "");
      at++;
      blocks.push({ kind: "code", spans: [{ text: code.join("\n") }] });
      continue;
    }
    const block = lineBlock(line, lines[at]);
    if (block) {
      flush();
      blocks.push(block);
    } else if (line.trim() === "" || isTableRule(line)) {
      flush();
    } else {
      const last = blocks.at(-1);
      // An indented line goes on with the list item above it.
      if (!open.length && last?.kind === "item" && /^\s{2,}\S/.test(line) && lines[at - 2]?.trim()) {
        last.spans.push({ text: " " }, ...parseSpans(line.trim()));
      } else {
        open.push(line.trim());
      }
    }
  }
  flush();
  return blocks;
}

function lineBlock(line: string, next: string | undefined): Block | undefined {
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, spans: parseSpans(heading[2] ?? "") };
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { kind: "rule" };
  const item = /^(\s*)([-*+]|\d{1,4}[.)])\s+(.*)$/.exec(line);
  if (item) {
    const bullet = item[2] ?? "-";
    const depth = Math.min(3, Math.floor((item[1]?.length ?? 0) / 2));
    return { kind: "item", marker: /\d/.test(bullet) ? bullet : "•", depth, spans: parseSpans(item[3] ?? "") };
  }
  const quote = /^\s*>\s?(.*)$/.exec(line);
  if (quote) return { kind: "quote", spans: parseSpans(quote[1] ?? "") };
  if (/^\s*\|.*\|\s*$/.test(line) && !isTableRule(line)) {
    const cells = line.trim().slice(1, -1).split(/(?<!\\)\|/);
    return { kind: "row", head: next !== undefined && isTableRule(next), cells: cells.map((cell) => parseSpans(cell.trim())) };
  }
  return undefined;
}

function isTableRule(line: string): boolean {
  return /^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$/.test(line);
}

const INLINE =
  /`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^)\s]*)(?:\s+"[^"]*")?\)|\*\*([^*]+)\*\*|__([^_]+)__|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)|(?<!\w)_([^_\s][^_\n]*)_(?!\w)|\\([\\`*_{}[\]()#+\-.!|>~])/g;

/** What stands in a line: code, emphasis and links. */
export function parseSpans(source: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of source.matchAll(INLINE)) {
    if (match.index > at) spans.push({ text: source.slice(at, match.index) });
    at = match.index + match[0].length;
    const [, code, label, link, bold, bold2, italic, italic2, escaped] = match;
    if (code !== undefined) spans.push({ text: code, code: true });
    else if (label !== undefined) spans.push({ text: label, link: link ?? "" });
    else if (bold ?? bold2) spans.push({ text: bold ?? bold2 ?? "", strong: true });
    else if (italic ?? italic2) spans.push({ text: italic ?? italic2 ?? "", emphasis: true });
    else spans.push({ text: escaped ?? "" });
  }
  if (at < source.length) spans.push({ text: source.slice(at) });
  return spans;
}

/** The lists of spans of some blocks, in reading order. */
function spanLists(blocks: Block[]): Span[][] {
  return blocks.flatMap((block) => (block.kind === "rule" ? [] : block.kind === "row" ? block.cells : [block.spans]));
}

/**
 * The blocks with the words of `quote` marked, and whether they were found. White space, markup
 * and the bounds of blocks do not count: a quote may leave out what only shapes the text.
 */
export function markQuote(blocks: Block[], quote: string): { blocks: Block[]; found: boolean } {
  const wanted = squeeze(plain(parseMarkdown(quote)));
  const text = plain(blocks);
  const start = wanted === "" ? -1 : squeeze(text).indexOf(wanted);
  if (start < 0) return { blocks, found: false };

  let letters = 0;
  const mark = (spans: Span[]): Span[] =>
    spans.flatMap((span) => {
      const pieces: Span[] = [];
      for (const character of span.text) {
        const blank = squeeze(character) === "";
        const inside = letters >= start && letters < start + wanted.length && !(blank && letters === start);
        const last = pieces.at(-1);
        if (last && (last.marked ?? false) === inside) last.text += character;
        else pieces.push(inside ? { ...span, text: character, marked: true } : { ...span, text: character });
        if (!blank) letters += character.length;
      }
      return pieces;
    });

  const marked = blocks.map((block): Block => {
    if (block.kind === "rule") return block;
    if (block.kind === "row") return { ...block, cells: block.cells.map(mark) };
    return { ...block, spans: mark(block.spans) };
  });
  return { blocks: marked, found: true };
}

function plain(blocks: Block[]): string {
  return spanLists(blocks)
    .map((spans) => spans.map((span) => span.text).join(""))
    .join("\n");
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}
