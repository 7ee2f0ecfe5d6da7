import { z } from "zod";
import { type Call, defineVendor, type Route, type Vendor } from "./control.ts";
import { createReplays } from "./idempotency.ts";
import * as changes from "./stripe/changes.ts";
import { announce, deliver } from "./stripe/delivery.ts";
import { endpointObject, findEndpoint, listEndpoints, updateEndpoint } from "./stripe/endpoints.ts";
import { failureEnvelope, StripeFailure } from "./stripe/failure.ts";
import { parseForm } from "./stripe/form.ts";
import { findInvoice, invoiceObject, listInvoices } from "./stripe/invoices.ts";
import { API_VERSION, eventObject } from "./stripe/objects.ts";
import * as resources from "./stripe/resources.ts";
import {
  addSeed,
  asSeed,
  emptyState,
  endpointsFor,
  type StripeEndpoint,
  stripeSeed,
} from "./stripe/state.ts";

export type StripeOptions = {
  /** The secret key that is accepted. */
  key?: string;
  /** Where the customer app takes webhooks; null while nobody does. */
  appWebhook?: () => string | null;
  /** How long an endpoint may take to answer. */
  deliveryTimeoutMs?: number;
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
const retryBody = z.strictObject({ webhook_endpoint: z.string().optional() });

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

/**
 * Stands in for the Stripe API: customers, subscriptions, invoices, products and prices, and the events
 * that their changes make, delivered to the webhook endpoints with a signature. A change is answered
 * after its deliveries, so that a caller can look at once. Nothing is retried by itself.
 */
export function createStripe({
  key = STRIPE_DEMO_KEY,
  appWebhook = () => null,
  deliveryTimeoutMs = 10_000,
  now = () => new Date(),
}: StripeOptions = {}): Vendor {
  const replays = createReplays();
  let state = emptyState();
  let requests = 0;

  const addressOf = (endpoint: StripeEndpoint) => endpoint.url ?? appWebhook();
  const delivery = { addressOf, now, timeoutMs: deliveryTimeoutMs };
  const showEndpoint = (one: StripeEndpoint) => endpointObject(one, addressOf(one));

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

  function refuse(failure: StripeFailure, requestId = nextRequest()): Response {
    return reply(failure.status, failureEnvelope(failure, requestId), requestId);
  }

  type Answer = (call: Call, requestId: string) => unknown;

  async function run(answer: Answer, call: Call): Promise<Response> {
    const requestId = nextRequest();
    try {
      return reply(200, await answer(call, requestId), requestId);
    } catch (error) {
      if (error instanceof StripeFailure) return refuse(error, requestId);
      throw error;
    }
  }

  const get = (path: string, answer: Answer): Route => ({
    method: "GET",
    path,
    handle: (call) => run(answer, call),
  });

  const once =
    (method: "POST" | "DELETE") =>
    (path: string, answer: Answer): Route => ({
      method,
      path,
      handle: (call) =>
        replays.answer(
          {
            key: call.request.headers.get("idempotency-key"),
            print: `${method} ${call.url.pathname} ${call.body}`,
          },
          () => run(answer, call),
          {
            replayed: (response) => response.headers.set("idempotent-replayed", "true"),
            reused: () => refuse(KEY_REUSED),
            busy: () => refuse(KEY_BUSY),
          },
        ),
    });
  const post = once("POST");

  type Changes = (call: Call, cause: changes.Cause) => ReturnType<typeof changes.payInvoice>;

  /** An answer whose change makes events, which are delivered before it is given. */
  const changing =
    (change: Changes): Answer =>
    async (call, requestId) => {
      const idempotency_key = call.request.headers.get("idempotency-key");
      const cause = { at: now(), request: { id: requestId, idempotency_key } };
      const { answer, events } = change(call, cause);
      await announce(state, events, delivery);
      return answer;
    };

  /** As the Stripe CLI sends an event again; not in the public reference. */
  async function retry({ params: { id = "" }, body }: Call) {
    const event = resources.findEvent(state, id, now());
    const { webhook_endpoint: wanted } = parseForm(body, retryBody);
    const endpoints =
      wanted === undefined
        ? endpointsFor(state, event.type)
        : [findEndpoint(state, wanted, "webhook_endpoint")];
    if (endpoints.some(({ status }) => status === "disabled")) {
      throw new StripeFailure(400, {
        message: `The webhook endpoint '${wanted}' is disabled. Enable it before you send events to it.`,
        param: "webhook_endpoint",
      });
    }
    await Promise.all(endpoints.map((endpoint) => deliver(event, endpoint, delivery)));
    return eventObject(event);
  }

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
      post(
        "/v1/customers",
        changing(({ body }, cause) => changes.createCustomer(state, body, cause)),
      ),
      get("/v1/subscriptions", ({ url }) => resources.listSubscriptions(state, url)),
      get("/v1/subscriptions/:id", ({ url, params: { id = "" } }) =>
        resources.getSubscription(state, id, url),
      ),
      post(
        "/v1/subscriptions",
        changing(({ body }, cause) => changes.createSubscription(state, body, cause)),
      ),
      post(
        "/v1/subscriptions/:id",
        changing(({ body, params: { id = "" } }, cause) =>
          changes.updateSubscription(state, id, body, cause),
        ),
      ),
      once("DELETE")(
        "/v1/subscriptions/:id",
        changing(({ params: { id = "" } }, cause) => changes.cancelSubscription(state, id, cause)),
      ),
      get("/v1/invoices", ({ url }) => listInvoices(state, url)),
      get("/v1/invoices/:id", ({ params: { id = "" } }) =>
        invoiceObject(findInvoice(state, id), state),
      ),
      post(
        "/v1/invoices/:id/pay",
        changing(({ params: { id = "" } }, cause) => changes.payInvoice(state, id, cause)),
      ),
      get("/v1/webhook_endpoints", ({ url }) => listEndpoints(state, url, showEndpoint)),
      get("/v1/webhook_endpoints/:id", ({ params: { id = "" } }) =>
        showEndpoint(findEndpoint(state, id)),
      ),
      post("/v1/webhook_endpoints/:id", ({ body, params: { id = "" } }) =>
        showEndpoint(updateEndpoint(state, id, body)),
      ),
      get("/v1/events", ({ url }) => resources.listEvents(state, url, now())),
      get("/v1/events/:id", ({ params: { id = "" } }) =>
        eventObject(resources.findEvent(state, id, now())),
      ),
      post("/v1/events/:id/retry", retry),
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
    controls: {
      bill: async (body) => {
        const cause = { at: now(), request: { id: null, idempotency_key: null } };
        const { answer, events } = changes.bill(state, changes.billing.parse(body), cause);
        await announce(state, events, delivery);
        return answer;
      },
    },
    state: () => ({ ...asSeed(state), replays: replays.state() }),
    seed: (seed) => {
      const parsed = stripeSeed.parse(seed);
      addSeed(state, parsed);
      replays.seed(parsed.replays);
    },
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
