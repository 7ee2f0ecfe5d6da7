import { z } from "zod";
import { defineAction } from "../contract.ts";

/** Makes a person a colleague, or gives a colleague another role. */
export const addStaff = defineAction({
  name: "add-staff",
  subject: "user",
  risk: "high",
  confirm: "none",
  undoable: true,
  params: z.strictObject({ user_id: z.uuid(), role: z.enum(["support", "ops", "admin"]) }),
});
