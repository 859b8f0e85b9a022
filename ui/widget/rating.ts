// How content the customer was, asked once the conversation is closed.
import type { Conversation } from "./conversation";
import { element } from "./dom";
import type { Words } from "./words";

export class Rating {
  readonly root: HTMLFormElement;
  readonly #thanks: HTMLElement;

  constructor(words: Words, conversation: () => Conversation | undefined, failed: (error: unknown) => void) {
    const stars = [1, 2, 3, 4, 5].map((count) =>
      element("label", { class: "star" }, element("input", { type: "radio", name: "rating", value: String(count), required: true, "aria-label": words.stars(count), "data-testid": `star-${count}` }), element("span", { "aria-hidden": "true" }, "★")),
    );
    const comment = element("input", { class: "comment", name: "comment", maxlength: "2000", placeholder: words.comment, "aria-label": words.comment });
    const send = element("button", { class: "small", "data-testid": "rate" }, words.rateSend);
    const fields = element("fieldset", { class: "stars" }, element("legend", {}, words.rate), ...stars);
    this.#thanks = element("p", { role: "status", class: "thanks" });
    this.root = element("form", { class: "rating", hidden: true }, fields, comment, send, this.#thanks);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = Number(new FormData(this.root).get("rating"));
      conversation()
        ?.rate(given, comment.value)
        .catch(failed);
    });
    this.#thanks.dataset["text"] = words.thanks;
  }

  show({ status, rating, begun }: Conversation): void {
    this.root.hidden = status !== "resolved" || !begun;
    const rated = rating !== null;
    this.root.classList.toggle("rated", rated);
    this.#thanks.textContent = rated ? (this.#thanks.dataset["text"] ?? "") : "";
  }
}
