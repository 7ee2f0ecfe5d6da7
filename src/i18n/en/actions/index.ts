import addStaff from "./add-staff";
import banUser from "./ban-user";
import grantPremium from "./grant-premium";
import reconcileSubscriptions from "./reconcile-subscriptions";
import removeStaff from "./remove-staff";
import resetQuota from "./reset-quota";
import revokePremium from "./revoke-premium";
import shared from "./shared";
import unbanUser from "./unban-user";
import unblockUser from "./unblock-user";

/** The words of each action: one line each. */
export const actionWords = {
  "add-staff": addStaff,
  "ban-user": banUser,
  "grant-premium": grantPremium,
  "reconcile-subscriptions": reconcileSubscriptions,
  "remove-staff": removeStaff,
  "reset-quota": resetQuota,
  "revoke-premium": revokePremium,
  "unban-user": unbanUser,
  "unblock-user": unblockUser,
};

export default { ...shared, ...actionWords };
