import type { Database, Row } from "../../stack/database.ts";

/** Checksums of everything that an action may write but the journal, which also tells refusals. */
export async function fingerprint(database: Database): Promise<Row> {
  const [row] = await database.query<Row>(`
    select
      (select count(*)::int from private.grants) as grants,
      (select md5(coalesce(string_agg(g::text, '|' order by g.id), '')) from private.grants g) as grant_rows,
      (select count(*)::int from private.runs) as runs,
      (select md5(coalesce(string_agg(r::text, '|' order by r.id), '')) from private.runs r) as run_rows,
      (select count(*)::int from private.run_proofs) as proofs,
      (select md5(string_agg(u.id || coalesce(u.raw_user_meta_data::text, '-'), '|' order by u.id)) from auth.users u) as metadata,
      (select md5(string_agg(u::text, '|' order by u.id)) from private.users u) as list_rows,
      (select count(*)::int from private.audit where outcome = 'done' and event in ('action', 'undo')) as journal_effects
  `);
  if (row === undefined) throw new Error("no fingerprint");
  return row;
}

export type Grant = {
  id: string;
  plan: string;
  reason: string;
  run_id: string | null;
  granted_by: string | null;
  revoked_by_run: string | null;
  running: boolean;
};

export const grantsOf = (database: Database, userId: string): Promise<Grant[]> =>
  database.query<Grant>(
    `select id, plan, reason, run_id, granted_by, revoked_by_run,
       revoked_at is null and ends_at > now() as running
     from private.grants where user_id = $1 order by number`,
    [userId],
  );

export type Run = {
  id: string;
  action: string;
  status: string;
  reason: string;
  undone_by_run: string | null;
  undoes_run: string | null;
};

export const runsOf = (database: Database, userId: string): Promise<Run[]> =>
  database.query<Run>(
    `select id, action, status, reason, undone_by_run, undoes_run
     from private.runs where target_user = $1 order by number`,
    [userId],
  );

export type JournalLine = {
  event: string;
  outcome: string;
  action: string | null;
  run_id: string | null;
  actor_email: string | null;
  reason: string | null;
  before: Row | null;
  after: Row | null;
  details: Row | null;
};

export const journalOf = (database: Database, userId: string): Promise<JournalLine[]> =>
  database.query<JournalLine>(
    `select event, outcome, action, run_id, actor_email, reason, before, after, details
     from private.audit where target_id = $1 order by id`,
    [userId],
  );

export const proofCount = async (database: Database, runId: string): Promise<number> =>
  (await database.query("select id from private.run_proofs where run_id = $1", [runId])).length;

/** What the customer has: the rule's answer, the copy that lists show, and what the app reads. */
export async function accessOf(database: Database, userId: string): Promise<Row> {
  const [row] = await database.query<Row>(
    `select to_jsonb(private.entitlement(u.id)) as entitlement,
       to_jsonb(c) as list_row,
       u.raw_user_meta_data as metadata
     from auth.users u join private.users c on c.id = u.id where u.id = $1`,
    [userId],
  );
  if (row === undefined) throw new Error(`no user ${userId}`);
  return row;
}

export const entitledTo = async (
  database: Database,
  userId: string,
): Promise<{ plan: string; source: string }> => {
  const [row] = await database.query<{ plan: string; source: string }>(
    "select plan, source from private.entitlement($1::uuid)",
    [userId],
  );
  if (row === undefined) throw new Error(`no entitlement of ${userId}`);
  return row;
};

export async function mirrorOf(database: Database, userId: string): Promise<Row | null> {
  const [row] = await database.query<{ mirror: Row }>(
    "select private.mirror_keys(raw_user_meta_data) as mirror from auth.users where id = $1",
    [userId],
  );
  return row?.mirror ?? null;
}
