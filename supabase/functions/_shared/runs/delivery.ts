import { ExternalError } from "../vendors/external.ts";
import { emailById, suppressionOf } from "../vendors/resend.ts";
import type { DoneItem, ItemProof, Work } from "./handler.ts";

/** What Resend may say of an e-mail that is out of its hands, or with its reader. */
const OUT = ["sent", "delivered", "opened", "clicked"];
const LOST = ["bounced", "failed", "suppressed", "canceled"];
/** What may still become something else within seconds. */
const MOVING = ["queued", "sent"];

const LOOKS = 4;

export type Suppression = { origin: string; since: string };

/** Why nothing is sent to an address; null when it is not suppressed. */
export async function suppressionFact(
  email: string,
  turn: Work["turn"],
): Promise<Suppression | null> {
  await turn("resend");
  const found = await suppressionOf(email);
  return found && { origin: found.origin, since: found.created_at };
}

/** The same for a send, which does not depend on it: empty where an account may not read the list. */
export async function suppressionIfReadable(
  email: string,
  turn: Work["turn"],
): Promise<{ suppression?: Suppression | null }> {
  try {
    return { suppression: await suppressionFact(email, turn) };
  } catch (error) {
    const kind = error instanceof ExternalError ? error.kind : null;
    if (kind === "refused" || kind === "not_allowed") return {};
    throw error;
  }
}

async function lastEvent(id: string, turn: Work["turn"]): Promise<string> {
  await turn("resend");
  return (await emailById(id)).last_event;
}

/** What became of an e-mail that was sent just now, after some looks; null when Resend does not say. */
export async function followedEvent(id: string, turn: Work["turn"]): Promise<string | null> {
  let event: string | null = null;
  try {
    for (let look = 0; look < LOOKS; look += 1) {
      event = await lastEvent(id, turn);
      if (!MOVING.includes(event)) break;
    }
  } catch (error) {
    // It is sent: what cannot be read now is read again later.
    if (!(error instanceof ExternalError)) throw error;
  }
  return event;
}

/** Sent is proved when Resend says so, refuted when it says that the e-mail is lost. */
export function deliveryProof(event: string | null): ItemProof {
  const ok = event !== null && OUT.includes(event);
  return {
    status: ok ? "verified" : event !== null && LOST.includes(event) ? "failed" : "unverified",
    evidence: [{ code: "delivery", expected: "delivered", found: event, ok }],
  };
}

/** Reads again what became of the e-mail of an item. */
export async function rereadDelivery({ steps }: DoneItem, turn: Work["turn"]): Promise<ItemProof> {
  const id = steps.send?.id;
  return deliveryProof(typeof id === "string" ? await lastEvent(id, turn) : null);
}
