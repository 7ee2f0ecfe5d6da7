import { z } from "zod";
import { type Call, defineVendor, type Vendor } from "./control.ts";
import { createReplays, keptAnswers } from "./idempotency.ts";
import { domainObject, domainSeed, listedDomain, ownDomains } from "./resend/domains.ts";
import {
  type Email,
  emailObject,
  emailSeed,
  fateOf,
  listedEmail,
  newEmail,
} from "./resend/emails.ts";
import { failure as refuse, tooMany } from "./resend/failures.ts";
import { listPage } from "./resend/lists.ts";
import { createRate } from "./resend/rate.ts";
import { createSuppressions, suppressionSeed } from "./resend/suppressions.ts";
import { createTemplates, templateReference, templateSeed } from "./resend/templates.ts";

export type ResendOptions = {
  /** The key that may do everything. */
  key?: string;
  /** A key that may only send. */
  sendingKey?: string;
  now?: () => Date;
};

export const RESEND_DEMO_KEY = "re_demo_comptalyze";
export const RESEND_DEMO_SENDING_KEY = "re_demo_sending_only";

const MOST_RECIPIENTS = 50;
const ADDRESS = /^(?:[^<>]*<)?([^\s<>@]+@([^\s<>@]+\.[^\s<>@]+))>?$/;

