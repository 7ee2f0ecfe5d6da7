import { ExternalError } from "../vendors/external.ts";
import { type EmailContent, emailById, type SentEmail, sendEmail } from "../vendors/resend.ts";
import { deliveryProof, followedEvent, rereadDelivery, suppressionIfReadable } from "./delivery.ts";
import type { Handler, Target, Work } from "./handler.ts";

type Payload = { to: string; template: string; provider_id: string | null };

const payloadOf = ({ payload }: Target) => payload as Payload;

/** The e-mail as Resend has it; null when it never had it, or forgot it. */
async function original({ provider_id: id }: Payload, turn: Work["turn"]) {
  if (id === null) return null;
  await turn("resend");
  try {
    return await emailById(id);
  } catch (error) {
    if (error instanceof ExternalError && error.kind === "missing") return null;
    throw error;
  }
}

async function look(target: Target, turn: Work["turn"]) {
  const payload = payloadOf(target);
  const email = await original(payload, turn);
  return {
    found: email !== null && contentOf(email) !== null,
    subject: email?.subject ?? null,
    ...(await suppressionIfReadable(payload.to, turn)),
  };
}

function contentOf({ html, text }: SentEmail): EmailContent | null {
  if (html) return text ? { html, text } : { html };
  return text ? { text } : null;
}

/** The same e-mail, to be sent again: what was sent never changes, so that a key carries the same at every attempt. */
function copyOf({ to, template }: Payload, email: SentEmail | null) {
  const content = email && contentOf(email);
  if (!email || !content) throw new ExternalError("resend", "missing");
  return {
    ...content,
    to,
    from: email.from,
    subject: email.subject,
    ...(email.reply_to?.length ? { replyTo: email.reply_to } : {}),
    tags: [
      { name: "source", value: "console" },
      { name: "template", value: template },
    ],
  };
}

/** The same e-mail once more, as Resend has it, to the same address. */
export const resendEmail: Handler = {
  observe: look,
  async perform({ target, steps }, { turn, keep, step, apply }) {
    const payload = payloadOf(target);
    const seen = await keep("look", "resend", () => look(target, turn));
    if (!seen.found) return { status: "failed", code: "gone_at_provider" };
    if (seen.suppression) return { status: "failed", code: "suppressed" };
    // Read outside the step: no answer to a reading is no doubt whether it was sent.
    const email = steps.send?.status === "done" ? null : await original(payload, turn);
    const { id } = await step("send", "resend", (key) => sendEmail(copyOf(payload, email), key));
    const event = await followedEvent(id, turn);
    await apply({ subject: seen.subject, sent: { id, status: event } });
    return { status: "done", code: "sent", args: { status: event }, proof: deliveryProof(event) };
  },
  reread: rereadDelivery,
};
