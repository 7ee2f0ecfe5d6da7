import { z } from "zod";
import { createFaults, faultOrder, suffer } from "./faults.ts";

/** A vendor's stand-in: one request handler with a memory. */
export type Vendor = {
  name: string;
  fetch(request: Request): Promise<Response>;
  reset(): void;
};

export type Call = {
  request: Request;
  url: URL;
  /** What the `:name` parts of the route's path stand for. */
  params: Record<string, string>;
  body: string;
};

export type Route = {
  method: string;
  path: string;
  handle(call: Call): Response | Promise<Response>;
};

export type Blueprint = {
  name: string;
  routes: Route[];
  /** Refuses a call that may not pass, before any route. */
  guard?(call: Call): Response | null;
  /** The vendor's answer to an address it does not have. */
  unknown(call: Call): Response;
  /** The vendor's own words for too many requests and for its own failure. */
  failure(kind: "429" | "500", retryAfter: number): Response;
  reset(): void;
  /** Further test controls, POST /_test/<name>: what happens at the vendor without a call of its API. */
  controls?: Record<string, (body: unknown) => unknown>;
  state(): unknown;
  /** Adds to the state; throws a ZodError when the seed has the wrong shape. */
  seed(seed: unknown): void;
};

type Received = {
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  status: number | null;
  fault: string | null;
};

const LOG_LENGTH = 2000;
const LOGGED_HEADERS = ["content-type", "idempotency-key", "stripe-version"];
const SECRET = /secret|token|password|api_?key|authorization/i;

/**
 * Routes calls to a vendor's blueprint, meets them with the ordered faults, and offers the
 * test controls: POST /_test/reset, /_test/seed, /_test/faults; GET /_test/state, /_test/requests.
 */
export function defineVendor(blueprint: Blueprint): Vendor {
  const faults = createFaults();
  let log: Received[] = [];

  function reset() {
    faults.reset();
    log = [];
    blueprint.reset();
  }

  async function control(call: Call): Promise<Response> {
    switch (`${call.request.method} ${call.url.pathname}`) {
      case "POST /_test/reset":
        reset();
        return new Response(null, { status: 204 });
      case "POST /_test/seed":
        blueprint.seed(JSON.parse(call.body));
        return new Response(null, { status: 204 });
      case "POST /_test/faults": {
        const orders = z
          .union([faultOrder.array(), faultOrder.transform((f) => [f])])
          .parse(JSON.parse(call.body));
        // An empty list takes back what was ordered.
        if (orders.length === 0) faults.reset();
        for (const order of orders) faults.order(order);
        return Response.json({ faults: faults.list() });
      }
      case "GET /_test/state":
        return Response.json(blueprint.state());
      case "GET /_test/requests":
        return Response.json({ requests: log });
      default:
        return happen(call);
    }
  }

  async function happen({ request, url, body }: Call): Promise<Response> {
    const name = url.pathname.replace("/_test/", "");
    const own = request.method === "POST" ? blueprint.controls?.[name] : undefined;
    return own === undefined
      ? Response.json({ error: "no such control" }, { status: 404 })
      : Response.json((await own(JSON.parse(body))) ?? null);
  }

  async function serve(call: Call): Promise<Response> {
    const refused = blueprint.guard?.(call);
    if (refused) {
      return refused;
    }
    for (const route of blueprint.routes) {
      const params = match(route, call);
      if (params !== null) {
        return route.handle({ ...call, params });
      }
    }
    return blueprint.unknown(call);
  }

  return {
    name: blueprint.name,
    reset,
    async fetch(request) {
      const call: Call = {
        request,
        url: new URL(request.url),
        params: {},
        body: await request.text(),
      };
      if (call.url.pathname.startsWith("/_test/")) {
        return control(call).catch((error: unknown) =>
          Response.json({ error: String(error) }, { status: 422 }),
        );
      }
      const text = `${[...call.url.searchParams.values()].join(" ")} ${call.body}`;
      const fault = faults.take(request.method, call.url.pathname, text);
      const entry = describe(call, blueprint.routes);
      entry.fault = fault?.kind ?? null;
      log = [...log.slice(1 - LOG_LENGTH), entry];
      const response =
        fault === null
          ? await serve(call)
          : await suffer(fault, request.signal, () => serve(call), blueprint.failure);
      entry.status = response.status;
      return response;
    },
  };
}

function match(route: Route, { request, url }: Call): Record<string, string> | null {
  const wanted = route.path.split("/");
  const given = url.pathname.split("/");
  if (route.method !== request.method || wanted.length !== given.length) {
    return null;
  }
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const actual = decodeURIComponent(given[i] ?? "");
    if (part.startsWith(":")) {
      params[part.slice(1)] = actual;
    } else if (part !== actual) {
      return null;
    }
  }
  return params;
}

function describe(call: Call, routes: Route[]): Received {
  const { request, url } = call;
  // A secret may be a part of the path: Slack's webhook address is one.
  const secrets = routes.flatMap((route) => match(route, call)?.token ?? []);
  const headers: Record<string, string> = {};
  for (const name of LOGGED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) {
      headers[name] = value;
    }
  }
  if (request.headers.has("authorization")) {
    headers.authorization = "***";
  }
  return {
    at: new Date().toISOString(),
    method: request.method,
    path: secrets.reduce((path, secret) => path.replace(secret, "***"), url.pathname),
    query: Object.fromEntries(url.searchParams),
    headers,
    body: readable(call),
    status: null,
    fault: null,
  };
}

function readable({ request, body }: Call): unknown {
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("form-urlencoded")) {
    return Object.fromEntries(
      [...new URLSearchParams(body)].map(([key, value]) => [key, SECRET.test(key) ? "***" : value]),
    );
  }
  try {
    return JSON.parse(body, (key, value: unknown) => (SECRET.test(key) ? "***" : value));
  } catch {
    return body === "" ? null : `${body.length} characters`;
  }
}
