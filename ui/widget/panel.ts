// The opened chat: head, messages, notices, the field to write in.
import { Refusal } from "./api";
import type { Conversation } from "./conversation";
import { button, element, icon } from "./dom";
import { Chosen } from "./files";
import { Log } from "./log";
import { Rating } from "./rating";
import { canPlay } from "./server_voice";
import { canListen, canSpeak, listen } from "./voice";
import { whenIn, type Words } from "./words";

const CROSS = "M6 6l12 12M18 6L6 18";
const PLANE = "M4 12l16-8-6 16-3-7z";
const SPEAKER = "M4 9v6h4l5 4V5L8 9zM16 9q2 3 0 6M19 7q3.5 5 0 10";
const MICROPHONE = "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4";
const PERSON = "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21q0-7 8-7t8 7";

/** What the panel asks for. */
export interface Wishes {
  conversation(): Conversation | undefined;
  close(): void;
  /** Reads aloud from now on, or no more. */
  speak(on: boolean): void;
  /** The customer writes or talks, or stopped. */
  listening(on: boolean): void;
}

export class Panel {
  readonly root: HTMLElement;
  /** Where the face stands. */
  readonly place = element("div", { class: "portrait" });
  readonly #log: Log;
  readonly #rating: Rating;
  readonly #notice = element("p", { class: "notice", role: "status", "data-testid": "notice" });
  readonly #told = element("p", { class: "doing", hidden: true, "data-testid": "previews" });
  readonly #doing = element("p", { class: "doing", role: "status", "data-testid": "doing" });
  readonly #person: HTMLButtonElement;
  readonly #speaker: HTMLButtonElement;
  readonly #field: HTMLTextAreaElement;
  readonly #chosen: Chosen;
  #stopListening: (() => void) | undefined;
  #failure = "";

  constructor(
    private readonly words: Words,
    private readonly language: string,
    title: string,
    private readonly wishes: Wishes,
  ) {
    this.#log = new Log(words, language);
    this.#chosen = new Chosen(words, language);
    this.#rating = new Rating(words, wishes.conversation, (error) => this.#fail(error));
    this.#field = element("textarea", { rows: "1", maxlength: "20000", placeholder: words.placeholder, "aria-label": words.field, "data-testid": "field" });
    this.#speaker = this.#speech();
    this.#person = element("button", { type: "button", class: "person", "data-testid": "person" }, icon(PERSON), words.person);
    const head = element("header", {}, this.place, element("h2", { id: "title" }, title || words.title), this.#speaker, button(words.close, icon(CROSS), wishes.close, "close"));
    const send = button(words.send, icon(PLANE), () => undefined, "send");
    send.type = "submit";
    const form = element("form", { class: "write" }, this.#chosen.button, this.#chosen.input, this.#field, ...this.#dictation(), send);
    this.root = element("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, "data-testid": "panel" }, head, this.#notice, this.#log.root, this.#doing, this.#rating.root, this.#person, this.#told, this.#chosen.refused, this.#chosen.chips, form);
    this.#chosen.hear(this.root);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("input", () => this.#wrote());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.#person.addEventListener("click", () => {
      this.#person.disabled = true;
      this.#failure = "";
      wishes
        .conversation()
        ?.askForPerson()
        .catch((error: unknown) => this.#fail(error))
        .finally(() => (this.#person.disabled = false));
    });
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  show(conversation: Conversation): void {
    const { words } = this;
    const { status, personLeads, lost, busy, refused } = conversation;
    const stands = status === "resolved" ? words.resolved : personLeads ? words.led : status === "escalated" ? words.waiting : "";
    const wrong = refused ? words.refused : lost ? words.lost : busy ? words.busy(whenIn(words, busy.seconds)) : this.#failure;
    // Before a notice takes room: the log looks at what is in sight.
    this.#log.show(conversation);
    say(this.#notice, wrong || (conversation.begun ? stands : ""));
    this.#notice.classList.toggle("wrong", wrong !== "");
    say(this.#doing, conversation.agentTypes ? words.typing : conversation.thinking ? words.thinking : "");
    this.#speaker.hidden = !(canSpeak() || (conversation.speech && canPlay()));
    this.#told.textContent = words.previews;
    this.#told.hidden = !conversation.previews;
    this.#person.hidden = !conversation.begun || personLeads || status !== "open";
    this.#rating.show(conversation);
  }

  /** Shown or not; the field is ready to be written in at once. */
  set opened(opened: boolean) {
    this.root.hidden = !opened;
    if (opened) {
      this.#log.root.scrollTop = this.#log.root.scrollHeight;
      this.#field.focus();
    } else this.#stopListening?.();
  }

  #send(): void {
    const text = this.#field.value.trim();
    if (!text && this.#chosen.none) return;
    this.#failure = "";
    this.wishes.conversation()?.send(text, this.#chosen.take());
    this.#field.value = "";
    this.#grow();
    this.wishes.listening(false);
    this.#log.root.scrollTop = this.#log.root.scrollHeight;
  }

  #wrote(): void {
    this.#grow();
    this.wishes.listening(this.#field.value !== "");
    this.wishes.conversation()?.typing(this.#field.value);
  }

  #grow(): void {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  #fail(error: unknown): void {
    const { words } = this;
    this.#failure = error instanceof Refusal && error.tooMuch ? words.failedBusy(whenIn(words, error.after)) : words.failed;
    const conversation = this.wishes.conversation();
    if (conversation) this.show(conversation);
  }

  #speech(): HTMLButtonElement {
    const { words } = this;
    const made = button(words.speakOn, icon(SPEAKER), () => this.wishes.speak(press(made, words.speakOn, words.speakOff)), "speak");
    made.setAttribute("aria-pressed", "false");
    made.hidden = !canSpeak();
    return made;
  }

  #dictation(): HTMLButtonElement[] {
    if (!canListen()) return [];
    const { words } = this;
    const ended = (): void => {
      this.#stopListening = undefined;
      this.wishes.listening(false);
      if (made.getAttribute("aria-pressed") === "true") press(made, words.dictate, words.dictateOff);
    };
    const heard = (text: string): void => {
      this.#field.value = text;
      this.#grow();
    };
    const made = button(words.dictate, icon(MICROPHONE), () => {
      if (!press(made, words.dictate, words.dictateOff)) return this.#stopListening?.();
      this.wishes.speak(false);
      this.wishes.listening(true);
      this.#stopListening = listen(this.language, heard, ended);
    }, "dictate");
    made.setAttribute("aria-pressed", "false");
    return [made];
  }

  /** Escape closes; Tab goes round inside. */
  #key(event: KeyboardEvent): void {
    // Keys of the page around rest while somebody writes here.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      this.wishes.close();
    } else if (event.key === "Tab") {
      const all = [...this.root.querySelectorAll<HTMLElement>("button, textarea, input, summary, [tabindex='0']")].filter((one) => one.checkVisibility() && !one.matches(":disabled"));
      const [first, last] = [all[0], all.at(-1)];
      const root = this.root.getRootNode();
      const at = root instanceof ShadowRoot ? root.activeElement : null;
      if (at !== (event.shiftKey ? first : last)) return;
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }
}

/** Presses or releases a button; whether it is pressed now. */
function press(button: HTMLButtonElement, off: string, on: string): boolean {
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  button.title = pressed ? on : off;
  button.setAttribute("aria-label", button.title);
  return pressed;
}

/** Said again, the same words stay what they are: a screen reader hears of changes only. */
function say(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === "";
}
