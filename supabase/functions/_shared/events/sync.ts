import { databaseForWorker } from "../database.ts";
import { waitForTurn } from "../runs/turns.ts";
import { type SyncFailure, vendorFailure } from "../syncFailure.ts";
import { appAnswers } from "../vendors/app.ts";
import { eventPage, webhookEndpoints } from "../vendors/stripeEvents.ts";
import { appEndpoints } from "./appEndpoints.ts";

type Ask = { list: "new" | "undelivered"; since: string; after: string | null };

/**
 * Brings the ledger up to date with Stripe: page by page, each kept together with the place to go on
 * from. Where time ends, or Stripe fails, the next turn continues; what was kept stays, with its age.
 */
export async function syncEvents({ forMs }: { forMs: number }): Promise<{ done: boolean }> {
  const until = Date.now() + forMs;
  const db = databaseForWorker();
  const turn = () => waitForTurn(db, "stripe");
  const opened = await db.call<{ lease: string | null; ask: Ask; livemode: boolean }>(
    "open_event_sync",
    {},
    "lease",
  );
  const { lease, livemode } = opened;
  if (lease === null) return { done: false };

  async function read(): Promise<SyncFailure | null> {
    await turn();
    const all = await webhookEndpoints();
    // All that a key gives is of one mode: with the other one everybody would seem gone.
    if (all.some((endpoint) => endpoint.livemode !== livemode)) {
      return { service: "stripe", kind: "wrong_mode", request_id: null };
    }
    const endpoints = appEndpoints(all);
    const { types } = await db.call<{ types: string[] }>(
      "record_endpoints",
      { lease, endpoints },
      "types",
    );
    // Nothing says which events matter.
    if (types.length === 0) return { service: "stripe", kind: "no_endpoint", request_id: null };
    const wanted = (type: string) => types.includes("*") || types.includes(type);
    let ask: Ask | null = opened.ask;
    while (ask !== null && Date.now() < until) {
      await turn();
      const { list, since, after }: Ask = ask;
      const undelivered = list === "undelivered";
      const page = await eventPage({ since: new Date(since), after, types, undelivered });
      const events = page.events.filter(({ type }) => wanted(type));
      const kept: { ask: Ask | null } = await db.call(
        "record_events",
        { lease, events, after: page.next },
        "ask",
      );
      ask = kept.ask;
    }
    return null;
  }

  const failure = await read().catch(vendorFailure(db));
  return db.call("close_event_sync", { lease, app_answers: await appAnswers(), failure }, "done");
}
