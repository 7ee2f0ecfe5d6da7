import type { Payer } from "../vendors/stripe.ts";
import type { Handler, Target } from "./handler.ts";
import { equalToStripe, foreseenAtStripe, orUnreadable, reconcile } from "./reconcile.ts";

type Payload = { email?: string; customers?: string[] };

function payerOf({ id, payload }: Target): Payer {
  const { email = null, customers = [] } = payload as Payload;
  return { userId: id, email, customers };
}

/** Fetch from Stripe, compare, repair the database and the mirror, and compare again. */
export const reconcileSubscriptions: Handler = {
  observe: (target, turn) => foreseenAtStripe(payerOf(target), turn),
  perform: (item, work) =>
    orUnreadable(async () => {
      const { changes, left } = await reconcile(payerOf(item.target), item, work);
      const same = changes.length === 0;
      return {
        status: same ? "skipped" : "done",
        code: same ? "already_equal" : "reconciled",
        args: { changes: changes.length },
        proof: {
          status: left?.length === 0 ? "verified" : "unverified",
          evidence: [equalToStripe(left)],
        },
      };
    }),
};
