import { addStaff } from "./add-staff.ts";
import { banUser } from "./ban-user.ts";
import { grantPremium } from "./grant-premium.ts";
import { liftSuppression } from "./lift-suppression.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";
import { refreshIntegration } from "./refresh-integration.ts";
import { removeStaff } from "./remove-staff.ts";
import { replayWebhooks } from "./replay-webhooks.ts";
import { rerunImports } from "./rerun-imports.ts";
import { resendEmail } from "./resend-email.ts";
import { resetQuota } from "./reset-quota.ts";
import { revokePremium } from "./revoke-premium.ts";
import { sendTestEmail } from "./send-test-email.ts";
import { signOutUser } from "./sign-out-user.ts";
import { unbanUser } from "./unban-user.ts";
import { unblockUser } from "./unblock-user.ts";

/** Every action of the console: one line each. */
export const contracts = {
  [addStaff.name]: addStaff,
  [banUser.name]: banUser,
  [grantPremium.name]: grantPremium,
  [liftSuppression.name]: liftSuppression,
  [reconcileSubscriptions.name]: reconcileSubscriptions,
  [refreshIntegration.name]: refreshIntegration,
  [removeStaff.name]: removeStaff,
  [resendEmail.name]: resendEmail,
  [replayWebhooks.name]: replayWebhooks,
  [rerunImports.name]: rerunImports,
  [resetQuota.name]: resetQuota,
  [revokePremium.name]: revokePremium,
  [sendTestEmail.name]: sendTestEmail,
  [signOutUser.name]: signOutUser,
  [unbanUser.name]: unbanUser,
  [unblockUser.name]: unblockUser,
};

export type ActionName = keyof typeof contracts;
