import { Resend } from "resend";
import { z } from "zod";
import { setting } from "../setting.ts";
import { storableAnswer } from "../storable.ts";
import {
  ExternalError,
  type FailureKind,
  kindOfStatus,
  retryAfterOf,
  type Turn,
  vendorTimeoutMs,
} from "./external.ts";

const PAGE = 100;
const SENDER = "Comptalyze <bonjour@comptalyze.com>";

/** A body of our own, or a published template that Resend fills. */
export type EmailContent =
  | { html: string; text?: string }
  | { text: string }
  | { template: { id: string; variables: Record<string, string | number> } };

export type OutgoingEmail = EmailContent & {
  to: string;
  subject: string;
  /** The project's own sender unless told. */
  from?: string;
  replyTo?: string[];
  /** Names of what was sent, for Resend's own pages: letters, digits, - and _. */
  tags?: { name: string; value: string }[];
};

const sentEmail = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string().array(),
  reply_to: z.string().array().nullish(),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  created_at: z.string(),
  /** What became of it last: sent, delivered, bounced, suppressed … an open set. */
  last_event: z.string(),
});

const suppression = z.object({
  id: z.string(),
  email: z.string(),
  origin: z.string(),
  source_id: z.string().nullable(),
  created_at: z.string(),
});

const domainRecord = z.object({
  record: z.string(),
  name: z.string(),
  type: z.string(),
  value: z.string(),
  ttl: z.string(),
  status: z.string(),
  priority: z.number().optional(),
});

const domain = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  /** What has to be in DNS. Resend asks for SPF and DKIM; DMARC it neither asks for nor checks. */
  records: domainRecord.array(),
});

export type SentEmail = z.output<typeof sentEmail>;
export type Suppression = z.output<typeof suppression>;
export type Domain = z.output<typeof domain>;

const withId = z.object({ id: z.string() });
const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: row.array(), has_more: z.boolean() });

const failure = z.object({ name: z.string(), message: z.string(), statusCode: z.number() });
const BAD_KEY = ["missing_api_key", "restricted_api_key", "invalid_api_key", "invalid_access"];
const QUOTAS = ["daily_quota_exceeded", "monthly_quota_exceeded"];

type Result = { data: unknown; error: unknown; headers: Record<string, string> | null };
type Options = { signal: AbortSignal };

function client(): Resend {
  const key = setting("RESEND_API_KEY");
  if (!key) throw new ExternalError("resend", "not_configured");
  return new Resend(key, { baseUrl: setting("RESEND_BASE_URL") ?? "https://api.resend.com" });
}

/** Resend's library never throws: a connection that failed has an error without a status. */
function kindOf({ error, headers }: Result, signal: AbortSignal): FailureKind {
  if (signal.aborted) return "timeout";
  if (headers === null) return "unreachable";
  const said = failure.safeParse(error);
  if (!said.success || !headers["content-type"]?.includes("json")) return "garbage";
  const { name, message, statusCode } = said.data;
  // A key that it does not know is a validation error with 400 or 401.
  if (BAD_KEY.includes(name) || /^api key/i.test(message)) return "not_allowed";
  // The day's or the month's quota does not come back by waiting a second.
  if (QUOTAS.includes(name)) return "refused";
  if (name === "concurrent_idempotent_requests") return "busy";
  // The library's word for an answer that broke off, with the status that it began with.
  if (name === "application_error" && statusCode < 500) return "unreachable";
  // An address that Resend does not offer (some are not for every account) says nothing of the object.
  if (statusCode === 404)
    return name === "not_found" && !/endpoint/i.test(message) ? "missing" : "refused";
  // 403 is also a domain that is not verified, 409 a key used for something else.
  return statusCode === 403 || statusCode === 409 ? "refused" : kindOfStatus(statusCode);
}

/** A call of Resend, whose answer has this shape and whose failure is an ExternalError. */
export async function ask<Shape extends z.ZodType>(
  shape: Shape,
  call: (resend: Resend, options: Options) => Promise<Result>,
): Promise<z.output<Shape>> {
  const resend = client();
  const signal = AbortSignal.timeout(vendorTimeoutMs());
  const result = await call(resend, { signal });
  if (result.error !== null) {
    throw new ExternalError("resend", kindOf(result, signal), {
      retryAfter: retryAfterOf(result.headers?.["retry-after"]),
    });
  }
  const parsed = shape.safeParse(storableAnswer(result.data ?? {}));
  if (!parsed.success) throw new ExternalError("resend", "garbage");
  return parsed.data;
}

/** A call whose object may not be there. */
export async function askFor<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ExternalError && error.kind === "missing") return null;
    throw error;
  }
}

/** Sends once for each key, whatever becomes of the answer; Resend keeps keys for a day. Gives its id. */
export async function sendEmail(
  email: OutgoingEmail,
  idempotencyKey: string,
): Promise<{ id: string }> {
  return ask(withId, (resend, options) =>
    resend.emails.send(
      { from: setting("RESEND_FROM") ?? SENDER, ...email },
      { ...options, idempotencyKey },
    ),
  );
}

/** An e-mail with its body and what became of it. ExternalError `missing` when Resend forgot it. */
export function emailById(id: string): Promise<SentEmail> {
  return ask(sentEmail, (resend, options) => resend.emails.get(encodeURIComponent(id), options));
}

/** Why nothing is sent to an address; null when it is not suppressed. */
export function suppressionOf(email: string): Promise<Suppression | null> {
  return askFor(ask(suppression, (resend, options) => resend.suppressions.get(email, options)));
}

/** Takes an address off the list; false when it was not on it. */
export async function liftSuppression(email: string): Promise<boolean> {
  const lifted = await askFor(
    ask(withId, (resend, options) => resend.suppressions.remove(email, options)),
  );
  return lifted !== null;
}

/** Every line of a list, page by page. A page that begins where the one before did would have no end. */
export async function everyPage<Row extends z.ZodType<{ id: string }>>(
  row: Row,
  list: (
    resend: Resend,
    page: { limit: number; after?: string },
    options: Options,
  ) => Promise<Result>,
  turn: Turn,
): Promise<z.output<Row>[]> {
  const found: z.output<Row>[] = [];
  for (let more = true; more; ) {
    const after = found.at(-1)?.id;
    await turn();
    const page = await ask(pageOf(row), (resend, options) =>
      list(resend, { limit: PAGE, ...(after === undefined ? {} : { after }) }, options),
    );
    const last = page.data.at(-1)?.id;
    if (last !== undefined && last === after) throw new ExternalError("resend", "garbage");
    found.push(...page.data);
    more = page.has_more && last !== undefined;
  }
  return found;
}

/** Every suppressed address, newest first. */
export const suppressions = (turn: Turn): Promise<Suppression[]> =>
  everyPage(suppression, (resend, page, options) => resend.suppressions.list(page, options), turn);

/** The sending domains with their records. */
export async function domains(turn: Turn): Promise<Domain[]> {
  await turn();
  const { data } = await ask(pageOf(withId), (resend, options) =>
    resend.domains.list({ limit: PAGE }, options),
  );
  const found: Domain[] = [];
  for (const { id } of data) {
    await turn();
    found.push(await ask(domain, (resend, options) => resend.domains.get(id, options)));
  }
  return found;
}
