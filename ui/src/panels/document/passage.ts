// A document ready to be shown at a citation: its sections as blocks, the cited words marked.
import type { Citation, DocumentView } from "../../api/nouns";
import { markQuote, parseMarkdown, type Block } from "../../kit/markdown";

export interface ShownSection {
  chunk: string;
  /** The heading path, where it is not the one of the section before and the text does not say it. */
  heading: string;
  page: number | null;
  blocks: Block[];
  cited: boolean;
}

/** The text begins with the innermost of its headings. */
function opensWith(blocks: Block[], section: string): boolean {
  const first = blocks[0];
  if (first?.kind !== "heading") return false;
  return section.split(" > ").at(-1)?.trim() === first.spans.map((span) => span.text).join("").trim();
}

export function sectionsOf(view: DocumentView, citation: Citation): ShownSection[] {
  const parsed = view.sections.map((section) => ({ section, ...markQuote(parseMarkdown(section.text), citation.quote) }));
  // The passage by its id; where the document was edited since, wherever its words stand now.
  const cited =
    parsed.find((one) => one.section.chunk === citation.chunk && one.found) ??
    parsed.find((one) => one.found) ??
    parsed.find((one) => one.section.chunk === citation.chunk);

  return parsed.map((one, index) => {
    const before = view.sections[index - 1];
    const { chunk, section, page, text } = one.section;
    const said = section === before?.section || opensWith(one.blocks, section);
    return {
      chunk,
      heading: said ? "" : section,
      page: page != null && page !== before?.page ? page : null,
      blocks: one === cited ? one.blocks : parseMarkdown(text),
      cited: one === cited,
    };
  });
}
