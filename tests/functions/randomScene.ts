import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { functionNames } from "../../stack/functions.ts";
import type { PreviewAnswer } from "../../supabase/functions/_shared/contract.ts";
import { type ActionName, contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import type { Backend } from "../support/backend.ts";
import { seed } from "../support/effort.ts";
import { type Either, REASON } from "./premiumCalls.ts";
import { type Known, paramsOf } from "./randomParams.ts";

/** A request that a preview was made for. */
export type Planned = {
  action: string;
  params: Record<string, unknown>;
  plan: string;
  confirm: string | null;
};

/** Who calls: a name, and the headers that say so. */
export type Callers = Record<string, Record<string, string>>;

export type Scene = {
  known: Known;
  planned: Planned[];
  plannedAt: number;
  callers: Callers;
  /** What the callers were when they had signed in. */
  standing: string;
};

/** Plans are good for 15 minutes. */
const FRESH_MS = 8 * 60_000;

export const ACTIONS = Object.keys(contracts) as ActionName[];

/** The functions that the schedule calls. */
export const JOBS = functionNames().filter((name) => !Object.hasOwn(contracts, name));

/** Where the ids of a field are, by its name. */
const TABLES: Record<string, string> = {
  user_id: "select id::text from private.users where plan = 'free' order by id",
  email_id: "select id::text from public.emails order by id",
  integration_id: "select id::text from public.integration_tokens order by id",
  import_id: "select id::text from public.import_logs order by id",
  event_id: "select id from public.stripe_events order by id",
  run_id: "select id::text from private.runs order by number desc",
  approval_id: "select id::text from private.approvals order by number desc",
  item_id: "select id::text from private.run_items order by id",
};

async function knownOf({ database }: Backend): Promise<Known> {
  const ids: Record<string, string[]> = {};
  for (const [field, sql] of Object.entries(TABLES)) {
    const rows = await database.query<{ id: string }>(`${sql} limit 12`);
    ids[field] = rows.map(({ id }) => id);
  }
  const emails = await database.query<{ email: string }>(
    "select email from private.users order by id limit 12",
  );
  const all = Object.values(ids).flat();
  return {
    idsOf: (field) => ids[field] ?? (/(^|_)ids?$/.test(field) ? all : []),
    emails: emails.map(({ email }) => email),
  };
}

/** The callers' roles, bans and sessions: whoever lost something has to sign in anew. */
async function standingOf({ database }: Backend): Promise<string> {
  const people = await database.query(
    `select u.email, u.banned_until > now() as banned, s.role, s.removed_at is null as staff,
      (select array_agg(e.id::text order by e.id) from auth.sessions e where e.user_id = u.id) as sessions
    from auth.users u left join private.staff s on s.user_id = u.id
    where u.email like '%@comptalyze.test' order by u.email`,
  );
  return JSON.stringify(people);
}

async function signInAll(backend: Backend): Promise<Callers> {
  const { database, keys } = backend;
  // Whoever lost the role to an earlier body of chance has it back.
  await database.exec(`
    update auth.users set banned_until = null where email like '%@comptalyze.test';
    update private.staff s set removed_at = null, role = split_part(u.email, '@', 1)
    from auth.users u where u.id = s.user_id and u.email in ('support@comptalyze.test', 'ops@comptalyze.test', 'admin@comptalyze.test');
    update private.staff s set removed_at = null, role = 'admin'
    from auth.users u where u.id = s.user_id and u.email = 'admin2@comptalyze.test';
  `);
  const callers: Callers = { nobody: {}, "no key": { apikey: "garbage" } };
  for (const name of ["support", "ops", "admin", "admin2", "cliente"]) {
    const token = await backend.signIn(`${name}@comptalyze.test`);
    callers[name] = { authorization: `Bearer ${token}` };
  }
  await database.exec(`
    update private.staff s set removed_at = now()
    from auth.users u where u.id = s.user_id and u.email = 'admin2@comptalyze.test'`);
  const [head, body] = callers.admin?.authorization?.split(".") ?? [];
  callers.forged = { authorization: `${head}.${body}.AAAA` };
  callers.worker = { apikey: keys.secretKey };
  return callers;
}

/** Previews of every action, and a run of some, so that there are plans, runs, items and approvals. */
async function makePlans(
  backend: Backend,
  { known, callers }: Pick<Scene, "known" | "callers">,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  const post = (action: string, body: unknown, key = "") =>
    backend.request(
      `/functions/v1/${action}`,
      {
        method: "POST",
        headers: { ...callers.admin, ...(key === "" ? {} : { "idempotency-key": key }) },
        body: JSON.stringify(body),
      },
      null,
    );
  for (const action of ACTIONS) {
    const samples = fc.sample(paramsOf(contracts[action], known), { numRuns: 4, seed });
    for (const [index, params] of samples.entries()) {
      const answer = await post(action, { mode: "preview", params });
      const body = (await answer.json()) as Either<PreviewAnswer>;
      // A rule may stand against what chance chose; the plans of the others are enough.
      if (answer.status === 409 || answer.status === 422) continue;
      if (answer.status !== 200) {
        throw new Error(`${action} ${JSON.stringify(params)} answered ${JSON.stringify(body)}`);
      }
      const [user] = await backend.database.query<{ email: string }>(
        "select email from auth.users where id::text = $1",
        [String(params.user_id)],
      );
      const request = { action, params, plan: body.plan, confirm: user?.email ?? null };
      planned.push(request);
      if (index === 0 && body.blockers.length === 0) {
        const run = { mode: "run", params, plan: body.plan, reason: REASON };
        const typed = request.confirm === null ? {} : { confirm: request.confirm };
        await post(action, { ...run, ...typed }, randomUUID());
      }
    }
  }
  return planned;
}

/** People, records, plans, runs and approvals for calls of chance; what is still good is kept. */
export async function setScene(backend: Backend, earlier?: Scene): Promise<Scene> {
  // The vendors' rates are another test's matter; here they would only make it wait.
  await backend.database.exec("update private.vendor_rates set per_second = 100000");
  const kept = earlier !== undefined && Date.now() - earlier.plannedAt < FRESH_MS ? earlier : null;
  const signedIn = kept !== null && kept.standing === (await standingOf(backend));
  const callers = signedIn ? kept.callers : await signInAll(backend);
  const planned =
    kept?.planned ?? (await makePlans(backend, { known: await knownOf(backend), callers }));
  return {
    callers,
    planned,
    plannedAt: kept?.plannedAt ?? Date.now(),
    standing: await standingOf(backend),
    known: await knownOf(backend),
  };
}
