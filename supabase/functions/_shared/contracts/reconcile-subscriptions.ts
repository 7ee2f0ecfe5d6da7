import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Brings subscriptions and access of customers to what Stripe says: some of them, or all. */
export const reconcileSubscriptions = defineAction({
  name: "reconcile-subscriptions",
  subject: "user",
  risk: "medium",
  confirm: "none",
  undoable: true,
  params: z.union([
    z.strictObject({ user_ids: z.array(z.uuid()).min(1).max(500) }),
    z.strictObject({ all: z.literal(true) }),
  ]),
});
