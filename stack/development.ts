import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ConsoleConfig, withConfig } from "./console-files.ts";
import { freePort } from "./database.ts";
import { root } from "./options.ts";

/** The sources through Vite's dev server, with hot reload, behind the same address. */
export async function developmentPages(
  config: ConsoleConfig,
  sitePort: number,
): Promise<{ page: (request: Request) => Promise<Response>; close: () => Promise<void> }> {
  const { createServer } = await import("vite");
  const port = await freePort();
  const vite = await createServer({
    root,
    appType: "custom",
    server: {
      host: "127.0.0.1",
      port,
      strictPort: true,
      hmr: { host: "127.0.0.1", port, clientPort: port },
      proxy: {},
      allowedHosts: ["localhost", "127.0.0.1"],
    },
  });
  await vite.listen();
  return {
    page: async (request) => {
      const url = new URL(request.url);
      if ((request.headers.get("accept") ?? "").includes("text/html")) {
        const html = await vite.transformIndexHtml(
          url.pathname,
          readFileSync(resolve(root, "index.html"), "utf8"),
        );
        return new Response(withConfig(html, config), {
          headers: { "content-type": "text/html; charset=utf-8" },
        });
      }
      const headers = new Headers(request.headers);
      headers.set("host", `localhost:${sitePort}`);
      const answer = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
        headers,
        redirect: "manual",
      });
      const passed = new Headers(answer.headers);
      for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"])
        passed.delete(name);
      return new Response(answer.body, { status: answer.status, headers: passed });
    },
    close: () => vite.close(),
  };
}
