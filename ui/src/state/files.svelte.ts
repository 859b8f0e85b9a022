// Files that came with messages: read when somebody looks at them, pictures kept while the desk is open.
import { SvelteMap } from "svelte/reactivity";
import type { Api } from "../api/client";
import { ApiFailure } from "../api/errors";
import type { Attachment, AttachmentText } from "../api/nouns";
import { decoded, isPicture } from "./pictures";

/** Larger ones are shown when somebody asks for them. */
const SHOWN_AT_ONCE = 3 * 2 ** 20;

/** How many pictures are kept for going back. */
const KEPT = 40;

/** A picture as it stands with this desk. */
export type Picture = { state: "reading" } | { state: "drawn"; bitmap: ImageBitmap } | { state: "failed"; failure: ApiFailure };

/** The text of a file as it stands with this desk. */
export type Text = { state: "reading" } | { state: "read"; text: AttachmentText } | { state: "failed"; failure: ApiFailure };

export class Files {
  readonly #pictures = new SvelteMap<string, Picture>();
  readonly #texts = new SvelteMap<string, Text>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  static isPicture(file: Attachment): boolean {
    return isPicture(file.media_type);
  }

  static isShownAtOnce(file: Attachment): boolean {
    return Files.isPicture(file) && file.bytes <= SHOWN_AT_ONCE;
  }

  pictureOf(file: Attachment): Picture | null {
    return this.#pictures.get(file.id) ?? null;
  }

  textOf(file: Attachment): Text | null {
    return this.#texts.get(file.id) ?? null;
  }

  /** Reads a picture, once. */
  async look(conversation: string, file: Attachment): Promise<void> {
    if (this.#pictures.has(file.id) && this.#pictures.get(file.id)?.state !== "failed") return;
    this.#keep(file.id, { state: "reading" });
    try {
      const bitmap = await decoded(await this.#api.attachment(conversation, file.id));
      this.#keep(file.id, { state: "drawn", bitmap });
    } catch (error) {
      this.#keep(file.id, { state: "failed", failure: asFailure(error) });
    }
  }

  /** Reads the text of a file, or puts it away again. */
  async toggleText(conversation: string, file: Attachment): Promise<void> {
    if (this.#texts.delete(file.id)) return;
    this.#texts.set(file.id, { state: "reading" });
    try {
      this.#texts.set(file.id, { state: "read", text: await this.#api.attachmentText(conversation, file.id) });
    } catch (error) {
      this.#texts.set(file.id, { state: "failed", failure: asFailure(error) });
    }
  }

  /** The bytes of a file, to be kept. Throws an `ApiFailure`. */
  bytes(conversation: string, file: Attachment): Promise<Blob> {
    return this.#api.attachment(conversation, file.id);
  }

  /** Nothing of any file stays. */
  clear(): void {
    this.#pictures.clear();
    this.#texts.clear();
  }

  #keep(id: string, picture: Picture): void {
    this.#pictures.delete(id);
    this.#pictures.set(id, picture);
    for (const old of this.#pictures.keys()) {
      if (this.#pictures.size <= KEPT) break;
      this.#pictures.delete(old);
    }
  }
}

function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("invalid_input", "");
}
