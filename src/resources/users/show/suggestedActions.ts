import type { ActionName } from "../../../../supabase/functions/_shared/contracts";
import type { UserOverview } from "../overview";

/** The action that answers what is wrong now; null when none of ours does. */
export function recommendedAction({ user, guards }: UserOverview): ActionName | null {
  const helps = user.signal === "grant_expiring" || user.signal === "quota_reached";
  return helps && guards["grant-premium"]?.allowed ? "grant-premium" : null;
}

/** Those that make sense now, the recommended one first; the others are behind the menu. */
export function contextualActions(overview: UserOverview): ActionName[] {
  const recommended = recommendedAction(overview);
  const order: ActionName[] = ["grant-premium", "revoke-premium"];
  const sensible = order.filter((name) => overview.guards[name]?.allowed);
  return recommended ? [recommended, ...sensible.filter((name) => name !== recommended)] : sensible;
}
