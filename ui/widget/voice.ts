// Speech through the browser: out by its voices, in where it recognises speech.
import { type Held, shapesOf, wordAt } from "./visemes";

/** Voices that tell no word boundaries are followed by guess after so long. */
const NO_BOUNDARY = 400;

export const canSpeak = (): boolean => "speechSynthesis" in window;

/** Whether the browser has a voice of its own for a language. */
export function hasVoice(language: string): boolean {
  const [wanted] = language.toLowerCase().split("-");
  return canSpeak() && speechSynthesis.getVoices().some(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === wanted);
}

export interface Speaker {
  mouth(shapes: Held[]): void;
  ended(): void;
}

/** Reads a text aloud, and tells the shapes of each word as it is spoken. */
export function speak(text: string, language: string, speaker: Speaker): void {
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = language;
  let guess: ReturnType<typeof setTimeout> | undefined;
  const follow = (place: number): void => {
    const rest = text.slice(place).search(/[\p{L}\p{N}]/u);
    if (rest < 0) return;
    const word = wordAt(text, place + rest);
    const shapes = shapesOf(word);
    speaker.mouth(shapes);
    const length = shapes.reduce((sum, shape) => sum + shape.for, LETTER_PAUSE);
    guess = setTimeout(() => follow(place + rest + word.length), length);
  };
  spoken.onstart = () => (guess = setTimeout(() => follow(0), NO_BOUNDARY));
  spoken.onboundary = (event) => {
    clearTimeout(guess);
    if (event.name === "word") speaker.mouth(shapesOf(wordAt(text, event.charIndex)));
  };
  spoken.onend = spoken.onerror = () => {
    clearTimeout(guess);
    speaker.mouth([]);
    speaker.ended();
  };
  speechSynthesis.speak(spoken);
}

const LETTER_PAUSE = 60;

export function hush(): void {
  if (canSpeak()) speechSynthesis.cancel();
}

/** What is used of the browser's recognition, which has no types of its own yet. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}
type Recognizer = new () => Recognition;

function recognizer(): Recognizer | undefined {
  const names = window as unknown as Record<string, Recognizer | undefined>;
  return names["SpeechRecognition"] ?? names["webkitSpeechRecognition"];
}

export const canListen = (): boolean => recognizer() !== undefined;

/** Listens until the speaker pauses; gives what ends it early. The browser asks for permission. */
export function listen(language: string, heard: (text: string) => void, ended: () => void): () => void {
  const Known = recognizer();
  if (!Known) return () => undefined;
  const recognition = new Known();
  recognition.lang = language;
  recognition.interimResults = true;
  recognition.onresult = (event) => heard(Array.from(event.results, (result) => result[0]?.transcript ?? "").join(""));
  recognition.onend = ended;
  recognition.start();
  return () => recognition.stop();
}
