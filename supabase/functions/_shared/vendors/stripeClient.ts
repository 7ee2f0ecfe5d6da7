import Stripe from "stripe";
import { setting } from "../setting.ts";
import {
  ExternalError,
  type FailureKind,
  kindOfStatus,
  retryAfterOf,
  vendorTimeoutMs,
} from "./external.ts";

export function client(): Stripe {
  const key = setting("STRIPE_SECRET_KEY");
  if (!key) throw new ExternalError("stripe", "not_configured");
  const { hostname, port, protocol } = new URL(
    setting("STRIPE_API_BASE") ?? "https://api.stripe.com",
  );
  return new Stripe(key, {
    host: hostname,
    ...(port ? { port } : {}),
    protocol: protocol === "http:" ? "http" : "https",
    timeout: vendorTimeoutMs(),
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
  // An address that Stripe does not have: the request is wrong, not its object gone.
  if (error.statusCode === 404) return "refused";
  if (error.statusCode === undefined || /invalid json/i.test(error.message)) return "garbage";
  return kindOfStatus(error.statusCode);
}

/** A call of Stripe whose failure is an ExternalError. */
export async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
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

/** A further page of a list: when Stripe does not know its place any more, that says nothing of whom it is about. */
export async function askOn<Answer>(page: Promise<Answer>): Promise<Answer> {
  try {
    return await page;
  } catch (error) {
    const lost = error instanceof ExternalError && error.kind === "missing";
    throw lost ? new ExternalError("stripe", "garbage") : error;
  }
}

/** A list in Stripe's envelope; a proxy's page or a body without it is nobody's answer. */
export function listed<Row>(answer: { data?: Row[]; has_more?: boolean }): Row[] {
  if (!Array.isArray(answer.data)) throw new ExternalError("stripe", "garbage");
  return answer.data;
}

/**
 * What is read of an answer. One that lacks what Stripe always gives, or counts its seconds beyond any
 * calendar, is nobody's: it ends a turn like any other failure, and the page tells.
 */
export function readOf<Found>(read: () => Found): Found {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new ExternalError("stripe", "garbage");
  }
}
