import type { FilterPayload } from "react-admin";

export const SHORTEST_SEARCH = 3;

/** No e-mail with its name is longer, and the database refuses to look for it. */
export const LONGEST_SEARCH = 400;

/** Which entry of the filter each kind of searched text goes to. */
export type SearchRule = {
  /** A part of an e-mail or a name. */
  text?: string;
  uuid?: string;
  /** Like `uuid`, but shown as an active filter and not in the box. */
  uuidChip?: string;
  /** Stripe's `cus_…` */
  customer?: string;
  /** Stripe's `sub_…` */
  subscription?: string;
  /** Stripe's `evt_…` */
  event?: string;
};

export type Search =
  | { kind: "empty" }
  | { kind: "too_short" }
  | { kind: "filter"; filter: FilterPayload };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** One box for everything: what was typed decides where it is looked for. */
export function parseSearch(typed: string, rule: SearchRule): Search {
  const text = typed.trim();
  if (text === "") return { kind: "empty" };
  const uuid = rule.uuid ?? rule.uuidChip;
  if (uuid && UUID.test(text)) return found(uuid, text.toLowerCase());
  if (rule.customer && text.startsWith("cus_")) return found(rule.customer, text);
  if (rule.subscription && text.startsWith("sub_")) return found(rule.subscription, text);
  if (rule.event && text.startsWith("evt_")) return found(rule.event, text);
  // Every word is looked for on its own, so the longest one decides whether an index can help.
  const longest = Math.max(...text.split(/\s+/).map((word) => word.length));
  if (!rule.text || longest < SHORTEST_SEARCH) return { kind: "too_short" };
  return found(rule.text, text);
}

function found(key: string, value: string): Search {
  return { kind: "filter", filter: { [key]: value } };
}

/** What stands in the box for a filter that came with the address. */
export function searchText(filter: FilterPayload, rule: SearchRule): string {
  const keys = searchKeys(rule);
  const key = keys.find((candidate) => filter[candidate] !== undefined);
  return key ? String(filter[key]) : "";
}

export function searchKeys(rule: SearchRule): string[] {
  return [rule.text, rule.uuid, rule.customer, rule.subscription, rule.event].filter(
    (key) => key !== undefined,
  );
}

/** The same filter without some of its entries. */
export function without(filter: FilterPayload, keys: string[]): FilterPayload {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.includes(key)));
}

export const userSearch: SearchRule = {
  text: "search@ilike",
  uuid: "id",
  customer: "stripe_customer_id",
  subscription: "stripe_subscription_id",
};

export const customerSearch: SearchRule = { text: "user_email@ilike", uuidChip: "user_id" };

export const actorSearch: SearchRule = { text: "actor_email@ilike", uuidChip: "target_id" };
