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
      // No further than PostgreSQL's own moments: from the year 1, less than 16 hours from UTC.
      since: z.iso.datetime({ offset: true }).regex(/^(?!0000).{19,36}(Z|[+-](0\d|1[0-5]):\d\d)$/),
      types: z
        .array(z.string().regex(/^[a-z0-9_.]{3,100}$/))
        .min(1)
        .max(20)
        .optional(),
    }),
  ]),
});
