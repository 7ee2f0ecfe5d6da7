import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { addStaff } from "./add-staff";
import { banUser } from "./ban-user";
import type { ActionDefinition } from "./definition";
import { grantPremium } from "./grant-premium";
import { liftSuppression } from "./lift-suppression";
import { isActionName } from "./names";
import { reconcileSubscriptions } from "./reconcile-subscriptions";
import { refreshIntegration } from "./refresh-integration";
import { removeStaff } from "./remove-staff";
import { replayWebhooks } from "./replay-webhooks";
import { rerunImports } from "./rerun-imports";
import { resendEmail } from "./resend-email";
import { resetQuota } from "./reset-quota";
import { revokePremium } from "./revoke-premium";
import { sendTestEmail } from "./send-test-email";
import { signOutUser } from "./sign-out-user";
import { unbanUser } from "./unban-user";
import { unblockUser } from "./unblock-user";

/** Every action as the console shows it: one line each. */
export const registry: Record<ActionName, ActionDefinition> = {
  "grant-premium": grantPremium,
  "reconcile-subscriptions": reconcileSubscriptions,
  "rerun-imports": rerunImports,
  "refresh-integration": refreshIntegration,
  "revoke-premium": revokePremium,
  "remove-staff": removeStaff,
  "replay-webhooks": replayWebhooks,
  "reset-quota": resetQuota,
  "resend-email": resendEmail,
  "lift-suppression": liftSuppression,
  "send-test-email": sendTestEmail,
  "unban-user": unbanUser,
  "add-staff": addStaff,
  "ban-user": banUser,
  "unblock-user": unblockUser,
  "sign-out-user": signOutUser,
};

export const definitionOf = (name: string | null): ActionDefinition | null =>
  isActionName(name) ? registry[name] : null;

/** The actions that the records of a list offer, in the registry's order. */
export const actionsOf = (resource: string | null): ActionDefinition[] =>
  Object.values(registry).filter(({ places }) => resource !== null && places.includes(resource));
