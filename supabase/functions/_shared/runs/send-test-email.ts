import { sampleEmail } from "../emails/sample.ts";
import { Problem } from "../problem.ts";
import { sendEmail } from "../vendors/resend.ts";
import { templateOf } from "../vendors/resendTemplates.ts";
import { deliveryProof, followedEvent, rereadDelivery, suppressionIfReadable } from "./delivery.ts";
import type { Handler, Target, Work } from "./handler.ts";

const payloadOf = ({ payload }: Target) => payload as { to: string; template: string };

/** What is about to be sent, and what stands against it. */
async function look(target: Target, turn: Work["turn"]) {
  const { to, template: name } = payloadOf(target);
  await turn("resend");
  const template = await templateOf(name);
  if (template === null) {
    throw new Problem("invalid_input", "Resend has no template of this name.", {
      issues: [{ path: ["params", "template"], code: "unknown_template" }],
    });
  }
  const { subject, sending } = sampleEmail(template);
  const { status, has_unpublished_versions: changed } = template;
  return {
    subject,
    sending,
    template: { status, changed },
    ...(await suppressionIfReadable(to, turn)),
  };
}

/** One e-mail of a template with sample values, sent by Resend from its published version. */
export const sendTestEmail: Handler = {
  observe: look,
  async perform({ target }, { turn, keep, step, apply }) {
    const { to, template } = payloadOf(target);
    // Kept: the same key must carry the same e-mail at every attempt.
    const seen = await keep("look", "resend", () => look(target, turn));
    if (seen.suppression) return { status: "failed", code: "suppressed" };
    if (seen.template.status !== "published") {
      return { status: "failed", code: "template_unpublished" };
    }
    const { from, ...filled } = seen.sending;
    const { id } = await step("send", "resend", (key) =>
      sendEmail(
        {
          to,
          subject: seen.subject,
          template: filled,
          ...(from === undefined ? {} : { from }),
          tags: [
            { name: "source", value: "console" },
            { name: "template", value: template },
          ],
        },
        key,
      ),
    );
    const event = await followedEvent(id, turn);
    await apply({ subject: seen.subject, sent: { id, status: event } });
    return { status: "done", code: "sent", args: { status: event }, proof: deliveryProof(event) };
  },
  reread: rereadDelivery,
};
