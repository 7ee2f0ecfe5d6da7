import { z } from "zod";
import { addressText } from "../addressText.ts";
import { defineAction } from "../contract.ts";

/** Takes an address off the list of those that Resend sends nothing to. */
export const liftSuppression = defineAction({
  name: "lift-suppression",
  subject: "address",
  risk: "medium",
  confirm: "none",
  undoable: false,
  rereadable: true,
  params: z.strictObject({ email: addressText }),
});
