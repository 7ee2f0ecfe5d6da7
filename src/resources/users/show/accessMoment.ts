import type { Formats } from "../../../i18n/formats";
import { insideSentence } from "../../../i18n/insideSentence";

/** A line of backoffice.access_history: a moment at which a customer's access changed, and its record. */
export type AccessMoment = {
  id: string;
  at: string;
  event:
    | "subscription_started"
    | "subscription_ended"
    | "subscription_closed"
    | "grace_ended"
    | "grant_started"
    | "grant_ended"
    | "grant_revoked"
    | "run"
    | "undo"
    | "mirror_repaired"
    | "outside";
  plan: string | null;
  plan_before: string | null;
  code: string | null;
  status: string | null;
  action: string | null;
  actor_email: string | null;
  run_id: string | null;
  run_code: string | null;
  ref_resource: "subscriptions" | "grants" | "runs" | "audit";
  ref_id: string;
};

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** What changed the access, in one line. */
export function momentWords(moment: AccessMoment, t: Translate): string {
  const { event, action, status } = moment;
  const planOf = (plan: string | null) => (plan ? t(`display.plan.${plan}`, { _: plan }) : "");
  return t(`user.history.${event}`, {
    plan: planOf(moment.plan),
    before: planOf(moment.plan_before),
    action: action ? t(`actions.${action}.title`, { _: action }) : "",
    status: status ? insideSentence(t(`status.subscription.${status}`, { _: status })) : "",
  }).trim();
}

/** When, and by whom where a colleague did it. */
export const momentDetails = ({ at, actor_email }: AccessMoment, t: Translate, f: Formats) =>
  [f.dateTime(at), actor_email ? t("user.history.by", { who: actor_email }) : ""].filter(Boolean);
