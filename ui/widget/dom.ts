// Elements without markup: text is always text.

type Attributes = Record<string, string | boolean | undefined>;

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children);
  return made;
}

export function drawing(name: string, attributes: Attributes = {}, ...children: Node[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(made, attributes);
  made.append(...children);
  return made;
}

/** Strokes on a square of 24, in the colour of the text. */
export function icon(path: string): SVGElement {
  return drawing("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, drawing("path", { d: path }));
}

export function button(label: string, picture: SVGElement, pressed: () => void, name: string): HTMLButtonElement {
  const made = element("button", { type: "button", class: `button ${name}`, "aria-label": label, title: label, "data-testid": name }, picture);
  made.addEventListener("click", pressed);
  return made;
}

function set(made: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? "" : value);
  }
}
