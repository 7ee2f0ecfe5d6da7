import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { banUser } from "./ban-user";
import type { ActionDefinition } from "./definition";
import { grantPremium } from "./grant-premium";
import { reconcileSubscriptions } from "./reconcile-subscriptions";
import { resetQuota } from "./reset-quota";
import { revokePremium } from "./revoke-premium";
import { unbanUser } from "./unban-user";
import { unblockUser } from "./unblock-user";

/** Every action as the console shows it: one line each. */
export const registry: Record<ActionName, ActionDefinition> = {
  "grant-premium": grantPremium,
  "reconcile-subscriptions": reconcileSubscriptions,
  "revoke-premium": revokePremium,
  "reset-quota": resetQuota,
  "unban-user": unbanUser,
  "ban-user": banUser,
  "unblock-user": unblockUser,
};

export const isActionName = (name: string | null): name is ActionName =>
  name !== null && Object.hasOwn(registry, name);
