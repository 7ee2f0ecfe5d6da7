import type { Handler } from "./handler.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";

/** Every action with items: one line each. */
export const handlers: Record<string, Handler> = {
  "reconcile-subscriptions": reconcileSubscriptions,
};
