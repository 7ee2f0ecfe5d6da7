import { addStaff } from "./add-staff.ts";
import { banUser } from "./ban-user.ts";
import { grantPremium } from "./grant-premium.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";
import { removeStaff } from "./remove-staff.ts";
import { resetQuota } from "./reset-quota.ts";
import { revokePremium } from "./revoke-premium.ts";
import { unbanUser } from "./unban-user.ts";
import { unblockUser } from "./unblock-user.ts";

/** Every action of the console: one line each. */
export const contracts = {
  [addStaff.name]: addStaff,
  [banUser.name]: banUser,
  [grantPremium.name]: grantPremium,
  [reconcileSubscriptions.name]: reconcileSubscriptions,
  [removeStaff.name]: removeStaff,
  [resetQuota.name]: resetQuota,
  [revokePremium.name]: revokePremium,
  [unbanUser.name]: unbanUser,
  [unblockUser.name]: unblockUser,
};

export type ActionName = keyof typeof contracts;
