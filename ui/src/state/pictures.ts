// Pictures are decoded here and drawn as pixels: nothing of a file becomes part of the page.

/** What a browser draws without running anything. */
const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Pixels of the longer side that are kept of a picture. */
const LONGEST_SIDE = 1600;

export function isPicture(mediaType: string): boolean {
  return TYPES.includes(mediaType);
}

/** The pixels of a picture. Rejects what is none. */
export async function decoded(bytes: Blob): Promise<ImageBitmap> {
  const whole = await createImageBitmap(bytes);
  const scale = LONGEST_SIDE / Math.max(whole.width, whole.height);
  if (scale >= 1) return whole;
  const small = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
    resizeQuality: "high",
  });
  whole.close();
  return small;
}

/** Draws a picture on the canvas that this is attached to. */
export function drawn(bitmap: ImageBitmap) {
  return (canvas: HTMLCanvasElement) => {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  };
}
