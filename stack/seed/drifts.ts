/** The ways in which Stripe and the app's database can disagree about a customer. */
export const DRIFT_CLASSES = [
  "paid_without_access",
  "access_without_payment",
  "wrong_plan",
  "wrong_period",
  "two_live_subscriptions",
  "customer_without_user",
  "user_without_customer",
] as const;

export type DriftClass = (typeof DRIFT_CLASSES)[number];

/** `who` is an e-mail: of a demo customer, or of a Stripe customer that no user has. */
export type Drift = { who: string; class: DriftClass };

/** The disagreements that the demo data has on purpose; everybody else agrees. */
export const SEEDED_DRIFTS: readonly Drift[] = [
  { who: "zoe.lambert@example.fr", class: "paid_without_access" },
  { who: "malik.benali@example.fr", class: "paid_without_access" },
  { who: "agathe.royer@example.com", class: "paid_without_access" },
  { who: "gabriel.pons@example.fr", class: "access_without_payment" },
  { who: "noemie.texier@example.fr", class: "wrong_plan" },
  { who: "fatou.sarr@example.fr", class: "wrong_period" },
  { who: "antoine.schmitt@example.com", class: "two_live_subscriptions" },
  { who: "ancienne.cliente@example.fr", class: "customer_without_user" },
  { who: "valentine.roche@example.fr", class: "user_without_customer" },
];
