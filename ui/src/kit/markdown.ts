// Markdown, as the chat reads it, too, and quotes in it.
import { parseMarkdown, plain, type Block, type Span } from "../../shared/markdown";

export { followable, parseMarkdown, parseMessage, parseSpans, spanLists, type Block, type Span } from "../../shared/markdown";

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

function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}
