// npm run seed:stripe [-- --check]: fills the stand-ins from the database, then compares it with Stripe.
import { StackFailure } from "../failure.ts";
import { STRIPE_DEMO_KEY } from "../vendors/stripe.ts";
import { compare, comparisonTable } from "./comparison.ts";
import { SEEDED_DRIFTS } from "./drifts.ts";
import { runScript, say } from "./script.ts";
import { readStripe } from "./stripe-side.ts";
import { isLocal } from "./target.ts";
import { SEEDED_VENDORS, vendorStates } from "./vendors.ts";

/** Where the stand-ins that hold what the database says are found. */
const ADDRESSES = {
  stripe: "STRIPE_API_BASE",
  resend: "RESEND_BASE_URL",
  app: "APP_BASE_URL",
} as const;

async function fill(base: string, state: unknown): Promise<void> {
  for (const [control, body] of [
    ["reset", {}],
    ["seed", state],
  ] as const) {
    const response = await fetch(`${base}/_test/${control}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new StackFailure(`${base} is not a stand-in (${response.status}).`);
    }
  }
}

await runScript(async (target, { check, env }) => {
  const base = env.STRIPE_API_BASE;
  if (!base || !isLocal(base)) {
    throw new StackFailure(
      "STRIPE_API_BASE must be the address of Stripe's stand-in: start the console with npm start.",
    );
  }
  const rows = await target.rows();
  if (!check) {
    const states = vendorStates(rows);
    for (const name of SEEDED_VENDORS) {
      const address = env[ADDRESSES[name]];
      if (address && isLocal(address)) await fill(address, states[name]);
    }
  }
  const stripe = await readStripe(base, env.STRIPE_SECRET_KEY ?? STRIPE_DEMO_KEY);
  const drifts = compare(rows, stripe);
  say(comparisonTable(rows, stripe, drifts));
  say(`(${SEEDED_DRIFTS.length} disagreements belong to the demo data.)`);
});
