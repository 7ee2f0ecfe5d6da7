import type { Functions } from "./functions.ts";
import type { Supabase } from "./supabase.ts";

export type Site = {
  supabase: Supabase | null;
  functions: Functions | null;
  /** Answers what only this stack has, null for everything else. */
  control: ((request: Request) => Promise<Response | null>) | null;
  page: (request: Request) => Response | Promise<Response>;
};

const CORS = { "access-control-allow-origin": "*" };

function unavailable(what: string): Response {
  return Response.json(
    {
      error: { code: "database_down", message: `${what} is not running.` },
      code: "503",
      message: `${what} is not running.`,
    },
    { status: 503, headers: CORS },
  );
}

/** As a hosted gateway: the size of a body is bounded before a function sees any of it. */
const MAX_GATEWAY_BYTES = 16 * 1024 * 1024;

/** The whole body, null when it is larger than the gateway takes. Throws when the caller hangs up. */
async function boundedBody(request: Request): Promise<Blob | null> {
  const chunks: BlobPart[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    // Read on and forget: a caller who is cut off while sending never sees the answer.
    if (size > MAX_GATEWAY_BYTES) chunks.length = 0;
    else chunks.push(chunk);
  }
  return size > MAX_GATEWAY_BYTES ? null : new Blob(chunks);
}

/** What concerns one connection only and must not be passed on. */
const HOP_BY_HOP = [
  "host",
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "content-length",
  "expect",
  "te",
  "trailer",
  "upgrade",
];

async function toFunctions(functions: Functions, request: Request): Promise<Response> {
  const address = functions.address();
  if (address === null) return unavailable("The Edge Functions runtime");
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  try {
    const body = await boundedBody(request);
    if (body === null) {
      return Response.json(
        { error: { code: "too_large", message: "The body is larger than the gateway takes." } },
        { status: 413, headers: CORS },
      );
    }
    const answer = await fetch(`${address}${url.pathname}${url.search}`, {
      method: request.method,
      headers,
      body: request.method === "GET" || request.method === "HEAD" ? null : body,
    });
    // No function answers in pieces: one whose runtime dies halfway has not answered.
    const whole = answer.body === null ? null : await answer.blob();
    const passed = new Headers(answer.headers);
    for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"])
      passed.delete(name);
    return new Response(whole, { status: answer.status, headers: passed });
  } catch {
    return unavailable("The Edge Functions runtime");
  }
}

/** One address for the console and for what it calls, as the hosted project's gateway. */
export function siteHandler(site: Site): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/functions/v1/")) {
      return site.functions
        ? toFunctions(site.functions, request)
        : unavailable("The Edge Functions runtime");
    }
    if (/^\/(rest|auth)\/v1(\/|$)/.test(pathname)) {
      return site.supabase ? site.supabase.fetch(request) : unavailable("The database");
    }
    return (await site.control?.(request)) ?? site.page(request);
  };
}
