import { type Call, defineVendor, type Route, type Vendor } from "./control.ts";
import { createReplays } from "./idempotency.ts";
import { failureEnvelope, StripeFailure } from "./stripe/failure.ts";
import { API_VERSION, eventObject } from "./stripe/objects.ts";
import * as resources from "./stripe/resources.ts";
import { addSeed, asSeed, emptyState } from "./stripe/state.ts";

export type StripeOptions = {
  /** The secret key that is accepted. */
  key?: string;
  now?: () => Date;
};

export const STRIPE_DEMO_KEY = "sk_test_comptalyze_demo";

const OVERLOADED = new StripeFailure(429, {
  code: "rate_limit",
  message: "Request rate limit exceeded.",
});
const BROKEN = new StripeFailure(500, {
  type: "api_error",
  message: "An unknown error occurred: something went wrong on Stripe's end.",
});
const KEY_REUSED = new StripeFailure(400, {
  type: "idempotency_error",
  message:
    "Keys for idempotent requests can only be used with the same parameters they were first used with.",
});
const KEY_BUSY = new StripeFailure(409, {
  type: "idempotency_error",
  code: "idempotency_key_in_use",
  message:
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.",
});

/** Stands in for the Stripe API: customers, subscriptions, events, products and prices. */
export function createStripe({
  key = STRIPE_DEMO_KEY,
  now = () => new Date(),
}: StripeOptions = {}): Vendor {
  const replays = createReplays();
  let state = emptyState();
  let requests = 0;

  function nextRequest(): string {
    requests += 1;
    return `req_demo_${String(requests).padStart(6, "0")}`;
  }

  function reply(status: number, body: unknown, requestId = nextRequest()): Response {
    return Response.json(body, {
      status,
      headers: { "request-id": requestId, "stripe-version": API_VERSION },
    });
  }

  function refuse(failure: StripeFailure): Response {
    const requestId = nextRequest();
    return reply(failure.status, failureEnvelope(failure, requestId), requestId);
  }

  function run(answer: (call: Call) => unknown, call: Call): Response {
    try {
      return reply(200, answer(call));
    } catch (error) {
      if (error instanceof StripeFailure) return refuse(error);
      throw error;
    }
  }

  const get = (path: string, answer: (call: Call) => unknown): Route => ({
    method: "GET",
    path,
    handle: (call) => run(answer, call),
  });

  const post = (path: string, answer: (call: Call) => unknown): Route => ({
    method: "POST",
    path,
    handle: (call) =>
      replays.answer(
        {
          key: call.request.headers.get("idempotency-key"),
          print: `${call.url.pathname} ${call.body}`,
        },
        () => run(answer, call),
        {
          replayed: (response) => response.headers.set("idempotent-replayed", "true"),
          reused: () => refuse(KEY_REUSED),
          busy: () => refuse(KEY_BUSY),
        },
      ),
  });

  return defineVendor({
    name: "stripe",
    guard: ({ request }) => {
      const given = keyOf(request);
      return given === key ? null : refuse(badKey(given));
    },
    routes: [
      get("/v1/customers", ({ url }) => resources.listCustomers(state, url)),
      get("/v1/customers/search", ({ url }) => resources.findCustomers(state, url)),
      get("/v1/customers/:id", ({ params: { id = "" } }) => resources.getCustomer(state, id)),
      get("/v1/subscriptions", ({ url }) => resources.listSubscriptions(state, url)),
      get("/v1/subscriptions/:id", ({ url, params: { id = "" } }) =>
        resources.getSubscription(state, id, url),
      ),
      get("/v1/events", ({ url }) => resources.listEvents(state, url, now())),
      get("/v1/events/:id", ({ params: { id = "" } }) =>
        eventObject(resources.findEvent(state, id, now())),
      ),
      // As the Stripe CLI sends an event again; not in the public reference.
      post("/v1/events/:id/retry", ({ params: { id = "" } }) => {
        const event = resources.findEvent(state, id, now());
        event.delivered = true;
        return eventObject(event);
      }),
      get("/v1/products", ({ url }) => resources.listProducts(url)),
      get("/v1/prices", ({ url }) => resources.listPrices(url)),
    ],
    unknown: ({ request, url }) =>
      refuse(
        new StripeFailure(404, {
          message: `Unrecognized request URL (${request.method}: ${url.pathname}).`,
        }),
      ),
    failure: (kind) => refuse(kind === "429" ? OVERLOADED : BROKEN),
    reset: () => {
      state = emptyState();
      requests = 0;
      replays.reset();
    },
    state: () => asSeed(state),
    seed: (seed) => addSeed(state, seed),
  });
}

function keyOf(request: Request): string {
  const header = request.headers.get("authorization") ?? "";
  if (header.startsWith("Bearer ")) return header.slice(7).trim();
  // curl -u key: as in Stripe's own examples.
  return header.startsWith("Basic ") ? (atob(header.slice(6)).split(":")[0] ?? "") : "";
}

function badKey(given: string): StripeFailure {
  return new StripeFailure(401, {
    message:
      given === ""
        ? "You did not provide an API key. Provide it in the Authorization header, using Bearer auth."
        : `Invalid API Key provided: ${given.slice(0, 8)}${"*".repeat(8)}${given.slice(-4)}`,
  });
}
