import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the desk with live reloading; the API stays with a running `aside serve`.
const endpoint = process.env.ASIDE_URL ?? "http://127.0.0.1:8765";
// The endpoint answers its own origin only, so the development server speaks in its name.
const proxied = { target: endpoint, changeOrigin: true, headers: { origin: endpoint } };

export default defineConfig({
  plugins: [svelte()],
  build: {
    // Everything is served from the application itself; nothing is inlined, so a strict
    // content security policy without `data:` holds.
    assetsInlineLimit: 0,
    // The desk, the small window beside other programs, and the page about the API.
    rolldownOptions: { input: ["index.html", "beside.html", "docs.html"] },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": proxied, "/health": proxied, "/chat": proxied } },
  test: { include: ["tests/**/*.test.ts"] },
});
