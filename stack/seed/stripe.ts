import type { Vendor } from "../vendors/control.ts";
import { readRows } from "./rows.ts";
import { buildStripeState } from "./stripe-state.ts";

/** Makes Stripe's stand-in hold what the database says, but for the seeded drifts. */
export async function seedStripe(
  query: Parameters<typeof readRows>[0],
  stripe: Vendor,
): Promise<void> {
  stripe.reset();
  const body = JSON.stringify(buildStripeState(await readRows(query)));
  const response = await stripe.fetch(
    new Request("http://stripe.test/_test/seed", { method: "POST", body }),
  );
  if (!response.ok) {
    throw new Error(`the Stripe stand-in refused its seed: ${await response.text()}`);
  }
}
