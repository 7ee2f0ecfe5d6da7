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

/** The same e-mail once more, as Resend has it, to the same address. */
export const resendEmail: Handler = {
  observe: look,
  async perform({ target }, { turn, keep, step, apply }) {
    const { to, template, provider_id: source } = payloadOf(target);
    const seen = await keep("look", "resend", () => look(target, turn));
    if (!seen.found || source === null) return { status: "failed", code: "gone_at_provider" };
    if (seen.suppression) return { status: "failed", code: "suppressed" };
    const { id } = await step("send", "resend", async (key) => {
      // What was sent never changes: the same key carries the same e-mail at every attempt.
      const email = await emailById(source);
      const content = contentOf(email);
      if (content === null) throw new ExternalError("resend", "missing");
      await turn("resend");
      return sendEmail(
        {
          ...content,
          to,
          from: email.from,
          subject: email.subject,
          ...(email.reply_to?.length ? { replyTo: email.reply_to } : {}),
          tags: [
            { name: "source", value: "console" },
            { name: "template", value: template },
          ],
        },
        key,
      );
    });
    const event = await followedEvent(id, turn);
    await apply({ subject: seen.subject, sent: { id, status: event } });
    return { status: "done", code: "sent", args: { status: event }, proof: deliveryProof(event) };
  },
  reread: rereadDelivery,
};
