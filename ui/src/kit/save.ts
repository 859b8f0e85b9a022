// Files that the desk hands out.

/** Has the browser save a text as a file. */
export function saveFile(name: string, type: "text/csv" | "application/json", ...text: string[]): void {
  const file = URL.createObjectURL(new Blob(text, { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = file;
  link.download = name;
  link.click();
  URL.revokeObjectURL(file);
}
