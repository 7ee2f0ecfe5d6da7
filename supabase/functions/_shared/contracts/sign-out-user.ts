import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Ends every session of a customer, who may sign in again at once. */
export const signOutUser = defineAction({
  name: "sign-out-user",
  subject: "user",
  risk: "medium",
  confirm: "none",
  undoable: false,
  params: z.strictObject({ user_id: z.uuid() }),
});
