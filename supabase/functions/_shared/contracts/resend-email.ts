import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Sends an e-mail of the log again, as it was, to the same address. */
export const resendEmail = defineAction({
  name: "resend-email",
  subject: "email",
  risk: "medium",
  confirm: "none",
  undoable: false,
  rereadable: true,
  params: z.strictObject({ email_id: z.uuid(), override: z.boolean().default(false) }),
});
