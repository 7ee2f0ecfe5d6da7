import type { Formats } from "../../i18n/formats";
import { comparisonOf } from "./comparison";
import type { Drift, Here, SubscriptionSide } from "./drift";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** How one names whom a finding is about: our customer, else Stripe's. */
export const nameOf = ({ user_email, there, stripe_customer_id, stripe_subscription_id }: Drift) =>
  user_email ?? there.email ?? stripe_customer_id ?? stripe_subscription_id ?? "–";

const planWords = (plan: unknown, t: Translate) =>
  t(`display.plan.${String(plan)}`, { _: String(plan) });

/** "Premium actif", "rien" */
function subscriptionWords(side: Partial<SubscriptionSide>, t: Translate): string {
  if (side.subscription === undefined) return t("drifts.gist.nothing");
  const status = t(`status.subscription.${side.status}`, { _: String(side.status) }).toLowerCase();
  return side.plan ? `${planWords(side.plan, t)} ${status}` : status;
}

function ourWords(here: Here, t: Translate): string {
  return here.subscription === undefined && here.decided_by === "grant"
    ? t("drifts.gist.granted", { plan: planWords(here.access_plan ?? here.plan, t) })
    : subscriptionWords(here, t);
}

/** A value of one fact, short enough for a line that compares two. */
function valueWords(field: string, value: unknown, whole: boolean, t: Translate, f: Formats) {
  if (value === null || value === undefined) {
    return t(field === "cancel_at" ? "drifts.gist.not_planned" : "drifts.gist.none");
  }
  switch (field) {
    case "current_period_start":
    case "current_period_end":
    case "cancel_at":
      return whole ? f.dateTime(String(value)) : f.date(String(value));
    case "amount_cents":
      return f.money(Number(value));
    case "status":
      return t(`status.subscription.${String(value)}`, { _: String(value) });
    case "interval":
      return t(`resources.subscriptions.interval.${String(value)}`, { _: String(value) });
    case "livemode":
      return t(value ? "common.yes" : "common.no");
    default:
      return String(value);
  }
}

function termWords({ cause, there, here }: Drift, t: Translate, f: Formats): string {
  const values = [there, here].map((side) => (side as Record<string, unknown>)[cause]);
  const oneDay = values.every((value) => typeof value === "string" && value.includes("T"))
    ? new Set(values.map((value) => f.dayKey(String(value)))).size === 1
    : false;
  const [first, second] = values.map((value) => valueWords(cause, value, oneDay, t, f));
  return t("drifts.gist.term", {
    field: t(`drifts.field.${cause}`, { _: cause }),
    there: first,
    here: second,
  });
}

/** What differs, in one line. */
export function gistOf(drift: Drift, t: Translate, f: Formats): string {
  const { class: kind, cause, there, here } = drift;
  switch (kind) {
    case "mirror_ahead":
    case "mirror_behind": {
      const differing = comparisonOf(drift).facts.find((fact) => fact.differs);
      const [said, truth] = differing?.values ?? [];
      const field = differing?.field.split(".")[1] ?? "";
      return t("drifts.gist.mirror", {
        field,
        said: said === null ? t("drifts.gist.absent") : String(said),
        truth: String(truth),
      });
    }
    case "admin_claim":
      return t("drifts.gist.admin_claim");
    case "two_live_subscriptions":
      return t("drifts.gist.two", {
        count: f.number(there.subscriptions?.length ?? 0),
        each: (there.subscriptions ?? []).map((side) => planWords(side.plan, t)).join(" + "),
      });
    case "customer_without_user":
      return t("drifts.gist.nobody", {
        there: subscriptionWords(there, t),
        why: t(`drifts.cause.${kind}.${cause}.name`, { _: cause }),
      });
    case "unreadable":
      return t("drifts.gist.unreadable", {
        there: subscriptionWords(there, t),
        why: t(`drifts.cause.${kind}.${cause}.name`, { _: cause }),
      });
    case "user_without_customer":
      return t("drifts.gist.sides", { there: t("drifts.gist.gone"), here: ourWords(here, t) });
    case "wrong_period":
      return termWords(drift, t, f);
    default:
      return t("drifts.gist.sides", {
        there: subscriptionWords(there, t),
        here: ourWords(here, t),
      });
  }
}

/** What is wrong, and with whom, as the title of its page. */
export function titleOf(drift: Drift, t: Translate): string {
  const { class: kind, there, here } = drift;
  return t(`drifts.class.${kind}.sentence`, {
    who: nameOf(drift),
    count: there.subscriptions?.length ?? 0,
    there: there.plan ? planWords(there.plan, t) : t("drifts.a_plan"),
    here: here.plan ? planWords(here.plan, t) : t("drifts.a_plan"),
  });
}
