// <aside-chat>: the widget as an element that neither reaches into its page nor is reached by its styles.
import { Api, type ChatMessage, type Mood } from "./api";
import { Avatar, type State } from "./avatar";
import { Conversation } from "./conversation";
import { element } from "./dom";
import { Memory } from "./memory";
import { Panel } from "./panel";
import { Shelf } from "../shared/shelf";
import face from "./styles/face.css?inline";
import tokens from "./styles/tokens.css?inline";
import widget from "./styles/widget.css?inline";
import { canPlay, ServerVoice } from "./server_voice";
import { canSpeak, hasVoice, hush, speak, type Speaker } from "./voice";
import { parseMessage, plain } from "../shared/markdown";
import { wordsFor } from "./words";

/** What `on` can be asked for, with what is told. */
export interface Told {
  open: undefined;
  close: undefined;
  message: { id: string; author: string; text: string };
  state: State;
}

type Listener<K extends keyof Told> = (told: Told[K]) => void;

/** How long the mouth of a face without a voice moves for a new answer. */
const MURMUR = 1_600;

export class AsideChat extends HTMLElement {
  readonly #shadow = this.attachShadow({ mode: "closed" });
  readonly #listeners = new Map<string, Set<(told: never) => void>>();
  readonly #avatar = new Avatar();
  readonly #slot = element("slot", { name: "face" }, this.#avatar.face);
  readonly #voice = new ServerVoice();
  #words = wordsFor("en");
  #conversation: Conversation | undefined;
  #panel: Panel | undefined;
  #layer: HTMLElement | undefined;
  #launcher: HTMLButtonElement | undefined;
  #badge: HTMLElement | undefined;
  #opened = false;
  #aloud = false;
  #listening = false;
  #speaking = false;
  /** Counts what is said: what was said before ends without a word. */
  #turn = 0;
  #murmur: ReturnType<typeof setTimeout> | undefined;
  #mood: Mood | null = null;
  #before: Element | null = null;
  #changes: AbortController | undefined;

