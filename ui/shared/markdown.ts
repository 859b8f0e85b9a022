// Markdown as plain values: never as HTML, so nothing in a document or a message can act.
// Reads what the converters write (headings, paragraphs, lists, quotes, tables, code) and shows the rest as it stands.
// The desk and the chat have it from here, so that a reply looks the same before it is sent and after.

export interface Span {
  text: string;
  strong?: boolean;
  emphasis?: boolean;
  code?: boolean;
  /** Where a link leads. Documents' links are shown and never followed, messages' only where `followable` says. */
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

type Inline = (source: string) => Span[];

/** What the team or the assistant wrote: as a document, and addresses of pages are links. */
export function parseMessage(source: string): Block[] {
  return parseMarkdown(source, (line) => spansOf(line, INLINE_OR_ADDRESS));
}

export function parseMarkdown(source: string, inline: Inline = parseSpans): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  let at = 0;
  let open: string[] = [];
  const flush = () => {
    if (open.length) blocks.push({ kind: "paragraph", spans: inline(open.join("\n")) });
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
    const block = lineBlock(line, lines[at], inline);
    if (block) {
      flush();
      blocks.push(block);
    } else if (line.trim() === "" || isTableRule(line)) {
      flush();
    } else {
      const last = blocks.at(-1);
      // An indented line goes on with the list item above it.
      if (!open.length && last?.kind === "item" && /^\s{2,}\S/.test(line) && lines[at - 2]?.trim()) {
        last.spans.push({ text: " " }, ...inline(line.trim()));
      } else {
        open.push(line.trim());
      }
    }
  }
  flush();
  return blocks;
}

function lineBlock(line: string, next: string | undefined, inline: Inline): Block | undefined {
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, spans: inline(heading[2] ?? "") };
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { kind: "rule" };
  const item = /^(\s*)([-*+]|\d{1,4}[.)])\s+(.*)$/.exec(line);
  if (item) {
    const bullet = item[2] ?? "-";
    const depth = Math.min(3, Math.floor((item[1]?.length ?? 0) / 2));
    return { kind: "item", marker: /\d/.test(bullet) ? bullet : "•", depth, spans: inline(item[3] ?? "") };
  }
  const quote = /^\s*>\s?(.*)$/.exec(line);
  if (quote) return { kind: "quote", spans: inline(quote[1] ?? "") };
  if (/^\s*\|.*\|\s*$/.test(line) && !isTableRule(line)) {
    const cells = line.trim().slice(1, -1).split(/(?<!\\)\|/);
    return { kind: "row", head: next !== undefined && isTableRule(next), cells: cells.map((cell) => inline(cell.trim())) };
  }
  return undefined;
}

function isTableRule(line: string): boolean {
  return /^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$/.test(line);
}

const INLINE =
  /`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^)\s]*)(?:\s+"[^"]*")?\)|\*\*([^*]+)\*\*|__([^_]+)__|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)|(?<!\w)_([^_\s][^_\n]*)_(?!\w)|\\([\\`*_{}[\]()#+\-.!|>~])/g;

/** And addresses that are no link yet; first of all, as marks of emphasis are letters of an address. */
const INLINE_OR_ADDRESS = new RegExp(`${INLINE.source}|(\\bhttps?:\\/\\/[^\\s<>"\`]+)`, "g");

/** What stands in a line: code, emphasis and links. */
export function parseSpans(source: string): Span[] {
  return spansOf(source, INLINE);
}

function spansOf(source: string, pattern: RegExp): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of source.matchAll(pattern)) {
    if (match.index > at) spans.push({ text: source.slice(at, match.index) });
    const [whole, code, label, link, bold, bold2, italic, italic2, escaped, found] = match;
    const address = found && withoutEnd(found);
    at = match.index + (address ?? whole).length;
    if (address !== undefined) spans.push({ text: address, link: address });
    else if (code !== undefined) spans.push({ text: code, code: true });
    else if (label !== undefined) spans.push({ text: label, link: link ?? "" });
    else if (bold ?? bold2) spans.push({ text: bold ?? bold2 ?? "", strong: true });
    else if (italic ?? italic2) spans.push({ text: italic ?? italic2 ?? "", emphasis: true });
    else spans.push({ text: escaped ?? "" });
  }
  if (at < source.length) spans.push({ text: source.slice(at) });
  return spans;
}

/** An address without what ends the sentence around it, and without a bracket that it did not open. */
function withoutEnd(address: string): string {
  const short = address.replace(/[.,;:!?'"…»”’*_]+$/u, "");
  const unopened = short.endsWith(")") && short.split("(").length < short.split(")").length;
  return unopened ? withoutEnd(short.slice(0, -1)) : short;
}

/** The address that a link of a message leads to; null where it is none of a page or of a mailbox. */
export function followable(link: string): string | null {
  try {
    const { protocol, href } = new URL(link.trim());
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** The words alone, in reading order. */
export function plain(blocks: Block[]): string {
  return spanLists(blocks)
    .map((spans) => spans.map((span) => span.text).join(""))
    .join("\n");
}

/** The lists of spans of some blocks, in reading order. */
export function spanLists(blocks: Block[]): Span[][] {
  return blocks.flatMap((block) => (block.kind === "rule" ? [] : block.kind === "row" ? block.cells : [block.spans]));
}
