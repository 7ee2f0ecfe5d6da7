import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Lets the customer app renew a customer's token at its provider. */
export const refreshIntegration = defineAction({
  name: "refresh-integration",
  subject: "integration",
  risk: "low",
  confirm: "none",
  undoable: false,
  rereadable: true,
  params: z.strictObject({ integration_id: z.uuid() }),
});
