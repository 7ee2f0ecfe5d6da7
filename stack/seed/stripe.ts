import type { Vendor } from "../vendors/control.ts";
import { fillVendor } from "./fill.ts";
import { readRows } from "./rows.ts";
import { buildStripeState } from "./stripe-state.ts";

/** Makes Stripe's stand-in hold what the database says, but for the seeded drifts. */
export async function seedStripe(
  query: Parameters<typeof readRows>[0],
  stripe: Vendor,
): Promise<void> {
  await fillVendor(stripe, buildStripeState(await readRows(query)));
}
