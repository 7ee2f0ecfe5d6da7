import { CATALOGUE, priceId, priceObject, productObject } from "./catalogue.ts";
import { missing, StripeFailure } from "./failure.ts";
import { ListQuery, page } from "./lists.ts";
import { customerObject, eventObject, subscriptionObject } from "./objects.ts";
import { searchCustomers } from "./search.ts";
import type { StripeEvent, StripeState, StripeSubscription } from "./state.ts";

const EVENTS_KEPT_SECONDS = 30 * 24 * 3600;
const ENDED = ["canceled", "incomplete_expired"];

export function listCustomers(state: StripeState, url: URL) {
  const query = new ListQuery(url, ["email", "created"]);
  const email = query.text("email");
  const rows = [...state.customers.values()].filter(
    (c) => (email === undefined || c.email === email) && query.within("created", c.created),
  );
  return page(query, url, "customer", rows, customerObject);
}

export function findCustomers(state: StripeState, url: URL) {
  const query = new ListQuery(url, ["query", "page"]);
  const rows = searchCustomers(query.text("query"), state.customers.values());
  const data = rows.slice(0, query.limit()).map(customerObject);
  return {
    object: "search_result",
    data,
    has_more: rows.length > data.length,
    next_page: null,
    url: url.pathname,
  };
}

export function getCustomer(state: StripeState, id: string) {
  const customer = state.customers.get(id);
  if (customer === undefined) throw missing("customer", id);
  return customerObject(customer);
}

function showSubscription(state: StripeState, subscription: StripeSubscription, expand: boolean) {
  const customer = state.customers.get(subscription.customer);
  return subscriptionObject(
    subscription,
    expand && customer !== undefined ? customerObject(customer) : subscription.customer,
  );
}

export function listSubscriptions(state: StripeState, url: URL) {
  const query = new ListQuery(url, ["customer", "price", "status", "created"]);
  const customer = query.text("customer");
  if (customer !== undefined && !state.customers.has(customer)) {
    throw new StripeFailure(400, {
      code: "resource_missing",
      message: `No such customer: '${customer}'`,
      param: "customer",
    });
  }
  const price = query.text("price");
  const status = query.text("status");
  const wanted = (actual: string) => {
    if (status === undefined) return actual !== "canceled";
    if (status === "all") return true;
    return status === "ended" ? ENDED.includes(actual) : actual === status;
  };
  const expand = query.expands("data.customer");
  const rows = [...state.subscriptions.values()].filter(
    (s) =>
      wanted(s.status) &&
      (customer === undefined || s.customer === customer) &&
      (price === undefined || s.price === price) &&
      query.within("created", s.created),
  );
  return page(query, url, "subscription", rows, (s) => showSubscription(state, s, expand));
}

export function getSubscription(state: StripeState, id: string, url: URL) {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined) throw missing("subscription", id);
  return showSubscription(state, subscription, new ListQuery(url, []).expands("customer"));
}

/** Stripe forgets events after thirty days. */
function isKept(event: StripeEvent, now: Date): boolean {
  return event.created >= now.getTime() / 1000 - EVENTS_KEPT_SECONDS;
}

export function listEvents(state: StripeState, url: URL, now: Date) {
  const query = new ListQuery(url, ["type", "types", "created", "delivery_success"]);
  const types = [...query.list("type"), ...query.list("types")];
  if (types.length > 20) {
    throw new StripeFailure(400, {
      message: "You may only specify up to 20 event types.",
      param: "types",
    });
  }
  const named = (type: string) =>
    types.length === 0 ||
    types.some((t) => t === type || (t.endsWith(".*") && type.startsWith(t.slice(0, -1))));
  const delivered = query.flag("delivery_success");
  const rows = [...state.events.values()].filter(
    (e) =>
      isKept(e, now) &&
      named(e.type) &&
      (delivered === undefined || (e.pending.length === 0) === delivered) &&
      query.within("created", e.created),
  );
  return page(query, url, "event", rows, eventObject);
}

export function findEvent(state: StripeState, id: string, now: Date): StripeEvent {
  const event = state.events.get(id);
  if (event === undefined || !isKept(event, now)) throw missing("event", id);
  return event;
}

const anyOf = (wanted: string[], value: string) => wanted.length === 0 || wanted.includes(value);

export function listProducts(url: URL) {
  const query = new ListQuery(url, ["active", "ids"]);
  const rows = (["pro", "premium"] as const)
    .map((plan) => productObject(plan, true))
    .filter((p) => p.active === (query.flag("active") ?? true) && anyOf(query.list("ids"), p.id));
  return page(query, url, "product", rows, (product) => product);
}

export function listPrices(url: URL) {
  const query = new ListQuery(url, ["active", "product", "lookup_keys", "type"]);
  const rows = CATALOGUE.map((p) => priceObject(priceId(p.plan, p.interval), true)).filter(
    (p) =>
      p.active === (query.flag("active") ?? true) &&
      p.product === (query.text("product") ?? p.product) &&
      p.type === (query.text("type") ?? p.type) &&
      anyOf(query.list("lookup_keys"), p.lookup_key),
  );
  return page(query, url, "price", rows, (price) => price);
}
