import type Stripe from "stripe";
import { ExternalError, type Turn } from "./external.ts";
import { ask, askOn, client, listed, readOf } from "./stripeClient.ts";
import {
  briefText,
  isoTime,
  namedUser,
  subscriptionRow,
  UnreadableSubscription,
} from "./stripeRows.ts";

const PAGE = 100;

/** A Stripe customer, with whom of our users its metadata names: anything that somebody wrote there. */
type CustomerSide = {
  id: string;
  email: string | null;
  named_user: string | null;
  /** Stripe does not have it, or not any more. */
  gone: boolean;
};

/** A subscription as Stripe has it; without plan, interval and amount where no rule can read it. */
type SubscriptionSide = {
  id: string;
  customer: string;
  named_user: string | null;
  status: string;
  currency: string;
  livemode: boolean;
  created_at: string | null;
  unreadable: UnreadableSubscription["code"] | null;
};

export type StripeSide = {
  customers: CustomerSide[];
  subscriptions: SubscriptionSide[];
  /** The subscription after which the next page begins; null at the end. */
  next: string | null;
};

function customerOf({ customer }: Stripe.Subscription): CustomerSide {
  if (typeof customer === "string") throw new ExternalError("stripe", "garbage");
  if (customer.deleted) return { id: customer.id, email: null, named_user: null, gone: true };
  return sideOfCustomer(customer);
}

const sideOfCustomer = ({ id, email, metadata }: Stripe.Customer): CustomerSide => ({
  id,
  email: briefText(email),
  named_user: namedUser(metadata),
  gone: false,
});

function sideOf(subscription: Stripe.Subscription): SubscriptionSide {
  const { id, status, currency, livemode, metadata, canceled_at, cancel_at } = subscription;
  const known = {
    id,
    customer: customerOf(subscription).id,
    named_user: namedUser(metadata),
    status,
    currency,
    livemode,
    created_at: isoTime(subscription.created),
    canceled_at: isoTime(canceled_at),
    cancel_at: isoTime(cancel_at),
  };
  try {
    const { plan, interval, amount_cents, current_period_start, current_period_end } =
      subscriptionRow(subscription);
    const read = { plan, interval, amount_cents, current_period_start, current_period_end };
    return { ...known, ...read, unreadable: null };
  } catch (error) {
    if (!(error instanceof UnreadableSubscription)) throw error;
    return { ...known, unreadable: error.code };
  }
}

/** Of several subscriptions each customer once. */
const customersOf = (subscriptions: Stripe.Subscription[]): CustomerSide[] => [
  ...new Map(subscriptions.map((one) => [customerOf(one).id, customerOf(one)])).values(),
];

async function read(query: Stripe.SubscriptionListParams): Promise<StripeSide> {
  const stripe = client();
  const page = await ask(() =>
    stripe.subscriptions.list({
      status: "all",
      limit: PAGE,
      expand: ["data.customer"],
      ...query,
    }),
  );
  const found = listed(page);
  return readOf(() => ({
    customers: customersOf(found),
    subscriptions: found.map(sideOf),
    next: page.has_more ? (found.at(-1)?.id ?? null) : null,
  }));
}

/** A page of every subscription, newest first. ExternalError `missing` when Stripe does not know `after` any more. */
export async function subscriptionPage(after: string | null, turn: Turn): Promise<StripeSide> {
  await turn();
  return read(after === null ? {} : { starting_after: after });
}

/** The subscriptions of a customer, all at once, `gone` when Stripe does not have it. */
export async function subscriptionsOfCustomer(customer: string, turn: Turn): Promise<StripeSide> {
  try {
    await turn();
    const side = await read({ customer });
    while (side.next !== null) {
      await turn();
      const more = await askOn(read({ customer, starting_after: side.next }));
      if (more.next === side.next) throw new ExternalError("stripe", "garbage");
      side.subscriptions.push(...more.subscriptions);
      side.next = more.next;
    }
    if (side.subscriptions.length > 0) return side;
    await turn();
    const stripe = client();
    const found = await ask(() => stripe.customers.retrieve(customer));
    if (found.deleted) return gone(customer);
    return { customers: [sideOfCustomer(found)], subscriptions: [], next: null };
  } catch (error) {
    if (error instanceof ExternalError && error.kind === "missing") return gone(customer);
    throw error;
  }
}

const gone = (id: string): StripeSide => ({
  customers: [{ id, email: null, named_user: null, gone: true }],
  subscriptions: [],
  next: null,
});
