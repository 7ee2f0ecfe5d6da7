import type { LastEvent } from "../vendors/resend/emails.ts";
import { LAST_EVENTS } from "../vendors/resend/emails.ts";
import { uuidOf } from "../vendors/resend/ids.ts";
import type { ResendSeed } from "../vendors/resend.ts";
import type { DatabaseRows, EmailRow } from "./rows.ts";

type Suppressions = NonNullable<ResendSeed["suppressions"]>;

const ARRIVED = ["delivered", "opened", "clicked"];
/** A full mailbox may have room again: its bounce suppresses nobody. */
const MAILBOX_FULL = /\b5\.2\.2\b/;

const eventOf = (status: string): LastEvent | undefined =>
  LAST_EVENTS.find((event) => event === status);

function emailOf(row: EmailRow, last_event: LastEvent) {
  const firstName = row.name?.split(" ")[0];
  return {
    id: row.provider_id,
    from: "Comptalyze <bonjour@comptalyze.com>",
    to: [row.to_email],
    subject: row.subject,
    html: `<p>Bonjour${firstName === undefined ? "" : ` ${firstName}`},</p><p>${row.subject}.</p><p>L’équipe Comptalyze</p>`,
    created_at: row.created,
    scheduled_at:
      last_event === "scheduled"
        ? new Date(Date.parse(row.created) + 86_400_000).toISOString()
        : null,
    last_event,
  };
}

/**
 * Who is suppressed: the address of a hard bounce or a complaint, unless a later e-mail arrived,
 * which says that somebody lifted it in between.
 */
function suppressionsOf(rows: EmailRow[]): Suppressions {
  const standing = new Map<string, Suppressions[number]>();
  for (const { to_email, status, bounce_reason, provider_id, created } of rows) {
    if (ARRIVED.includes(status)) standing.delete(to_email);
    const hard = status === "bounced" && !MAILBOX_FULL.test(bounce_reason ?? "");
    if (!hard && status !== "complained" && status !== "suppressed") continue;
    if (standing.has(to_email)) continue;
    standing.set(to_email, {
      id: uuidOf(`suppression ${to_email}`),
      email: to_email,
      origin: status === "complained" ? "complaint" : "bounce",
      // Of an address that was suppressed before, the e-mail that did it is not known.
      source_id: status === "suppressed" ? null : provider_id,
      created_at: created,
    });
  }
  return [...standing.values()];
}

/** What Resend holds when it agrees with the database: every e-mail, and the suppressed addresses. */
export function buildResendState({ emails }: DatabaseRows): ResendSeed {
  return {
    emails: emails.flatMap((row) => {
      const event = eventOf(row.status);
      return event === undefined ? [] : [emailOf(row, event)];
    }),
    suppressions: suppressionsOf(emails),
  };
}
