// Files that are dropped or pasted onto an element.
import type { Attachment } from "svelte/attachments";

/** Takes files that are dropped on the element or pasted into it; `over` tells while some hang above it. */
export function droppable(take: (files: File[]) => void, over: (hangs: boolean) => void = () => undefined): Attachment<HTMLElement> {
  return (element) => {
    const stop = new AbortController();
    const { signal } = stop;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    let depth = 0;
    const hang = (by: number): void => {
      depth = by === 0 ? 0 : Math.max(0, depth + by);
      over(depth > 0);
    };
    element.addEventListener("dragenter", (event) => hasFiles(event) && hang(1), { signal });
    element.addEventListener("dragleave", (event) => hasFiles(event) && hang(-1), { signal });
    element.addEventListener(
      "dragover",
      (event) => {
        // Without this the browser would open the file in place of the page.
        if (hasFiles(event)) event.preventDefault();
      },
      { signal },
    );
    element.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        hang(0);
        take([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    element.addEventListener(
      "paste",
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        // Programs that copy a table copy its picture, too: words go before pictures of them.
        if (files.length === 0 || event.clipboardData?.getData("text/plain")) return;
        event.preventDefault();
        take(files);
      },
      { signal },
    );
    return () => stop.abort();
  };
}
