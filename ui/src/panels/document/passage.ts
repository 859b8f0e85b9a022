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
    return {
      chunk,
      heading: section === before?.section ? "" : section,
      page: page != null && page !== before?.page ? page : null,
      blocks: one === cited ? one.blocks : parseMarkdown(text),
      cited: one === cited,
    };
  });
}
