import { z } from "zod";
import { type Call, defineVendor, type Vendor } from "./control.ts";
import { createReplays } from "./idempotency.ts";
import { type Email, emailObject, emailSeed, fateOf, newEmail } from "./resend/emails.ts";
import { failure as refuse } from "./resend/failures.ts";
import { listPage } from "./resend/lists.ts";

export type ResendOptions = {
  /** The key that may do everything. */
  key?: string;
  /** A key that may only send. */
  sendingKey?: string;
  /** The domains that are verified: from any other nothing is sent. */
  domains?: string[];
  now?: () => Date;
};

export const RESEND_DEMO_KEY = "re_demo_comptalyze";
export const RESEND_DEMO_SENDING_KEY = "re_demo_sending_only";

const MOST_RECIPIENTS = 50;
const ADDRESS = /^(?:[^<>]*<)?([^\s<>@]+@([^\s<>@]+\.[^\s<>@]+))>?$/;

const addresses = z.union([z.string().transform((one) => [one]), z.string().array()]);
const sendBody = z.looseObject({
  from: z.string(),
  to: addresses,
  subject: z.string(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  cc: addresses.nullish(),
  bcc: addresses.nullish(),
  reply_to: addresses.nullish(),
  scheduled_at: z.string().nullish(),
});

/** Stands in for Resend, and is the outbox of everything that is sent, the auth e-mails included. */
export function createResend({
  key = RESEND_DEMO_KEY,
  sendingKey = RESEND_DEMO_SENDING_KEY,
  domains = ["comptalyze.com", "comptalyze.test"],
  now = () => new Date(),
}: ResendOptions = {}): Vendor {
  const replays = createReplays();
  let emails = new Map<string, Email>();

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
    const { from, to, html, text } = parsed.data;
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
    const domain = ADDRESS.exec(from)?.[2] ?? "";
    if (!domains.includes(domain)) {
      return refuse(
        "validation_error",
        `The ${domain} domain is not verified. Please, add and verify your domain on https://resend.com/domains`,
        403,
      );
    }
    const email = newEmail(emails.size + 1, { ...parsed.data, at: now(), fate: fateOf(to[0]) });
    emails.set(email.id, email);
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
    });
  }

  return defineVendor({
    name: "resend",
    guard: ({ request, url }) => {
      const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      if (given === undefined) return refuse("missing_api_key");
      if (given === key) return null;
      if (given !== sendingKey) return refuse("invalid_api_key");
      return request.method === "POST" && url.pathname === "/emails"
        ? null
        : refuse("restricted_api_key");
    },
    routes: [
      { method: "POST", path: "/emails", handle: sendOnce },
      {
        method: "GET",
        path: "/emails",
        handle: ({ url }) => listPage(url, [...emails.values()].reverse()),
      },
      {
        method: "GET",
        path: "/emails/:id",
        handle: ({ params: { id = "" } }) => {
          if (!z.guid().safeParse(id).success) {
            return refuse("invalid_parameter", "The `id` must be a valid UUID.");
          }
          const email = emails.get(id);
          return email === undefined
            ? refuse("not_found", "Email not found")
            : Response.json(emailObject(email));
        },
      },
    ],
    unknown: () => refuse("not_found", "The requested endpoint does not exist."),
    failure: (kind, retryAfter) => {
      if (kind === "500") return refuse("internal_server_error");
      const response = refuse("rate_limit_exceeded");
      for (const [header, value] of [
        ["limit", "2"],
        ["remaining", "0"],
        ["reset", String(retryAfter)],
      ] as const) {
        response.headers.set(`ratelimit-${header}`, value);
      }
      return response;
    },
    reset: () => {
      emails = new Map();
      replays.reset();
    },
    state: () => ({ emails: [...emails.values()] }),
    seed: (seed) => {
      const known = z.strictObject({ emails: emailSeed.array() }).parse(seed);
      for (const email of known.emails) emails.set(email.id, email);
    },
  });
}
