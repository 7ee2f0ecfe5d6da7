import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Ends the ban of a customer now. */
export const unbanUser = defineAction({
  name: "unban-user",
  subject: "user",
  risk: "low",
  confirm: "none",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid() }),
});
