import { type Database, databaseFor } from "./database.ts";
import { Problem } from "./problem.ts";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers":
    "authorization, apikey, content-type, idempotency-key, x-client-info",
};

/** An answer of JSON that nobody keeps. */
export function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...CORS,
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}

/** The database as the one who asks sees it. Throws unauthorized without a token. */
export function databaseOfCaller(request: Request): Database {
  const authorization = request.headers.get("authorization") ?? "";
  const apikey = request.headers.get("apikey") ?? "";
  if (!/^Bearer [\x21-\x7e]+$/.test(authorization) || apikey === "") {
    throw new Problem("unauthorized", "Sign in: the request carries no token.");
  }
  return databaseFor(apikey, authorization);
}

/** A function for the browser with one method; what goes wrong is answered as the contract says. */
export function serve(
  name: string,
  method: "GET" | "POST",
  handle: (request: Request) => Promise<Response>,
): { fetch: (request: Request) => Promise<Response> } {
  return {
    async fetch(request) {
      if (request.method === "OPTIONS") {
        return new Response(null, {
          status: 204,
          headers: { ...CORS, "access-control-allow-methods": `${method}, OPTIONS` },
        });
      }
      try {
        if (request.method !== method) throw new Problem("method_not_allowed", `Use ${method}.`);
        return await handle(request);
      } catch (error) {
        if (error instanceof Problem) return answer(error.status, error.answer);
        console.error(`${name}:`, error instanceof Error ? error.stack : error);
        const problem = new Problem(
          "internal",
          "Something unforeseen happened. The request can be repeated safely.",
        );
        return answer(problem.status, problem.answer);
      }
    },
  };
}
