import type { AppSeed } from "../vendors/app.ts";
import type { VendorSet } from "../vendors/serve.ts";
import { fillVendor } from "./fill.ts";
import { buildResendState } from "./resend-state.ts";
import { type DatabaseRows, readRows } from "./rows.ts";
import { buildStripeState } from "./stripe-state.ts";

/** What each stand-in that mirrors the database holds of these rows. */
export const vendorStates = (rows: DatabaseRows) => ({
  stripe: buildStripeState(rows),
  resend: buildResendState(rows),
  app: {
    connections: rows.revoked.map(({ id }) => ({ id, state: "revoked" })),
  } satisfies AppSeed,
});

export const SEEDED_VENDORS = ["stripe", "resend", "app"] as const;

/** Makes the stand-ins hold what the database says, but for Stripe's seeded drifts. */
export async function seedVendors(
  query: Parameters<typeof readRows>[0],
  vendors: VendorSet,
): Promise<void> {
  const states = vendorStates(await readRows(query));
  for (const name of SEEDED_VENDORS) await fillVendor(vendors[name], states[name]);
}
