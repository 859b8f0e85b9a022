// The widget is one file of its own beside the page: no framework, no hash in its name.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** A page that embeds the chat pays for it: 40 kB, packed, are the most. */
const MOST = 40_000;

const small: Plugin = {
  name: "small",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const size = gzipSync(file.type === "chunk" ? file.code : file.source).length;
      if (size > MOST) this.error(`${file.fileName} is ${size} bytes gzipped, above ${MOST}`);
    }
  },
};

export default defineConfig({
  publicDir: false,
  plugins: [small],
  build: {
    outDir: fileURLToPath(new URL("../dist", import.meta.url)),
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: fileURLToPath(new URL("main.ts", import.meta.url)),
      name: "AsideChatWidget",
      formats: ["iife"],
      fileName: () => "widget.js",
    },
  },
});
