import type { Drift, Here, SubscriptionSide, There } from "./drift";

export type Amount = { cents: number; currency: string };

/** What both sides say of one fact, a value a column; undefined where a side says nothing of it. */
export type ComparedFact = { field: string; values: unknown[]; differs: boolean };

/** Both sides of a finding, or all subscriptions where somebody has too many. */
export type Comparison = {
  /** i18n `drifts.side.<name>`, with its number where there are several of a kind. */
  columns: {
    name: "stripe" | "ours" | "mirror" | "entitled" | "account" | "team";
    place?: number;
    /** The one that is paid on top of another. */
    surplus?: boolean;
  }[];
  facts: ComparedFact[];
};

/** In the order in which people read them. */
const FACTS = [
  "subscription",
  "customer",
  "plan",
  "status",
  "interval",
  "amount_cents",
  "current_period_start",
  "current_period_end",
  "cancel_at",
  "livemode",
] as const;

type Side = Partial<SubscriptionSide>;

function factOf(side: Side, field: (typeof FACTS)[number]): unknown {
  if (side.subscription === undefined) return field === "subscription" ? null : undefined;
  if (field !== "amount_cents") return side[field];
  const { amount_cents: cents, currency } = side;
  return cents === null || cents === undefined ? null : { cents, currency };
}

/** Postgres and Stripe may write one moment in two ways. */
function same(one: unknown, other: unknown): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true;
  if (typeof one !== "string" || typeof other !== "string") return false;
  return /^\d{4}-\d\d-\d\d/.test(one) && Date.parse(one) === Date.parse(other);
}

function subscriptions(there: Side, here: Side): ComparedFact[] {
  const both = there.subscription !== undefined && here.subscription !== undefined;
  return FACTS.map((field) => {
    const values = [factOf(there, field), factOf(here, field)];
    // Where a side has none at all, that is the one difference.
    const differs = both ? !same(values[0], values[1]) : field === "subscription";
    return { field, values, differs };
  });
}

/** Whom Stripe's customer names, before what is paid in that name. */
const naming = ({ email, named_user }: There): ComparedFact[] => [
  { field: "email", values: [email ?? null, null], differs: false },
  { field: "named_user", values: [named_user ?? null, undefined], differs: true },
];

/** What the app reads, beside what is true; what is not there counts as Free. */
function mirrored({ mirror, access_plan, plan }: Here): ComparedFact[] {
  const entitled = access_plan ?? plan ?? "free";
  const says = (field: string, said: unknown, absent: unknown, truth: unknown) => ({
    field,
    values: [said ?? null, truth],
    differs: !same(said ?? absent, truth),
  });
  return [
    says("mirror.subscription_plan", mirror?.subscription_plan, "free", entitled),
    says("mirror.is_premium", mirror?.is_premium, false, entitled === "premium"),
  ];
}

/** What a finding is made of, side by side. */
export function comparisonOf(drift: Drift): Comparison {
  const { class: kind, there, here } = drift;
  switch (kind) {
    case "mirror_ahead":
    case "mirror_behind":
      return { columns: [{ name: "mirror" }, { name: "entitled" }], facts: mirrored(here) };
    case "admin_claim":
      return {
        columns: [{ name: "account" }, { name: "team" }],
        facts: [{ field: "is_admin", values: [true, false], differs: true }],
      };
    case "two_live_subscriptions": {
      const all = there.subscriptions ?? [];
      return {
        columns: all.map(({ subscription }, index) => ({
          name: "stripe",
          place: index + 1,
          surplus: subscription === drift.stripe_subscription_id,
        })),
        facts: FACTS.map((field) => ({
          field,
          values: all.map((side) => factOf(side, field)),
          differs: false,
        })),
      };
    }
    case "customer_without_user":
      return {
        columns: [{ name: "stripe" }, { name: "ours" }],
        facts: [...naming(there), ...subscriptions(there, {}).map(plain)],
      };
    case "unreadable":
      return { columns: [{ name: "stripe" }], facts: subscriptions(there, {}).map(alone) };
    default:
      return { columns: [{ name: "stripe" }, { name: "ours" }], facts: subscriptions(there, here) };
  }
}

const plain = (fact: ComparedFact): ComparedFact => ({ ...fact, differs: false });
const alone = ({ field, values }: ComparedFact): ComparedFact => ({
  field,
  values: values.slice(0, 1),
  differs: false,
});
