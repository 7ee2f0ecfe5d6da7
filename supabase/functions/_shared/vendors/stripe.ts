import type Stripe from "stripe";
import { ExternalError, type Turn } from "./external.ts";
import { ask, askOn, client, listed, readOf } from "./stripeClient.ts";
import { namedUser, type SubscriptionRow, subscriptionRow } from "./stripeRows.ts";

const PAGE = 100;

export type Payer = {
  userId: string;
  email: string | null;
  /** Stripe customers that the database knows of. */
  customers: string[];
};

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

/** With whom of our users its metadata and its customer's name: the database decides whose it is. */
type NamedRow = SubscriptionRow & { named_users: string[] };

function namedRow(subscription: Stripe.Subscription): NamedRow {
  const { customer, metadata } = subscription;
  const ofCustomer = typeof customer === "string" || customer.deleted ? null : customer.metadata;
  const names = [metadata, ofCustomer].flatMap((one) => namedUser(one) ?? []);
  return { ...subscriptionRow(subscription), named_users: [...new Set(names)] };
}

/** Every subscription of a Stripe customer: one that is left out would count as one that Stripe does not have. */
async function listOf(
  stripe: Stripe,
  customer: string,
  turn: Turn,
): Promise<Stripe.Subscription[]> {
  const found: Stripe.Subscription[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    await turn();
    const asked = ask(() =>
      stripe.subscriptions.list({
        customer,
        status: "all",
        limit: PAGE,
        expand: ["data.customer"],
        ...(after === undefined ? {} : { starting_after: after }),
      }),
    );
    const page = await (after === undefined ? asked : askOn(asked));
    found.push(...listed(page));
    if (!page.has_more) return found;
    if (found.at(-1)?.id === after) throw new ExternalError("stripe", "garbage");
  }
}

/** Every subscription that Stripe has for a user, as rows of public.subscriptions, by their id. */
export async function subscriptionsOf(payer: Payer, turn: Turn): Promise<NamedRow[]> {
  const stripe = client();
  const rows: NamedRow[] = [];
  for (const customer of await customersOf(stripe, payer, turn)) {
    try {
      const found = await listOf(stripe, customer, turn);
      rows.push(...readOf(() => found.map(namedRow)));
    } catch (error) {
      // A customer that was deleted at Stripe has nothing left.
      if (!(error instanceof ExternalError && error.kind === "missing")) throw error;
    }
  }
  return rows.sort((a, b) => a.stripe_subscription_id.localeCompare(b.stripe_subscription_id));
}
