import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const stack = process.env.CONSOLE_STACK ?? "http://127.0.0.1:5173";

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5174,
    proxy: {
      "/rest/v1": stack,
      "/auth/v1": stack,
      "/functions/v1": stack,
    },
  },
  build: {
    outDir: "dist",
    // bench/bundle-size.ts reads it to know what the first list loads.
    manifest: true,
    modulePreload: { polyfill: false },
    target: "es2023",
    chunkSizeWarningLimit: 1300,
    // What every page needs is one file, all lists but the first are another: few requests.
    rolldownOptions: {
      preserveEntrySignatures: false,
      output: {
        codeSplitting: {
          groups: [
            {
              name: "console",
              test: /rolldown\/runtime|index\.html$|src\/(main|App)\.tsx/,
              priority: 2,
            },
            { name: "lists", test: /src\/resources\/(\w+\/\w+List|\w+Text)\.tsx/, priority: 1 },
          ],
        },
      },
    },
  },
});
