import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Keeps a customer out for a number of hours, counted from the preview, and ends every session. */
export const banUser = defineAction({
  name: "ban-user",
  subject: "user",
  risk: "medium",
  confirm: "email",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid(), hours: z.int().min(1).max(8760) }),
});
