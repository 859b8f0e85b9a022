// What the states of files and the time left are called.
import type { FileStage, NearDocument } from "../../api/nouns";
import type { Tone } from "../../kit/labels";

/** In the order in which a file goes through them. */
export const STAGES: Record<FileStage, { name: string; tone: Tone; meaning: string }> = {
  failed: { name: "Failed", tone: "danger", meaning: "Could not be read; each says why" },
  queued: { name: "Waiting", tone: "calm", meaning: "Not read yet" },
  reading: { name: "Reading", tone: "accent", meaning: "Being read now" },
  ocr: { name: "Waiting for OCR", tone: "calm", meaning: "Pictures of text are recognised beside other files; the rest is found already" },
  words: { name: "By words", tone: "warn", meaning: "Found by words; meaning follows" },
  indexed: { name: "Indexed", tone: "good", meaning: "Found by words and meaning" },
  skipped: { name: "Left out", tone: "calm", meaning: "Left out on purpose; each says why" },
};

/** How near two documents are. */
export function nearness(near: NearDocument): string {
  if (near.same) return "The same text";
  return near.percent === 100 && near.numbers.length > 0 ? "The same text but for numbers" : `${near.percent} % the same`;
}

/** How long something still takes, as a person would say it. */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `about ${hours} h left` : `about ${hours} h ${minutes % 60} min left`;
}

/** How many are done in a second; slow paces keep a digit. */
export function rate(perSecond: number): string {
  return (perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en")) + "/s";
}
