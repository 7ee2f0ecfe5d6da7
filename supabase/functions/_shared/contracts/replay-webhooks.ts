import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Has Stripe send events again, some of them or all that failed since a moment, and reconciles what stays wrong. */
export const replayWebhooks = defineAction({
  name: "replay-webhooks",
  subject: "event",
  risk: "medium",
  confirm: "none",
  undoable: false,
  params: z.union([
    z.strictObject({
      event_ids: z
        .array(z.string().regex(/^evt_[A-Za-z0-9_]{1,200}$/))
        .min(1)
        .max(500),
    }),
    z.strictObject({
      since: z.iso.datetime({ offset: true }),
      types: z
        .array(z.string().regex(/^[a-z0-9_.]{3,100}$/))
        .min(1)
        .max(20)
        .optional(),
    }),
  ]),
});
