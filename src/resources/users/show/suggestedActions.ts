import type { ActionName } from "../../../../supabase/functions/_shared/contracts";
import type { UserOverview } from "../overview";
import { problemsOf } from "./problems";

/** What answers a problem. Where Stripe may know better than we do it is asked first, not overruled. */
const ANSWERS: Record<string, ActionName> = {
  mirror: "reconcile-subscriptions",
  webhook_failed: "reconcile-subscriptions",
  past_due: "reconcile-subscriptions",
  grant_expiring: "grant-premium",
  quota_reached: "grant-premium",
};

const isAllowed = ({ guards }: UserOverview, name: ActionName) => guards[name]?.allowed === true;

/** The action that answers what is wrong now; null when none of ours does. */
export function recommendedAction(overview: UserOverview): ActionName | null {
  const allowed = problemsOf(overview)
    .map(({ code, drift }) => (drift ? drift.repair : ANSWERS[code]))
    .filter((name): name is ActionName => name != null && isAllowed(overview, name));
  return allowed[0] ?? null;
}

/** Those that make sense now, the recommended one first; the others are behind the menu. */
export function contextualActions(overview: UserOverview): ActionName[] {
  const recommended = recommendedAction(overview);
  const order: ActionName[] = ["grant-premium", "revoke-premium", "reconcile-subscriptions"];
  const sensible = order.filter((name) => isAllowed(overview, name));
  return recommended ? [recommended, ...sensible.filter((name) => name !== recommended)] : sensible;
}
