import addStaff from "./add-staff";
import banUser from "./ban-user";
import grantPremium from "./grant-premium";
import liftSuppression from "./lift-suppression";
import reconcileSubscriptions from "./reconcile-subscriptions";
import refreshIntegration from "./refresh-integration";
import removeStaff from "./remove-staff";
import replayWebhooks from "./replay-webhooks";
import rerunImports from "./rerun-imports";
import resendEmail from "./resend-email";
import resetQuota from "./reset-quota";
import revokePremium from "./revoke-premium";
import sendTestEmail from "./send-test-email";
import shared from "./shared";
import signOutUser from "./sign-out-user";
import unbanUser from "./unban-user";
import unblockUser from "./unblock-user";

/** The words of each action: one line each. */
export const actionWords = {
  "add-staff": addStaff,
  "ban-user": banUser,
  "grant-premium": grantPremium,
  "lift-suppression": liftSuppression,
  "reconcile-subscriptions": reconcileSubscriptions,
  "refresh-integration": refreshIntegration,
  "remove-staff": removeStaff,
  "replay-webhooks": replayWebhooks,
  "resend-email": resendEmail,
  "rerun-imports": rerunImports,
  "reset-quota": resetQuota,
  "revoke-premium": revokePremium,
  "send-test-email": sendTestEmail,
  "sign-out-user": signOutUser,
  "unban-user": unbanUser,
  "unblock-user": unblockUser,
};

export default { ...shared, ...actionWords };
