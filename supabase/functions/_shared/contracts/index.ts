import { banUser } from "./ban-user.ts";
import { grantPremium } from "./grant-premium.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";
import { resetQuota } from "./reset-quota.ts";
import { revokePremium } from "./revoke-premium.ts";
import { unbanUser } from "./unban-user.ts";
import { unblockUser } from "./unblock-user.ts";

/** Every action of the console: one line each. */
export const contracts = {
  [banUser.name]: banUser,
  [grantPremium.name]: grantPremium,
  [reconcileSubscriptions.name]: reconcileSubscriptions,
  [resetQuota.name]: resetQuota,
  [revokePremium.name]: revokePremium,
  [unbanUser.name]: unbanUser,
  [unblockUser.name]: unblockUser,
};

export type ActionName = keyof typeof contracts;
