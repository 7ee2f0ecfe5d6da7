import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

/** Nothing runs or loads but what the build holds; emotion writes its styles inline. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

type File = {
  body: Buffer<ArrayBuffer>;
  gzip: Buffer<ArrayBuffer> | null;
  type: string;
  etag: string;
};

export type ConsoleConfig = {
  supabaseUrl: string | null;
  publishableKey: string;
  environment: "demo" | "production";
};

function* walk(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else if (!name.startsWith(".")) yield path;
  }
}

/** The page with its settings written into it, so that it asks for nothing more before it starts. */
export function withConfig(html: string, config: ConsoleConfig): string {
  const json = JSON.stringify(config).replaceAll("<", "\\u003c");
  return html.replace(
    "<!--console-config-->",
    `<script type="application/json" id="console-config">${json}</script>`,
  );
}

/** Serves a build of the console from memory; every unknown path is a page of it. */
export function consoleFiles(
  folder: string,
  config: ConsoleConfig,
): (request: Request) => Response {
  const files = new Map<string, File>();
  if (existsSync(folder)) {
    for (const path of walk(folder)) {
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      let body = Buffer.from(readFileSync(path));
      if (path.endsWith("index.html"))
        body = Buffer.from(withConfig(body.toString("utf8"), config));
      files.set(`/${relative(folder, path).replaceAll("\\", "/")}`, {
        body,
        gzip: /text|json|svg/.test(type) ? Buffer.from(gzipSync(body)) : null,
        type,
        etag: `"${createHash("sha1").update(body).digest("base64url")}"`,
      });
    }
  }
  return (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    const known = files.get(path);
    if (!known && /^\/assets\//.test(path)) return new Response("Not found", { status: 404 });
    const file = known ?? files.get("/index.html");
    if (!file) return new Response("The console is not built yet.", { status: 503 });
    const headers = new Headers({
      "content-type": file.type,
      etag: file.etag,
      "cache-control": path.startsWith("/assets/")
        ? "public, max-age=31536000, immutable"
        : "no-cache",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": CONTENT_SECURITY_POLICY,
    });
    if (request.headers.get("if-none-match") === file.etag)
      return new Response(null, { status: 304, headers });
    const zipped = file.gzip && (request.headers.get("accept-encoding") ?? "").includes("gzip");
    if (zipped) {
      headers.set("content-encoding", "gzip");
      headers.set("vary", "accept-encoding");
    }
    return new Response(request.method === "HEAD" ? null : zipped ? file.gzip : file.body, {
      headers,
    });
  };
}

export const distFolder = (root: string) => resolve(root, "dist");
