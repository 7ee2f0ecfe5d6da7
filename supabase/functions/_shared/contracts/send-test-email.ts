import { z } from "zod";
import { addressText } from "../addressText.ts";
import { defineAction } from "../contract.ts";

/** The name of a template at Resend. */
export const templateName = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);

/** Sends a template, filled with marked sample values, to an address of a customer or a colleague. */
export const sendTestEmail = defineAction({
  name: "send-test-email",
  subject: "address",
  risk: "low",
  confirm: "none",
  undoable: false,
  rereadable: true,
  params: z.strictObject({
    to: addressText,
    template: templateName,
    override: z.boolean().default(false),
  }),
});
