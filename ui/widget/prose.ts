// Marked-up text as elements. Whatever it holds is put in as text, so nothing in it can act.
import { followable, type Block, type Span } from "../shared/markdown";
import { element } from "./dom";

/** The blocks one below the other; links lead somewhere only in what was written to the customer. */
export function prose(blocks: Block[], followed: boolean): HTMLElement[] {
  const spans = (list: Span[]): (Node | string)[] => list.map((span) => inline(span, followed));
  return blocks.map((block) => {
    switch (block.kind) {
      case "rule":
        return element("hr");
      case "code":
        return element("pre", {}, ...spans(block.spans));
      case "quote":
        return element("blockquote", { dir: "auto" }, ...spans(block.spans));
      case "heading":
        return element("p", { dir: "auto" }, element("strong", {}, ...spans(block.spans)));
      case "item":
        return element("p", { class: `item depth-${block.depth}`, dir: "auto" }, element("span", {}, block.marker), element("span", {}, ...spans(block.spans)));
      case "row":
        // There is no room for a table.
        return element("p", { dir: "auto" }, ...block.cells.flatMap((cell, at) => [...(at > 0 ? [" · "] : []), ...spans(cell)]));
      case "paragraph":
        return element("p", { dir: "auto" }, ...spans(block.spans));
    }
  });
}

function inline({ text, code, strong, emphasis, link }: Span, followed: boolean): Node | string {
  if (code) return element("code", {}, text);
  if (strong) return element("strong", {}, text);
  if (emphasis) return element("em", {}, text);
  const address = link !== undefined && followed ? followable(link) : null;
  return address ? element("a", { href: address, title: address, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