const addresses = z.union([z.string().transform((one) => [one]), z.string().array()]);
const sendBody = z.looseObject({
  /** A template may bring the sender and the subject. */
  from: z.string().optional(),
  to: addresses,
  subject: z.string().optional(),
  template: templateReference.optional(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  cc: addresses.nullish(),
  bcc: addresses.nullish(),
  reply_to: addresses.nullish(),
  scheduled_at: z.string().nullish(),
  tags: emailSeed.shape.tags.nullable(),
});

/** What POST /_test/seed of the Resend stand-in takes, and GET /_test/state gives. */
const resendSeed = z.strictObject({
  emails: emailSeed.array().default([]),
  suppressions: suppressionSeed.array().default([]),
  domains: domainSeed.array().default([]),
  templates: templateSeed.array().default([]),
  /** How many requests a second are taken, as Resend's 2; null counts none. */
  rate_per_second: z.int().min(1).nullish(),
  replays: keptAnswers.default({}),
});

export type ResendSeed = z.input<typeof resendSeed>;

/** Without what was left out, which must not hide what a template has. */
const given = ({
  from,
  subject,
  html,
  text,
}: z.output<typeof sendBody>): Partial<Record<"from" | "subject" | "html" | "text", string>> => ({
  ...(from === undefined ? {} : { from }),
  ...(subject === undefined ? {} : { subject }),
  ...(html ? { html } : {}),
  ...(text ? { text } : {}),
});

const bareAddress = (address: string) => ADDRESS.exec(address)?.[1] ?? address;

/** Stands in for Resend, and is the outbox of everything that is sent, the auth e-mails included. */
export function createResend({
  key = RESEND_DEMO_KEY,
  sendingKey = RESEND_DEMO_SENDING_KEY,
  now = () => new Date(),
}: ResendOptions = {}): Vendor {
  const replays = createReplays();
  const suppressions = createSuppressions();
  const templates = createTemplates();
  const rate = createRate(now);
  let emails = new Map<string, Email>();
  let domains = new Map(ownDomains().map((domain) => [domain.id, domain]));

  function send({ body }: Call): Response {
    let sent: unknown;
    try {
      sent = JSON.parse(body);
    } catch {
      return refuse("validation_error", "The request body is not valid JSON.", 400);
    }
    const parsed = sendBody.safeParse(sent);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join(".") ?? "";
      return refuse("missing_required_field", `Missing \`${field}\` field.`);
    }
    const { to, template } = parsed.data;
    if (template && (parsed.data.html || parsed.data.text)) {
      return refuse("validation_error", "`html` and `text` cannot be used with a `template`.");
    }
    const filled = template ? templates.fill(template) : {};
    if (filled instanceof Response) return filled;
    const { from, subject, html, text } = { ...filled, ...given(parsed.data) };
    if (from === undefined || subject === undefined) {
      const field = from === undefined ? "from" : "subject";
      return refuse("missing_required_field", `Missing \`${field}\` field.`);
    }
    for (const [field, value] of [["from", from], ...to.map((one) => ["to", one])] as const) {
      if (!ADDRESS.test(value ?? "")) {
        return refuse(
          "validation_error",
          `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
        );
      }
    }
    if (to.length === 0 || to.length > MOST_RECIPIENTS) {
      return refuse("validation_error", "The `to` field takes 1 to 50 addresses.");
    }
    if (!html && !text) return refuse("validation_error", "Missing `html` or `text` field.");
    const name = ADDRESS.exec(from)?.[2] ?? "";
    const domain = [...domains.values()].find((one) => one.name === name);
    if (domain?.status !== "verified") {
      return refuse(
        "validation_error",
        `The ${name} domain is not verified. Please, add and verify your domain on https://resend.com/domains`,
        403,
      );
    }
    const suppressed = to.some((one) => suppressions.has(bareAddress(one)));
    const fate = suppressed ? "suppressed" : fateOf(to[0]);
    const content = { from, subject, html, text };
    const email = newEmail(emails.size + 1, { ...parsed.data, ...content, at: now(), fate });
    emails.set(email.id, email);
    if (email.last_event === "bounced" || email.last_event === "complained") {
      const origin = email.last_event === "bounced" ? "bounce" : "complaint";
      suppressions.add(bareAddress(to[0] ?? ""), origin, email.id, now());
    }
    return Response.json({ id: email.id });
  }

  function sendOnce(call: Call): Response | Promise<Response> {
    const idempotencyKey = call.request.headers.get("idempotency-key");
    if (idempotencyKey !== null && (idempotencyKey === "" || idempotencyKey.length > 256)) {
      return refuse("invalid_idempotency_key");
    }
    return replays.answer({ key: idempotencyKey, print: call.body }, () => send(call), {
      replayed: () => {},
      reused: () => refuse("invalid_idempotent_request"),
      busy: () => refuse("concurrent_idempotent_requests"),
    });
  }

  function one<Row>(rows: Map<string, Row>, id: string, kind: string, show: (row: Row) => unknown) {
    if (!z.guid().safeParse(id).success) {
      return refuse("invalid_parameter", "The `id` must be a valid UUID.");
    }
    const found = rows.get(id);
    return found === undefined
      ? refuse("not_found", `${kind} not found`)
      : Response.json(show(found));
  }

  /** What Resend says of a key that it does not know: another status for sending than for the rest. */
  const badKey = (sending: boolean) =>
    refuse("validation_error", "API key is invalid", sending ? 401 : 400);

  return defineVendor({
    name: "resend",
    guard: ({ request, url }) => {
      const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      const sending = request.method === "POST" && url.pathname === "/emails";
      if (given === undefined) return refuse("missing_api_key");
      if (given !== key && given !== sendingKey) return badKey(sending);
      if (given === sendingKey && !sending) return refuse("restricted_api_key");
      return rate.exceeded() ? tooMany(1) : null;
    },
    routes: [
      { method: "POST", path: "/emails", handle: sendOnce },
      {
        method: "GET",
        path: "/emails",
        handle: ({ url }) => listPage(url, [...emails.values()].reverse(), listedEmail),
      },
      {
        method: "GET",
        path: "/emails/:id",
        handle: ({ params: { id = "" } }) => one(emails, id, "Email", emailObject),
      },
      {
        method: "GET",
        path: "/domains",
        handle: ({ url }) => listPage(url, [...domains.values()].reverse(), listedDomain),
      },
      {
        method: "GET",
        path: "/domains/:id",
        handle: ({ params: { id = "" } }) => one(domains, id, "Domain", domainObject),
      },
      { method: "GET", path: "/templates", handle: ({ url }) => templates.list(url) },
      {
        method: "GET",
        path: "/templates/:name",
        handle: ({ params: { name = "" } }) => templates.get(name),
      },
      { method: "GET", path: "/suppressions", handle: ({ url }) => suppressions.list(url) },
      {
        method: "GET",
        path: "/suppressions/:suppression",
        handle: ({ params: { suppression = "" } }) => suppressions.get(suppression),
      },
      {
        method: "DELETE",
        path: "/suppressions/:suppression",
        handle: ({ params: { suppression = "" } }) => suppressions.remove(suppression),
      },
      {
        method: "POST",
        path: "/suppressions",
        handle: ({ body }) => {
          const email = suppressionBody(body);
          if (email === null) return refuse("missing_required_field", "Missing `email` field.");
          const { id } = suppressions.add(email, "manual", null, now());
          return Response.json({ object: "suppression", id }, { status: 201 });
        },
      },
    ],
    unknown: () => refuse("not_found"),
    failure: (kind, retryAfter) =>
      kind === "500" ? refuse("internal_server_error") : tooMany(retryAfter),
    reset: () => {
      emails = new Map();
      domains = new Map(ownDomains().map((domain) => [domain.id, domain]));
      suppressions.reset();
      templates.reset();
      replays.reset();
      rate.limit = null;
    },
    state: () => ({
      emails: [...emails.values()],
      suppressions: suppressions.state(),
      domains: [...domains.values()],
      templates: templates.state(),
      rate_per_second: rate.limit,
      replays: replays.state(),
    }),
    seed: (seed) => {
      const known = resendSeed.parse(seed);
      for (const email of known.emails) emails.set(email.id, email);
      for (const domain of known.domains) domains.set(domain.id, domain);
      suppressions.seed(known.suppressions);
      templates.seed(known.templates);
      replays.seed(known.replays);
      if (known.rate_per_second !== undefined) rate.limit = known.rate_per_second;
    },
  });
}

function suppressionBody(body: string): string | null {
  try {
    return z.object({ email: z.string().min(3) }).parse(JSON.parse(body)).email;
  } catch {
    return null;
  }
}
