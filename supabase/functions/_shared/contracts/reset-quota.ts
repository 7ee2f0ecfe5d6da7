import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Sets a customer's simulations of the current month aside, so that the app counts none. */
export const resetQuota = defineAction({
  name: "reset-quota",
  subject: "user",
  risk: "low",
  confirm: "none",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid() }),
});
