// Server-sent events over fetch: unlike EventSource it sends headers, and notices a connection that died.

/** The server says something every 15 seconds, be it a comment. */
const SILENCE = 40_000;

/** The data of each event of a stream. Throws where the stream fell silent. */
export async function* readEvents(body: ReadableStream<Uint8Array>, silence = SILENCE): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  try {
    for (;;) {
      const { done, value } = await orSilent(reader.read(), silence);
      if (done) return;
      buffer += decoder.decode(value, { stream: true }).replaceAll("\r", "");
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = block
          .split("\n")
          .filter((line) => line.startsWith("data:"))
          .map((line) => line.slice(5).replace(/^ /, ""))
          .join("\n");
        if (data) yield data;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function orSilent<T>(read: Promise<T>, silence: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the stream fell silent")), silence);
    read.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
