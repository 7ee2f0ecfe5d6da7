/** The rules of access, as docs and comments say them. Moments are milliseconds. */

export const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;

export type Grant = {
  /** The run that gave it. */
  run: string;
  plan: string;
  starts: number;
  ends: number;
  /** The run that ended it earlier. Histories only look at later moments. */
  revokedBy: string | null;
};

export type Subscription = {
  id: string;
  plan: string;
  status: string;
  periodStart: number;
  cancelAt: number | null;
  createdAt: number;
};

export type Access = { plan: string; source: string; ends: number | null };

/** Plans in order of what they open, and how many simulations each has in a month. */
const PLANS: Record<string, { rank: number; quota: number | null }> = {
  free: { rank: 0, quota: 3 },
  pro: { rank: 1, quota: null },
  premium: { rank: 2, quota: null },
};

export const rankOf = (plan: string): number => PLANS[plan]?.rank ?? -1;
export const quotaOf = (plan: string): number | null => PLANS[plan]?.quota ?? null;

/** Which status gives access, for how many days after the start of an unpaid period. */
const POLICY: Record<string, number | null> = {
  active: Number.POSITIVE_INFINITY,
  trialing: Number.POSITIVE_INFINITY,
  past_due: 7,
  canceled: null,
  unpaid: null,
  incomplete: null,
  incomplete_expired: null,
  paused: null,
};

/** Until when a subscription gives access; undefined for a status that the policy does not know. */
export function accessEnd({ status, periodStart, cancelAt }: Subscription): number | undefined {
  const grace = POLICY[status];
  if (grace === undefined) return undefined;
  if (grace === null) return Number.NEGATIVE_INFINITY;
  return Math.min(cancelAt ?? Number.POSITIVE_INFINITY, periodStart + grace * DAY);
}

type Source = Access & { starts: number; end: number };

const sourcesOf = (grants: Grant[], subscriptions: Subscription[]): Source[] => [
  ...grants
    .filter(({ revokedBy }) => revokedBy === null)
    .map(({ plan, starts, ends }) => ({ plan, source: "grant", starts, end: ends, ends })),
  ...subscriptions.map((subscription) => {
    const end = accessEnd(subscription) ?? Number.NEGATIVE_INFINITY;
    return {
      plan: subscription.plan,
      source: "subscription",
      starts: Number.NEGATIVE_INFINITY,
      end,
      ends: end,
    };
  }),
];

/**
 * The highest plan wins; at the same plan the subscription decides, for it is paid; of two of a kind
 * the one that ends later. Neither: Free, by default, for ever.
 */
export function entitlementAt(grants: Grant[], subscriptions: Subscription[], at: number): Access {
  const [best] = sourcesOf(grants, subscriptions)
    .filter(({ plan, starts, end }) => rankOf(plan) >= 0 && starts <= at && end > at)
    .sort(
      (a, b) =>
        rankOf(b.plan) - rankOf(a.plan) ||
        Number(b.source === "subscription") - Number(a.source === "subscription") ||
        (a.end === b.end ? 0 : b.end - a.end),
    );
  if (best === undefined) return { plan: "free", source: "default", ends: null };
  const { plan, source, end } = best;
  return { plan, source, ends: Number.isFinite(end) ? end : null };
}

/** The moments at which access may change by the clock alone. */
export const edgesOf = (grants: Grant[], subscriptions: Subscription[]): number[] =>
  sourcesOf(grants, subscriptions)
    .flatMap(({ starts, end }) => [starts, end])
    .filter(Number.isFinite);

/** The subscription that the console shows: the one whose access lasts longest, then the newest. */
export function shownSubscription(subscriptions: Subscription[]): Subscription | null {
  const ends = (one: Subscription) => accessEnd(one) ?? Number.NEGATIVE_INFINITY;
  const known = (one: Subscription) => Number(accessEnd(one) !== undefined);
  const [first] = [...subscriptions].sort(
    (a, b) =>
      known(b) - known(a) ||
      (ends(a) === ends(b) ? 0 : ends(b) - ends(a)) ||
      b.createdAt - a.createdAt,
  );
  return first ?? null;
}

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/** What the clocks of Paris show at a moment, as if it were UTC. */
function parisClock(at: number): number {
  const shown = Object.fromEntries(
    parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (at % 1000);
}

/** The same time of day in Paris, so many days later. */
export function parisDaysLater(at: number, days: number): number {
  const wanted = parisClock(at) + days * DAY;
  const summer = wanted - 120 * MINUTE;
  const winter = wanted - 60 * MINUTE;
  // An hour that there is twice, or not at all, is taken as winter time.
  return parisClock(winter) !== wanted && parisClock(summer) === wanted ? summer : winter;
}
