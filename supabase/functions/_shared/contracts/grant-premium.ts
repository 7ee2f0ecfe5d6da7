import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Opens Pro or Premium to a customer for a number of days, counted from the preview. */
export const grantPremium = defineAction({
  name: "grant-premium",
  subject: "user",
  risk: "low",
  confirm: "none",
  undoable: true,
  params: z.strictObject({
    user_id: z.uuid(),
    days: z.int().min(1).max(366),
    plan: z.enum(["pro", "premium"]).default("premium"),
  }),
});
