import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Imports a month's revenue again: of everyone, one customer, one provider, or what is not imported. */
export const rerunImports = defineAction({
  name: "rerun-imports",
  subject: "integration",
  risk: "medium",
  confirm: "none",
  undoable: false,
  rereadable: true,
  params: z.strictObject({
    // Which months there are is the database's clock to say.
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "invalid_month" }),
    user_id: z.uuid().optional(),
    provider: z.enum(["stripe", "shopify"]).optional(),
    only_failed: z.boolean().optional(),
  }),
});
