import { Problem } from "../problem.ts";
import { subscriptionsOf } from "../vendors/stripe.ts";
import { UnreadableSubscription } from "../vendors/stripeRows.ts";
import type { Handler, Target, Work } from "./handler.ts";

type Payload = { email?: string; customers?: string[] };

async function atStripe({ id, payload }: Target, turn: Work["turn"]) {
  const { email = null, customers = [] } = payload as Payload;
  const subscriptions = await subscriptionsOf({ userId: id, email, customers }, () =>
    turn("stripe"),
  );
  return { subscriptions };
}

/** Fetch from Stripe, compare, repair the database and the mirror, and compare again. */
export const reconcileSubscriptions: Handler = {
  async observe(target, turn) {
    try {
      return await atStripe(target, turn);
    } catch (error) {
      if (!(error instanceof UnreadableSubscription)) throw error;
      throw new Problem("blocked", "A subscription at Stripe cannot be read.", {
        blockers: [{ code: error.code, args: { subscription: error.subscription } }],
      });
    }
  },
  async perform({ target, applied }, { turn, apply, compare }) {
    try {
      const changes = applied ? null : await apply(await atStripe(target, turn));
      const left = await compare(await atStripe(target, turn));
      return {
        status: changes?.length === 0 ? "skipped" : "done",
        code: changes?.length === 0 ? "already_equal" : "reconciled",
        args: { changes: changes?.length ?? null },
        proof: {
          status: left.length === 0 ? "verified" : "unverified",
          evidence: [
            { code: "stripe_equal", expected: 0, found: left.length, ok: left.length === 0 },
          ],
        },
      };
    } catch (error) {
      if (!(error instanceof UnreadableSubscription)) throw error;
      return { status: "failed", code: error.code, args: { subscription: error.subscription } };
    }
  },
};