  connectedCallback(): void {
    this.#changes = new AbortController();
    const host = (this.getAttribute("host") ?? location.origin).replace(/\/$/, "");
    const key = this.getAttribute("key") ?? "";
    if (!this.#layer) this.#build();
    this.#conversation = new Conversation(new Api(host, key, this.language), new Memory(host, key), new Shelf(`aside-chat:${host}:${key}`), this.getAttribute("user") ?? "", this.getAttribute("user-hash") ?? "", {
      changed: () => this.#show(),
      message: (message) => this.#arrived(message),
    });
    const rest = (): void => void this.#layer?.classList.toggle("rests", document.hidden);
    document.addEventListener("visibilitychange", rest, { signal: this.#changes.signal });
    this.#raise();
    this.#show();
  }

  disconnectedCallback(): void {
    this.#changes?.abort();
    this.#conversation?.end();
    this.#conversation = undefined;
    this.#hush();
  }

  open(): void {
    if (this.#opened || !this.#panel || !this.#launcher) return;
    this.#opened = true;
    this.#before = document.activeElement === this ? null : document.activeElement;
    this.#raise();
    this.#launcher.hidden = true;
    this.#panel.place.append(this.#slot);
    this.#panel.opened = true;
    this.#layer?.classList.add("opened");
    this.#show();
    this.#tell("open", undefined);
  }

  close(): void {
    if (!this.#opened || !this.#panel || !this.#launcher) return;
    this.#opened = false;
    this.#hush();
    this.#panel.opened = false;
    this.#layer?.classList.remove("opened");
    this.#launcher.hidden = false;
    this.#launcher.prepend(this.#slot);
    // Focus goes back to where it was: to what opened the chat.
    if (this.#before instanceof HTMLElement && this.#before !== document.body) this.#before.focus();
    else this.#launcher.focus();
    this.#tell("close", undefined);
  }

  /** Another customer from now on, with the site's signature of the name; none where somebody logged out. Forgets the one before. */
  setUser(user: string | null, hash = ""): void {
    const conversation = this.#conversation;
    if (!conversation) return;
    conversation.hash = hash;
    if (conversation.user !== (user ?? "")) conversation.become(user ?? "");
  }

  /** What the page knows of how the customer feels goes before what is read from the messages; null leaves it to these. */
  setMood(mood: Mood | null): void {
    this.#mood = mood;
    this.#feel();
  }

  /** Calls back from now on; gives what ends it. */
  on<K extends keyof Told>(event: K, listener: Listener<K>): () => void {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(listener));
    return () => void known.delete(listener);
  }

  #feel(): void {
    this.#avatar.feel(this.#mood ?? this.#conversation?.face ?? "calm");
  }

  #build(): void {
    this.#shadow.adoptedStyleSheets = [tokens, widget, face].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    const { language } = this;
    const words = wordsFor(language);
    this.#words = words;
    this.#panel = new Panel(words, language, this.getAttribute("title") ?? "", {
      conversation: () => this.#conversation,
      close: () => this.close(),
      speak: (on) => {
        this.#aloud = on;
        if (!on) this.#hush();
        // A browser without a voice for the language has the server's, if any.
        else if (canPlay()) this.#voice.ready();
      },
      listening: (on) => {
        this.#listening = on;
        this.#express();
      },
    });
    this.#badge = element("span", { class: "badge", hidden: true, "data-testid": "badge" });
    this.#launcher = element("button", { type: "button", class: "launcher", "aria-label": words.open, title: words.open, "data-testid": "launcher" }, this.#slot, this.#badge);
    this.#launcher.addEventListener("click", () => this.open());
    // Above everything of the page, whatever its z-index: the browser's top layer.
    this.#layer = element("div", { class: "layer", popover: "manual", lang: words === wordsFor("de") ? "de" : "en" }, this.#launcher, this.#panel.root);
    this.#shadow.append(this.#layer);
    this.#fitKeyboard();
  }

  /** To the top of the top layer. */
  #raise(): void {
    if (!this.#layer?.showPopover) return;
    if (this.#layer.matches(":popover-open")) this.#layer.hidePopover();
    this.#layer.showPopover();
  }

  /** A keyboard on the screen takes room that style sheets do not know of. */
  #fitKeyboard(): void {
    const { visualViewport } = window;
    visualViewport?.addEventListener("resize", () => this.#layer?.style.setProperty("--visible", `${visualViewport.height}px`));
  }

  #show(): void {
    const conversation = this.#conversation;
    if (!conversation || !this.#panel || !this.#badge) return;
    if (this.#opened && !document.hidden) conversation.see();
    this.#panel.show(conversation);
    this.#feel();
    const { unread } = conversation;
    this.#badge.hidden = unread === 0 || this.#opened;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    const { open, newMessages } = this.#words;
    this.#launcher?.setAttribute("aria-label", unread === 0 ? open : `${open}, ${newMessages(unread)}`);
    this.#express();
  }

  #arrived(message: ChatMessage): void {
    const { id, author, text } = message;
    this.#tell("message", { id, author, text });
    if (document.hidden || !this.#opened) return;
    this.#speaking = true;
    const turn = ++this.#turn;
    const isLast = (): boolean => turn === this.#turn;
    const ended = (): void => {
      if (!isLast()) return;
      this.#speaking = false;
      this.#express();
    };
    clearTimeout(this.#murmur);
    if (this.#aloud) this.#speak(message, { mouth: (shapes) => isLast() && this.#avatar.say(shapes), ended });
    else this.#murmur = setTimeout(ended, MURMUR);
  }

  /** Reads aloud with the browser's voice, or the server's where that one is missing or the page says so. */
  #speak(message: ChatMessage, speaker: Speaker): void {
    const conversation = this.#conversation;
    const { language } = this;
    const byBrowser = (): void => (canSpeak() ? speak(plain(parseMessage(message.text)), language, speaker) : speaker.ended());
    const wants = this.getAttribute("voice") === "server" || !hasVoice(language);
    this.#hush();
    if (conversation?.speech && canPlay() && wants) this.#voice.say(conversation.spoken(message), speaker).catch(byBrowser);
    else byBrowser();
  }

  #hush(): void {
    hush();
    this.#voice.hush();
  }

  /** What the chat speaks: a tag such as `de-AT`. */
  private get language(): string {
    return this.getAttribute("language") || document.documentElement.lang || navigator.language;
  }

  #express(): void {
    const conversation = this.#conversation;
    if (!conversation) return;
    const waits = conversation.status === "escalated" && !conversation.personLeads && conversation.begun;
    const state: State = this.#speaking ? "speaking" : conversation.thinking ? "thinking" : this.#listening ? "listening" : waits ? "handing_over" : "idle";
    this.#avatar.show(state);
    if (this.dataset["state"] === state) return;
    // For a face of the page's own.
    this.dataset["state"] = state;
    this.#tell("state", state);
  }

  #tell<K extends keyof Told>(event: K, told: Told[K]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        (listener as Listener<K>)(told);
      } catch (error) {
        // A mistake of the page is the page's to see; the chat goes on.
        reportError(error);
      }
    }
  }
}
