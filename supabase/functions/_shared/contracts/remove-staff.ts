import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Takes a colleague's rights at once and ends every session. */
export const removeStaff = defineAction({
  name: "remove-staff",
  subject: "user",
  risk: "high",
  confirm: "email",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid() }),
});
