import type { Handler } from "./handler.ts";
import { liftSuppression } from "./lift-suppression.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";
import { refreshIntegration } from "./refresh-integration.ts";
import { replayWebhooks } from "./replay-webhooks.ts";
import { rerunImports } from "./rerun-imports.ts";
import { resendEmail } from "./resend-email.ts";
import { sendTestEmail } from "./send-test-email.ts";

/** Every action with items: one line each. */
export const handlers: Record<string, Handler> = {
  "lift-suppression": liftSuppression,
  "reconcile-subscriptions": reconcileSubscriptions,
  "resend-email": resendEmail,
  "send-test-email": sendTestEmail,
  "replay-webhooks": replayWebhooks,
  "refresh-integration": refreshIntegration,
  "rerun-imports": rerunImports,
};
