import { randomUUID } from "node:crypto";
import type {
  ApprovalAnswer,
  ErrorAnswer,
  PreviewAnswer,
  RunAnswer,
  RunReport,
} from "../../supabase/functions/_shared/contract.ts";
import { asPerson, type Person, type Session } from "./session.ts";

export const REASON = "Geste commercial après une panne";

/** An answer of a function of schema backoffice, with the status that the Data API would send. */
export type Answered<Body> = { status: number; body: Body & Partial<ErrorAnswer> };

type Options = { clock?: string; claims?: Record<string, unknown> };

/** Calls a function as the Data API does: one transaction, the person's role and claims. */
export async function call<Body>(
  session: Session,
  person: Person,
  name: string,
  args: Record<string, unknown>,
  options: Options = {},
): Promise<Answered<Body>> {
  const names = Object.keys(args);
  const list = names.map((key, index) => `${key} => $${index + 1}`).join(", ");
  const values = names.map((key) => {
    const value = args[key];
    return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  });
  return asPerson(
    session,
    person,
    async () => {
      await session.query("select set_config('response.status', '', true)");
      const [row] = await session.query<{ answer: Body }>(
        `select backoffice.${name}(${list}) as answer`,
        values,
      );
      const [after] = await session.query<{ status: string }>(
        "select current_setting('response.status', true) as status",
      );
      return { status: Number(after?.status || 200), body: row?.answer as Answered<Body>["body"] };
    },
    { keep: true, ...options },
  );
}

/** Actions whose runs are items for the worker. */
export const WITH_ITEMS = [
  "lift-suppression",
  "reconcile-subscriptions",
  "refresh-integration",
  "replay-webhooks",
  "rerun-imports",
  "resend-email",
  "send-test-email",
];

export const preview = (
  session: Session,
  person: Person,
  action: string,
  params: Record<string, unknown>,
  options: Options = {},
) =>
  call<PreviewAnswer>(
    session,
    person,
    WITH_ITEMS.includes(action) ? "plan_run" : "preview_action",
    { action, params },
    options,
  );

export type RunRequest = {
  plan: string;
  reason?: string;
  key?: string;
  incident?: string | null;
  confirm?: string | null;
};

export const run = (
  session: Session,
  person: Person,
  action: string,
  params: Record<string, unknown>,
  { plan, reason = REASON, key = randomUUID(), incident = null, confirm = null }: RunRequest,
  options: Options = {},
) =>
  call<RunReport>(
    session,
    person,
    "run_action",
    { action, params, plan, reason, idempotency_key: key, confirm, incident },
    options,
  );

export const undo = (
  session: Session,
  person: Person,
  runId: string,
  { reason = REASON, key = randomUUID() }: { reason?: string; key?: string } = {},
  options: Options = {},
) =>
  call<RunReport>(
    session,
    person,
    "undo_run",
    { run_id: runId, reason, idempotency_key: key },
    options,
  );

export async function userId(session: Session, email: string): Promise<string> {
  const [user] = await session.query<{ id: string }>("select id from auth.users where email = $1", [
    email,
  ]);
  if (user === undefined) throw new Error(`${email} is not in the demo data`);
  return user.id;
}

/** Preview and run of a grant of seven days. */
export async function grantOnce(
  session: Session,
  person: Person,
  email: string,
  days = 7,
): Promise<RunReport> {
  const params = { user_id: await userId(session, email), days };
  const { body } = await preview(session, person, "grant-premium", params);
  const done = await run(session, person, "grant-premium", params, { plan: body.plan });
  if (done.status !== 200) throw new Error(`the grant was refused: ${JSON.stringify(done.body)}`);
  return done.body;
}

/** A grant so long that a colleague has to agree, as it was asked for. */
export async function askForApproval(
  session: Session,
  person: Person,
  { email = "hugo.perrin@example.fr", days = 120 } = {},
): Promise<ApprovalAnswer> {
  const params = { user_id: await userId(session, email), days };
  const { body } = await preview(session, person, "grant-premium", params);
  const asked = await run(session, person, "grant-premium", params, { plan: body.plan });
  const answer: RunAnswer = asked.body;
  if (answer.run !== null) throw new Error(`nobody was asked: ${JSON.stringify(answer)}`);
  return answer;
}

/** What the demo data lacks, so that every list has a row that a stranger could see. */
export async function giveRows(session: Session, people: { admin: Person; support: Person }) {
  await grantOnce(session, people.admin, "malik.benali@example.fr");
  await session.query(
    `insert into private.run_items (run_id, position, target_kind, target_id, target_label)
    select id, 1, target_kind, target_id, target_label from private.runs limit 1`,
  );
  await session.query(
    "insert into private.suppressions (email, origin, created_at) values ('rejet@example.fr', 'bounce', now()) on conflict do nothing",
  );
  await session.query(
    `insert into private.email_domains (domain, resend_id, provider_status, told_at) values ('exemple.fr', 'x', 'verified', now()) on conflict do nothing`,
  );
  await session.query(
    `insert into private.domain_records (domain, record, name, type, host, value) values ('exemple.fr', 'SPF', 'x', 'TXT', 'x', 'x') on conflict do nothing`,
  );
  const { approval } = await askForApproval(session, people.support);
  const body = "Vu avec la comptabilité";
  await call(session, people.support, "comment_approval", { approval_id: approval.id, body });
}
