import { z } from "zod";
import { stamp, uuidOf } from "./ids.ts";

export const LAST_EVENTS = [
  "queued",
  "scheduled",
  "sent",
  "delivered",
  "delivery_delayed",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "failed",
  "canceled",
  "suppressed",
] as const;

export const emailSeed = z.strictObject({
  id: z.guid(),
  from: z.string(),
  to: z.string().array(),
  cc: z.string().array().default([]),
  bcc: z.string().array().default([]),
  reply_to: z.string().array().default([]),
  subject: z.string(),
  html: z.string().nullable().default(null),
  text: z.string().nullable().default(null),
  created_at: z.string(),
  scheduled_at: z.string().nullable().default(null),
  tags: z.strictObject({ name: z.string(), value: z.string() }).array().optional(),
  last_event: z.enum(LAST_EVENTS),
});

export type Email = z.output<typeof emailSeed>;
export type LastEvent = Email["last_event"];

/** What becomes of an e-mail is written in the address, as with Resend's own test addresses. */
export function fateOf(to = ""): LastEvent {
  const local = /<?([^<@]*)@/.exec(to)?.[1]?.split("+")[0];
  return LAST_EVENTS.find((event) => event === local) ?? "delivered";
}

type Sending = {
  from: string;
  to: string[];
  cc?: string[] | null | undefined;
  bcc?: string[] | null | undefined;
  reply_to?: string[] | null | undefined;
  subject: string;
  html?: string | null | undefined;
  text?: string | null | undefined;
  scheduled_at?: string | null | undefined;
  tags?: Email["tags"] | null | undefined;
  at: Date;
  fate: LastEvent;
};

/** The nth e-mail of this outbox; its id follows from n. */
export function newEmail(n: number, { at, fate, ...sending }: Sending): Email {
  const scheduled = sending.scheduled_at ?? null;
  return {
    id: uuidOf(`email ${n}`),
    from: sending.from,
    to: sending.to,
    cc: sending.cc ?? [],
    bcc: sending.bcc ?? [],
    reply_to: sending.reply_to ?? [],
    subject: sending.subject,
    html: sending.html ?? null,
    text: sending.text ?? null,
    created_at: stamp(at),
    scheduled_at: scheduled,
    ...(sending.tags ? { tags: sending.tags } : {}),
    last_event: scheduled === null ? fate : "scheduled",
  };
}

const messageId = ({ id }: Pick<Email, "id">) => `<${id}@email.comptalyze.com>`;

export const emailObject = (email: Email) => ({
  object: "email",
  ...email,
  message_id: messageId(email),
});

/** How a list shows it: without the body, null for what is empty. */
export function listedEmail({ html: _html, text: _text, ...email }: Email) {
  const orNull = (list: string[]) => (list.length === 0 ? null : list);
  return {
    ...email,
    message_id: messageId(email),
    cc: orNull(email.cc),
    bcc: orNull(email.bcc),
    reply_to: orNull(email.reply_to),
  };
}
