import Stripe from "stripe";
import type { StripeSide } from "./comparison.ts";

/** Reads all customers and subscriptions through the Stripe API. */
export async function readStripe(base: string, key: string): Promise<StripeSide> {
  const { hostname, port, protocol } = new URL(base);
  const stripe = new Stripe(key, {
    host: hostname,
    port,
    protocol: protocol === "https:" ? "https" : "http",
    telemetry: false,
  });
  const side: StripeSide = { customers: [], subscriptions: [] };
  for await (const { id, email, metadata } of stripe.customers.list({ limit: 100 })) {
    side.customers.push({ id, email, user_id: metadata.user_id ?? null });
  }
  for await (const found of stripe.subscriptions.list({ limit: 100, status: "all" })) {
    const item = found.items.data[0];
    side.subscriptions.push({
      id: found.id,
      customer: typeof found.customer === "string" ? found.customer : found.customer.id,
      plan: item?.price.metadata.plan ?? "",
      status: found.status,
      current_period_end: item?.current_period_end ?? 0,
    });
  }
  return side;
}
