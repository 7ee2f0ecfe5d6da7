import type { Change, Proof } from "../contract.ts";
import { Problem } from "../problem.ts";
import { type Payer, subscriptionsOf } from "../vendors/stripe.ts";
import { UnreadableSubscription } from "../vendors/stripeRows.ts";
import type { Item, Outcome, Work } from "./handler.ts";

/** What Stripe has of a customer, in the way in which the database applies it. */
export async function atStripe(payer: Payer, turn: Work["turn"]) {
  return { subscriptions: await subscriptionsOf(payer, () => turn("stripe")) };
}

/** The same for a preview: what no rule can read blocks the run. */
export async function foreseenAtStripe(payer: Payer, turn: Work["turn"]) {
  try {
    return await atStripe(payer, turn);
  } catch (error) {
    if (!(error instanceof UnreadableSubscription)) throw error;
    throw new Problem("blocked", "A subscription at Stripe cannot be read.", {
      blockers: [{ code: error.code, args: { subscription: error.subscription } }],
    });
  }
}

/** Fetch, repair the database and the mirror, fetch again and compare; left is null when Stripe did not say. */
export async function reconcile(
  payer: Payer,
  { applied }: Pick<Item, "applied">,
  { turn, apply, compare, prove }: Pick<Work, "turn" | "apply" | "compare" | "prove">,
): Promise<{ changes: Change[]; left: Change[] | null }> {
  const changes = await apply(applied ? null : await atStripe(payer, turn));
  const left = await prove(async () => compare(await atStripe(payer, turn)));
  return { changes, left };
}

/** Whether the second comparison is empty. */
export const equalToStripe = (left: Change[] | null): Proof["evidence"][number] => ({
  code: "stripe_equal",
  expected: 0,
  found: left === null ? null : left.length,
  ok: left?.length === 0,
});

type Blocked = { blockers?: { code: string; args: Record<string, unknown> }[] };

/** Something at Stripe that no rule can read, or that is somebody else's too, ends the item as a finding. */
export async function orUnreadable(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableSubscription) {
      return { status: "failed", code: error.code, args: { subscription: error.subscription } };
    }
    if (error instanceof Problem && error.code === "blocked") {
      const [first] = (error.details as Blocked).blockers ?? [];
      if (first) return { status: "failed", ...first };
    }
    throw error;
  }
}
