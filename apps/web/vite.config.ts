import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `vite dev` finds the server; a second checkout on one machine sets its own. */
const server = process.env["API_ORIGIN"] ?? "http://localhost:3000";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL("../../dist/web", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: true,
  },
  // The host stays as the browser said it: the server refuses writes whose origin is another host.
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
});
