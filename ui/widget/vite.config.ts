// The widget is one file of its own beside the page: no framework, no hash in its name.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** A page that embeds the chat pays for it: 40 kB, packed, are the most. */
const MOST = 40_000;

const smallAndAscii: Plugin = {
  name: "small-and-ascii",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      // A page in another encoding reads the script in its own: letters beyond ASCII, all in strings, are escaped.
      if (file.type === "chunk") file.code = file.code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
      const size = gzipSync(file.type === "chunk" ? file.code : file.source).length;
      if (size > MOST) this.error(`${file.fileName} is ${size} bytes gzipped, above ${MOST}`);
    }
  },
};

export default defineConfig({
  publicDir: false,
  plugins: [smallAndAscii],
  build: {
    outDir: fileURLToPath(new URL("../dist", import.meta.url)),
    emptyOutDir: false,
    target: "es2022",
    // Those that know `light-dark()`: a stand-in for it would not reach the shadow root.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    lib: {
      entry: fileURLToPath(new URL("main.ts", import.meta.url)),
      name: "AsideChatWidget",
      formats: ["iife"],
      fileName: () => "widget.js",
    },
  },
});
