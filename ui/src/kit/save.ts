// Files that the desk hands out.

/** Has the browser save a text as a file. */
export function saveFile(name: string, type: "text/csv" | "application/json", ...text: string[]): void {
  saveBlob(name, new Blob(text, { type: `${type};charset=utf-8` }));
}

/** Has the browser save bytes as a file. It never opens them. */
export function saveBlob(name: string, bytes: Blob): void {
  const file = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = file;
  link.download = name;
  link.click();
  URL.revokeObjectURL(file);
}
