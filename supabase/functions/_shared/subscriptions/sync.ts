import { databaseForWorker } from "../database.ts";
import { waitForTurn } from "../runs/turns.ts";
import { vendorFailure } from "../syncFailure.ts";
import { subscriptionPage, subscriptionsOfCustomer } from "../vendors/stripeSide.ts";

type Ask =
  | { list: "customer"; customer: string; read_at: string }
  | { list: "all"; after: string | null; read_at: string };

/**
 * Brings the copy of Stripe's subscriptions up to date and with it the findings: customers of whom an
 * event told something, and page by page everything when it is time. Where time ends, or Stripe fails,
 * the next turn continues; what was kept stays, with its age.
 */
export async function syncSubscriptions({ forMs }: { forMs: number }): Promise<{ done: boolean }> {
  const until = Date.now() + forMs;
  const db = databaseForWorker();
  const { lease, ask: first } = await db.call<{ lease: string | null; ask: Ask | null }>(
    "open_subscription_sync",
    {},
    "lease",
  );
  if (lease === null) return { done: false };
  const turn = () => waitForTurn(db, "stripe");

  async function read(): Promise<null> {
    let ask = first;
    while (ask !== null && Date.now() < until) {
      const { customers, subscriptions, next } =
        ask.list === "customer"
          ? await subscriptionsOfCustomer(ask.customer, turn)
          : await subscriptionPage(ask.after, turn);
      const kept: { ask: Ask | null } = await db.call(
        "record_subscriptions",
        { lease, ask, customers, subscriptions, after: next },
        "ask",
      );
      ask = kept.ask;
    }
    return null;
  }

  const failure = await read().catch(vendorFailure(db));
  return db.call("close_subscription_sync", { lease, failure }, "done");
}
