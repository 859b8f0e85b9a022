// The messages on the screen. Nodes stay, so that a screen reader says each one once.
import { parseMarkdown, parseMessage } from "../shared/markdown";
import type { ChatMessage, Source } from "./api";
import type { Conversation, Pending } from "./conversation";
import { element } from "./dom";
import { outgoing, stored } from "./files";
import { prose } from "./prose";
import { refusalIn, type Words } from "./words";

/** Pixels left free above a message that is scrolled to. */
const MARGIN = 12;
/** Pixels from the end within which the newest message is what is read. */
const NEAR_END = 60;

export class Log {
  readonly root: HTMLElement;
  #last: Element | null = null;
  readonly #shown = new Map<string, HTMLElement>();

  constructor(
    private readonly words: Words,
    private readonly language: string,
  ) {
    const hello = element("div", { class: "message assistant" }, element("p", { class: "bubble" }, words.greeting));
    this.root = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0", "data-testid": "log" }, hello);
    // What stood at the lower edge stays there when a notice or a keyboard takes room.
    let height = 0;
    new ResizeObserver(() => {
      const taken = height - this.root.clientHeight;
      height = this.root.clientHeight;
      if (taken > 0 && height > 0) this.root.scrollTop += taken;
    }).observe(this.root);
  }

  show(conversation: Conversation): void {
    const { root } = this;
    const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_END;
    const before = root.scrollHeight;
    const wanted = new Set<string>();
    let place: Element | null = root.firstElementChild;
    const put = (key: string, make: () => HTMLElement): HTMLElement => {
      wanted.add(key);
      const node = this.#shown.get(key) ?? make();
      this.#shown.set(key, node);
      // Moved only where it has to be: a node that moves is read out again.
      if (place?.nextElementSibling !== node) place?.after(node);
      place = node;
      return node;
    };
    for (const message of conversation.messages) {
      const node = put(conversation.keyOf(message), () => this.#message(message));
      node.querySelector(".state")?.remove();
      this.#files(node, message, conversation);
      if (message.author === "assistant") this.#sources(node, conversation.sourcesOf(message));
    }
    for (const entry of conversation.pending) {
      if (entry.stored && conversation.messages.some((message) => message.id === entry.stored)) continue;
      this.#state(put(entry.id, () => this.#outgoing(entry)), entry, conversation);
    }
    for (const [key, node] of this.#shown) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#shown.delete(key);
    }
    // To the newest message, and of a long one to where it begins.
    if (atEnd && place instanceof HTMLElement && place !== this.#last) root.scrollTop = place.offsetTop - root.offsetTop - MARGIN;
    // And what is said below it, that it waits, comes into sight.
    else if (atEnd) root.scrollTop += Math.max(0, root.scrollHeight - before);
    this.#last = place;
  }

  #message({ author, text, at }: ChatMessage): HTMLElement {
    const node = this.#bubble(author, text);
    node.title = new Date(at).toLocaleString();
    return node;
  }

  #bubble(author: ChatMessage["author"], text: string): HTMLElement {
    const who = author === "customer" ? this.words.you : this.words[author];
    const by = element("span", { class: author === "agent" ? "by" : "by unseen" }, who);
    const node = element("div", { class: `message ${author}`, "data-testid": `message-${author}` }, by);
    // What the customer wrote is text as it stands.
    if (text) node.append(author === "customer" ? element("p", { class: "bubble", dir: "auto" }, text) : element("div", { class: "bubble prose", dir: "auto" }, ...prose(parseMessage(text), true)));
    return node;
  }

  #outgoing({ text, files }: Pending): HTMLElement {
    const node = this.#bubble("customer", text);
    if (files) node.append(outgoing(files));
    return node;
  }

  /** The files of a message that is stored, in place of the names of what was on its way. */
  #files(node: HTMLElement, { attachments }: ChatMessage, conversation: Conversation): void {
    const shown = node.querySelector<HTMLElement>(".files");
    if (!attachments?.length || shown?.dataset["testid"]) return;
    shown?.remove();
    node.append(stored(attachments, this.words, this.language, (file) => conversation.file(file), (put) => this.#grow(put)));
  }

  /** What comes into a message later, as a picture does, leaves the end in sight. */
  #grow(put: () => void): void {
    const { root } = this;
    const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_END;
    put();
    if (atEnd) root.scrollTop = root.scrollHeight;
  }

  #sources(node: HTMLElement, sources: Source[]): void {
    if (sources.length === 0 || node.querySelector("details")) return;
    const { words } = this;
    const list = sources.map(({ content, metadata: { title, section, page } }) => {
      const place = [title, section, page === null ? "" : words.page(page)].filter(Boolean).join(" · ");
      return element("li", {}, element("strong", {}, place), element("div", { class: "prose" }, ...prose(parseMarkdown(content), false)));
    });
    node.append(element("details", { class: "sources", "data-testid": "sources" }, element("summary", {}, words.sources(sources.length)), element("ol", {}, ...list)));
  }

  #state(node: HTMLElement, entry: Pending, conversation: Conversation): void {
    const { words } = this;
    const isRefused = entry.refused !== undefined;
    const about = { gone: words.filesGone, large: words.filesLarge, unsupported: words.fileUnsupported };
    const why = entry.about ? about[entry.about] : refusalIn(words, entry.code);
    const share = entry.sent === undefined || entry.sent === 1 ? "" : ` ${Math.floor(entry.sent * 100)} %`;
    const text = isRefused ? `${words.notSent} ${why}` : conversation.lost || conversation.busy || entry.files ? words.sending + share : "";
    const old = node.querySelector(".state");
    if (old?.firstChild?.textContent === text) return;
    old?.remove();
    if (!text) return;
    const state = element("p", { class: isRefused ? "state refused" : "state", "aria-live": isRefused ? undefined : "off" }, element("span", {}, text));
    if (isRefused) {
      const act = (label: string, done: () => void): HTMLElement => {
        const made = element("button", { type: "button", class: "link" }, label);
        made.addEventListener("click", done);
        return made;
      };
      // The same files would fare the same.
      if (!entry.about) state.append(act(this.words.retry, () => conversation.retry(entry.id)));
      state.append(act(this.words.discard, () => conversation.discard(entry.id)));
    }
    node.append(state);
  }
}
