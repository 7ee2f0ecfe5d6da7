import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Clears what the app's limiter counts of a customer, where the app keeps it in a shared store. */
export const unblockUser = defineAction({
  name: "unblock-user",
  subject: "user",
  risk: "low",
  confirm: "none",
  undoable: false,
  params: z.strictObject({ user_id: z.uuid() }),
});
