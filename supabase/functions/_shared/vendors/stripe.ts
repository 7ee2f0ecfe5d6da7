import Stripe from "stripe";
import { setting } from "../setting.ts";
import { ExternalError, type FailureKind, retryAfterOf } from "./external.ts";
import { type SubscriptionRow, subscriptionRow } from "./stripeRows.ts";

const TIMEOUT_MS = 15_000;
const MOST_PER_CUSTOMER = 100;

/** Waits until Stripe may be called again. */
export type Turn = () => Promise<void>;

export type Payer = {
  userId: string;
  email: string | null;
  /** Stripe customers that the database knows of. */
  customers: string[];
};

function client(): Stripe {
  const key = setting("STRIPE_SECRET_KEY");
  if (!key) throw new ExternalError("stripe", "not_configured");
  const { hostname, port, protocol } = new URL(
    setting("STRIPE_API_BASE") ?? "https://api.stripe.com",
  );
  return new Stripe(key, {
    host: hostname,
    ...(port ? { port } : {}),
    protocol: protocol === "http:" ? "http" : "https",
    timeout: Number(setting("VENDOR_TIMEOUT_MS")) || TIMEOUT_MS,
    // Waiting and repeating are the worker's business: it writes down what it does.
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(),
  });
}

function kindOf(error: InstanceType<typeof Stripe.errors.StripeError>): FailureKind {
  if (error instanceof Stripe.errors.StripeConnectionError) {
    return /timeout|timed out|aborted/i.test(`${error.message} ${error.code ?? ""}`)
      ? "timeout"
      : "unreachable";
  }
  if (error instanceof Stripe.errors.StripeRateLimitError) return "rate_limited";
  if (error.code === "resource_missing") return "missing";
  if (error.statusCode === 401 || error.statusCode === 403) return "not_allowed";
  if (error.statusCode === undefined || /invalid json/i.test(error.message)) return "garbage";
  return error.statusCode >= 500 ? "broken" : "refused";
}

/** A call of Stripe whose failure is an ExternalError. */
async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) {
      throw new ExternalError("stripe", kindOf(error), {
        retryAfter: retryAfterOf(error.headers?.["retry-after"]),
        requestId: error.requestId ?? null,
      });
    }
    throw error;
  }
}

/** A list in Stripe's envelope; a proxy's page or a body without it is nobody's answer. */
function listed<Row>(answer: { data?: Row[]; has_more?: boolean }): Row[] {
  if (!Array.isArray(answer.data)) throw new ExternalError("stripe", "garbage");
  return answer.data;
}

/** The Stripe customers of a user: known ones, and those that carry his id, or his e-mail and nobody's id. */
async function customersOf(stripe: Stripe, payer: Payer, turn: Turn): Promise<string[]> {
  const found = new Set(payer.customers);
  await turn();
  const marked = await ask(() =>
    stripe.customers.search({ query: `metadata["user_id"]:"${payer.userId}"`, limit: 10 }),
  );
  for (const { id } of listed(marked)) found.add(id);
  if (payer.email) {
    const email = payer.email;
    await turn();
    const named = await ask(() => stripe.customers.list({ email, limit: 10 }));
    for (const { id, metadata } of listed(named)) {
      if (!metadata.user_id || metadata.user_id === payer.userId) found.add(id);
    }
  }
  return [...found];
}

/** Every subscription that Stripe has for a user, as rows of public.subscriptions, by their id. */
export async function subscriptionsOf(payer: Payer, turn: Turn): Promise<SubscriptionRow[]> {
  const stripe = client();
  const rows: SubscriptionRow[] = [];
  for (const customer of await customersOf(stripe, payer, turn)) {
    await turn();
    try {
      const answer = await ask(() =>
        stripe.subscriptions.list({ customer, status: "all", limit: MOST_PER_CUSTOMER }),
      );
      rows.push(...listed(answer).map(subscriptionRow));
    } catch (error) {
      // A customer that was deleted at Stripe has nothing left.
      if (!(error instanceof ExternalError && error.kind === "missing")) throw error;
    }
  }
  return rows.sort((a, b) => a.stripe_subscription_id.localeCompare(b.stripe_subscription_id));
}
