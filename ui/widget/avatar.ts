// The face: an own drawing, moved by style sheets and so on the compositor.
import { drawing } from "./dom";
import type { Mood } from "./api";
import type { Held, Mouth } from "./visemes";

export type State = "idle" | "listening" | "thinking" | "speaking" | "handing_over";

export class Avatar {
  readonly face: SVGElement;
  readonly #mouth: SVGElement;
  #held: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#mouth = drawing("g", { class: "mouth", "data-mouth": "rest" }, drawing("path", { class: "smile", d: "M24 41q8 6.5 16 0" }), drawing("ellipse", { class: "lips", cx: "32", cy: "43", rx: "7", ry: "6" }));
    const eye = (x: string): SVGElement => drawing("g", { class: "eye" }, drawing("ellipse", { cx: x, cy: "30", rx: "3.2", ry: "4" }));
    const brow = (side: string, path: string): SVGElement => drawing("path", { class: `brow ${side}`, d: path });
    const headset = drawing("g", { class: "headset" }, drawing("path", { d: "M9 33v-3a23 23 0 0 1 46 0v3" }), drawing("rect", { x: "5", y: "29", width: "8", height: "13", rx: "4" }), drawing("rect", { x: "51", y: "29", width: "8", height: "13", rx: "4" }), drawing("path", { class: "boom", d: "M55 41q0 10-13 11" }));
    const look = drawing("g", { class: "look" }, drawing("g", { class: "eyes" }, eye("24"), eye("40")), brow("left", "M20 22.5q4-2.5 8-.5"), brow("right", "M44 22.5q-4-2.5-8-.5"), this.#mouth);
    const head = drawing("g", { class: "head" }, drawing("circle", { class: "skin", cx: "32", cy: "34", r: "22" }), headset, look);
    this.face = drawing("svg", { viewBox: "0 0 64 64", class: "face", "aria-hidden": "true", "data-state": "idle", "data-mood": "calm" }, head);
  }

  show(state: State): void {
    if (this.face.getAttribute("data-state") !== state) this.face.setAttribute("data-state", state);
  }

  feel(mood: Mood): void {
    this.face.setAttribute("data-mood", mood);
  }

  /** Moves the mouth through the shapes of a word, from now on. */
  say(shapes: Held[]): void {
    clearTimeout(this.#held);
    const [first, ...rest] = shapes;
    this.#shape(first?.mouth ?? "rest");
    if (first) this.#held = setTimeout(() => this.say(rest), first.for);
  }

  #shape(mouth: Mouth): void {
    this.#mouth.setAttribute("data-mouth", mouth);
  }
}
