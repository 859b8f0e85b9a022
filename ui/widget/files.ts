// Files that go with messages: which are taken, how they are chosen, and how they stand in the log.
import type { Attachment } from "./api";
import { button, element, icon } from "./dom";
import type { Words } from "./words";

/** What the server takes with one message. */
const MOST = 5;
const MOST_BYTES = 10 * 2 ** 20;
const MOST_TOGETHER = 20 * 2 ** 20;
/** What the server has looked at and a browser draws without running anything. */
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** Larger pictures are files to keep. */
const DRAWN_BYTES = 3 * 2 ** 20;
/** Pixels of the longer side of a picture. */
const SIDE = 480;

const CLIP = "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.2 17.2a1.7 1.7 0 0 1-2.4-2.4L14 7.5";
const CROSS = "M7 7l10 10M17 7L7 17";
const ARROW = "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14";

/** The files that are to go with the next message. */
export class Chosen {
  readonly chips = element("ul", { class: "chips", hidden: true, "data-testid": "chips" });
  /** Why some were not taken. */
  readonly refused = element("p", { class: "notice wrong", role: "status", hidden: true, "data-testid": "file-refused" });
  readonly button: HTMLButtonElement;
  readonly input = element("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "data-testid": "file-input" });
  #files: File[] = [];

  constructor(
    private readonly words: Words,
    private readonly language: string,
  ) {
    this.button = button(words.attach, icon(CLIP), () => this.input.click(), "attach");
    this.chips.setAttribute("aria-label", words.chosen);
    this.input.addEventListener("change", () => {
      this.add([...(this.input.files ?? [])]);
      // The same file can be chosen again.
      this.input.value = "";
    });
  }

  get none(): boolean {
    return this.#files.length === 0;
  }

  /** Takes files that are dropped on an element or pasted into it. */
  hear(target: HTMLElement): void {
    const has = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    target.addEventListener("dragover", (event) => has(event) && event.preventDefault());
    target.addEventListener("drop", (event) => {
      if (!has(event)) return;
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
    target.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.clipboardData?.getData("text/plain")) return;
      event.preventDefault();
      this.add(files);
    });
  }

  add(files: File[]): void {
    const { words } = this;
    const said: string[] = [];
    for (const file of files) {
      const together = this.#files.reduce((sum, one) => sum + one.size, file.size);
      if (file.size === 0) said.push(words.emptyFile(file.name));
      else if (file.size > MOST_BYTES) said.push(words.largeFile(file.name));
      else if (this.#files.length === MOST) said.push(words.manyFiles(file.name));
      else if (together > MOST_TOGETHER) said.push(words.largeFiles(file.name));
      else this.#files.push(file);
    }
    this.#show(said.join(" "));
  }

  /** Takes the files out to be sent. */
  take(): File[] {
    const files = this.#files;
    this.#files = [];
    this.#show();
    return files;
  }

  #show(said = ""): void {
    this.refused.textContent = said;
    this.refused.hidden = said === "";
    const { words } = this;
    const chip = (file: File): HTMLElement => {
      const remove = button(words.remove(file.name), icon(CROSS), () => {
        this.#files = this.#files.filter((one) => one !== file);
        this.#show();
        this.button.focus();
      }, "remove");
      return element("li", { "data-testid": "chip" }, element("span", { class: "file-name", dir: "auto" }, file.name), element("span", { class: "file-size" }, size(file.size, this.language)), remove);
    };
    this.chips.replaceChildren(...this.#files.map(chip));
    this.chips.hidden = this.none;
  }
}

/** The names of files that are on their way. */
export function outgoing(names: string[]): HTMLElement {
  return element("ul", { class: "files" }, ...names.map((name) => element("li", { class: "file", dir: "auto" }, name)));
}

/** The files of a message: pictures are drawn, the others are to be kept. `read` reads one, `grow` puts a picture in. */
export function stored(files: Attachment[], words: Words, language: string, read: (file: Attachment) => Promise<Blob>, grow: (put: () => void) => void): HTMLElement {
  const line = (file: Attachment): HTMLElement => {
    const label = words.save(file.name);
    const save = element("button", { type: "button", class: "file", "aria-label": label, title: label, "data-testid": "file" }, icon(ARROW), element("span", { class: "file-name", dir: "auto" }, file.name), element("span", { class: "file-size" }, size(file.bytes, language)));
    save.addEventListener("click", () => {
      save.disabled = true;
      void read(file)
        .then((bytes) => keep(file.name, bytes))
        // It can be pressed again.
        .catch(() => undefined)
        .finally(() => (save.disabled = false));
    });
    const item = element("li", {}, save);
    if (PICTURES.includes(file.media_type) && file.bytes <= DRAWN_BYTES) void read(file).then((bytes) => drawn(bytes, file.name)).then((picture) => grow(() => item.prepend(picture)), () => undefined);
    return item;
  };
  return element("ul", { class: "files", "data-testid": "files" }, ...files.map(line));
}

/** A picture as pixels: nothing of the file becomes part of the page, and no policy of the page is in the way. */
async function drawn(bytes: Blob, name: string): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(bytes);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = element("canvas", { class: "picture", role: "img", "aria-label": name, "data-testid": "picture" });
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

function keep(name: string, bytes: Blob): void {
  const link = element("a", { href: URL.createObjectURL(bytes), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** `812 B`, `34 kB`, `2.4 MB`, as the language writes numbers. */
function size(bytes: number, language: string): string {
  const said = (value: number, unit: string): string => `${value.toLocaleString(language || undefined, { maximumFractionDigits: value < 10 && unit === "MB" ? 1 : 0 })} ${unit}`;
  return bytes < 1024 ? said(bytes, "B") : bytes < 2 ** 20 ? said(bytes / 1024, "kB") : said(bytes / 2 ** 20, "MB");
}
