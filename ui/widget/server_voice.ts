// Speech that the server made: played through the page's audio, which no content security policy keeps from data,
// with the mouth in time.
import type { Spoken, Viseme } from "./api";
import type { Speaker } from "./voice";

/** Whether what a server says can be heard in this browser. */
export const canPlay = (): boolean => "AudioContext" in window;

/** What the mouth does at a time of the sound, in milliseconds. */
export function shapeAt(visemes: Viseme[], time: number): Viseme["shape"] {
  return visemes.findLast(({ at_ms }) => at_ms <= time)?.shape ?? "rest";
}

export class ServerVoice {
  #audio: AudioContext | undefined;
  /** Counts what was begun or ended: what comes late is not played any more. */
  #turn = 0;
  #playing: AudioBufferSourceNode | undefined;

  /** To be called while the customer presses something: browsers play nothing before. */
  ready(): void {
    this.#audio ??= new AudioContext();
    void this.#audio.resume().catch(() => undefined);
  }

  /** Plays what comes. Fails where it does not come, or cannot be played. */
  async say(coming: Promise<Spoken>, speaker: Speaker): Promise<void> {
    this.hush();
    const turn = this.#turn;
    const audio = (this.#audio ??= new AudioContext());
    const { audio: file, visemes } = await coming;
    const bytes = Uint8Array.from(atob(file.data), (character) => character.charCodeAt(0));
    const sound = await audio.decodeAudioData(bytes.buffer);
    if (audio.state !== "running") throw new Error("the browser plays nothing yet");
    // Somebody ended it meanwhile.
    if (turn !== this.#turn) return speaker.ended();
    const playing = audio.createBufferSource();
    playing.buffer = sound;
    playing.connect(audio.destination);
    this.#playing = playing;
    const start = audio.currentTime;
    const follow = (): void => {
      if (turn !== this.#turn) return;
      const time = (audio.currentTime - start - (audio.outputLatency || 0)) * 1000;
      const shape = shapeAt(visemes, time);
      // In a pause the lips meet; a mouth at rest would murmur.
      speaker.mouth([{ mouth: shape === "rest" ? "closed" : shape, for: HELD }]);
      requestAnimationFrame(follow);
    };
    playing.onended = () => {
      if (turn === this.#turn) this.#turn += 1;
      speaker.mouth([]);
      speaker.ended();
    };
    playing.start();
    follow();
  }

  /** Ends what is said, and what is about to be. */
  hush(): void {
    this.#turn += 1;
    this.#playing?.stop();
    this.#playing = undefined;
  }
}

/** Longer than a frame takes: the next one says how it goes on. */
const HELD = 500;
