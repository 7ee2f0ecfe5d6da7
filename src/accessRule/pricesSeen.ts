import { highestPlan, type PricedPlan } from "../../supabase/functions/_shared/vendors/stripeRows";

const price = (lookup_key: string | null, plan?: string): PricedPlan => ({
  lookup_key,
  metadata: plan === undefined ? {} : { plan },
});

/** Subscriptions by the prices of their items. */
const SUBSCRIPTIONS: Record<string, PricedPlan[]> = {
  metadata: [price(null, "premium")],
  lookup_key: [price("pro_monthly")],
  both: [price("premium_yearly", "pro")],
  items: [price("pro_monthly"), price("premium_monthly")],
  one_mapped: [price("premium_monthly"), price("storage_10gb")],
  unmapped: [price("storage_10gb")],
  misspelt: [price("pro_monthly", "Premium")],
  no_items: [],
};

/** What the comparison with Stripe makes of each: the plan, or nothing that it could trust. */
export const pricesSeen = Object.entries(SUBSCRIPTIONS).map(([name, prices]) => ({
  name,
  plan: highestPlan(prices) ?? null,
  prices: prices.map(({ lookup_key, metadata }) =>
    [
      metadata.plan ? `metadata.plan = ${metadata.plan}` : "",
      lookup_key ? `lookup_key = ${lookup_key}` : "",
    ]
      .filter(Boolean)
      .join(", "),
  ),
}));
