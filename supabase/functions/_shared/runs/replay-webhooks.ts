import type { Proof } from "../contract.ts";
import { ExternalError, type FailureKind } from "../vendors/external.ts";
import type { Payer } from "../vendors/stripe.ts";
import { retryEvent, type StripeEvent } from "../vendors/stripeEvents.ts";
import { type Handler, OBSERVED_MOST, type Target, type Work } from "./handler.ts";
import { equalToStripe, foreseenAtStripe, orUnreadable, reconcile } from "./reconcile.ts";

type KnownPayer = { user_id: string; email: string | null; customers: string[] };

/** What the database says of an event. */
type Look = {
  processed: boolean;
  /** Null: nobody, or several could be meant. */
  payer: KnownPayer | null;
  /** Whether Stripe still has it. */
  kept: boolean;
  /** The app's endpoint that takes it; null while there is none. */
  endpoint: string | null;
};

/** How it went with Stripe's own retry; `sent` also when nobody can tell. */
type Sending = "sent" | "refused" | "too_old" | "no_endpoint";

/** So many targets a plan lists: at this number there may be more. */
const LISTED_MOST = 500;
/** Stripe delivers in the background: so long the app's record is waited for. */
const PAUSES_MS = [0, 200, 400, 800, 1600];
/** Failures after which the event may have been sent all the same. */
const DOUBTFUL: FailureKind[] = ["timeout", "unreachable", "garbage", "busy", "broken"];
/** What another attempt can mend, and only that. */
const LATER: FailureKind[] = ["rate_limited", "not_configured"];

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

const payerOf = ({ user_id, ...rest }: KnownPayer): Payer => ({ userId: user_id, ...rest });

/** The first event of each customer: what it changes, the others find done. */
function firstOfEach(targets: Target[]): [target: Target, payer: KnownPayer][] {
  const seen = new Set<string>();
  return targets.flatMap((target): [Target, KnownPayer][] => {
    const payer = target.payload.payer as KnownPayer | null;
    if (payer === null || seen.has(payer.user_id)) return [];
    seen.add(payer.user_id);
    return [[target, payer]];
  });
}

async function send(id: string, { kept, endpoint }: Look, work: Work): Promise<Sending> {
  if (!kept) return "too_old";
  if (endpoint === null) return "no_endpoint";
  try {
    const event = await work.step<StripeEvent>("resend", "stripe", (key) =>
      retryEvent(id, endpoint, key),
    );
    await work.look(event);
    return "sent";
  } catch (error) {
    if (!(error instanceof ExternalError) || LATER.includes(error.kind)) throw error;
    return DOUBTFUL.includes(error.kind) ? "sent" : "refused";
  }
}

async function processedSoon(work: Work): Promise<boolean> {
  for (const ms of PAUSES_MS) {
    if (ms > 0) await sleep(ms);
    if ((await work.look<Look>()).processed) return true;
  }
  return false;
}

const byTheApp = (processed: boolean): Proof["evidence"][number] => ({
  code: "processed",
  expected: true,
  found: processed,
  ok: processed,
});

/**
 * Stripe sends the event again; whatever becomes of that, the customer ends as Stripe says. Proved by
 * both: the app has processed it, and a second comparison with Stripe is empty.
 */
export const replayWebhooks: Handler = {
  async survey(_params, targets, turn) {
    const first = firstOfEach(targets);
    if (first.length > OBSERVED_MOST || targets.length >= LISTED_MOST) return null;
    const observed: Record<string, unknown> = {};
    for (const [{ id }, payer] of first) {
      observed[id] = await foreseenAtStripe(payerOf(payer), turn);
    }
    return observed;
  },

  async perform(item, work) {
    const { target, steps } = item;
    const look = await work.look<Look>();
    if (look.processed && steps.resend === undefined) {
      const proof = { status: "verified" as const, evidence: [byTheApp(true)] };
      return { status: "skipped", code: "already_processed", proof };
    }
    const { payer } = look;
    // A finding for a person: access is never given by guessing.
    if (payer === null) return { status: "failed", code: "unknown_user" };
    const sending = await send(target.id, look, work);
    const processed = sending === "sent" && (await processedSoon(work));

    return orUnreadable(async () => {
      const { changes, left } = await reconcile(payerOf(payer), item, work);
      const evidence = [
        // The app cannot process what Stripe has no more: equal is then all there is to prove.
        ...(sending === "too_old" ? [] : [byTheApp(processed)]),
        equalToStripe(left),
      ];
      const proof = {
        status: evidence.every(({ ok }) => ok) ? ("verified" as const) : ("unverified" as const),
        evidence,
      };
      const args = { changes: changes.length };
      if (left !== null && left.length > 0)
        return { status: "failed", code: "not_equal", args, proof };
      const why = sending === "sent" ? "unprocessed" : sending;
      const code = processed ? "replayed" : `reconciled_${why}`;
      return { status: "done", code, args, proof };
    });
  },
};
