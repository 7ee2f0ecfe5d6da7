/** The prices of Comptalyze: Pro 9,90 € a month or 99 € a year, Premium 19,90 € or 199 €. */
export const CATALOGUE = [
  { plan: "pro", interval: "month", amount: 990 },
  { plan: "pro", interval: "year", amount: 9900 },
  { plan: "premium", interval: "month", amount: 1990 },
  { plan: "premium", interval: "year", amount: 19900 },
] as const;

export type Plan = (typeof CATALOGUE)[number]["plan"];
export type Interval = (typeof CATALOGUE)[number]["interval"];

export const priceId = (plan: Plan, interval: Interval) => `price_demo_${plan}_${interval}`;

const SINCE = Date.UTC(2025, 0, 1) / 1000;

export function productObject(plan: Plan, livemode: boolean) {
  return {
    id: `prod_demo_${plan}`,
    object: "product",
    active: true,
    created: SINCE,
    default_price: priceId(plan, "month"),
    description: null,
    images: [],
    livemode,
    marketing_features: [],
    metadata: { plan },
    name: plan === "pro" ? "Comptalyze Pro" : "Comptalyze Premium",
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: SINCE,
    url: null,
  };
}

export function priceObject(id: string, livemode: boolean) {
  const price = CATALOGUE.find((p) => priceId(p.plan, p.interval) === id);
  if (price === undefined) {
    throw new Error(`no price ${id}`);
  }
  return {
    id,
    object: "price",
    active: true,
    billing_scheme: "per_unit",
    created: SINCE,
    currency: "eur",
    custom_unit_amount: null,
    livemode,
    lookup_key: `${price.plan}_${price.interval}`,
    metadata: { plan: price.plan },
    nickname: null,
    product: `prod_demo_${price.plan}`,
    recurring: {
      interval: price.interval,
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: "licensed",
    },
    tax_behavior: "inclusive",
    tiers_mode: null,
    transform_quantity: null,
    type: "recurring",
    unit_amount: price.amount,
    unit_amount_decimal: String(price.amount),
  };
}
