import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Ends every running grant of a customer now. What the customer pays for is not touched. */
export const revokePremium = defineAction({
  name: "revoke-premium",
  subject: "user",
  risk: "medium",
  confirm: "none",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid() }),
});
