import { randomUUID } from "node:crypto";
import { z } from "zod";
import { answer } from "./answers.ts";
import type { AppDatabase, Query } from "./database.ts";
import { AppFailure } from "./failure.ts";
import { type Integration, type Providers, type Refusal, salesOf } from "./providers.ts";

const scope = z.strictObject({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  user_id: z.guid().optional(),
  provider: z.enum(["stripe", "shopify"]).optional(),
  only_failed: z.boolean().optional(),
});

type Scope = z.output<typeof scope>;

type Row = Integration & {
  user_id: string;
  /** The outcome that counts, when the month was imported before. */
  done: "success" | "skipped" | null;
  done_rows: number | null;
  done_revenue_cents: number | null;
  /** An import that was begun and never ended. */
  running: string | null;
};

export type ImportResult = {
  user_id: string;
  provider: "stripe" | "shopify";
  status: "success" | "error" | "skipped";
  rows: number;
  revenue_cents: number;
  error?: string;
  /** Why it was skipped. */
  reason?: "already_imported" | "no_sales";
};

const ROWS = `
select t.id, t.user_id, t.provider, t.access_token, t.expires_at,
  done.status as done, done.rows_imported as done_rows, done.revenue_cents as done_revenue_cents, running.id as running
from public.integration_tokens t
left join lateral (
  select * from public.import_logs l
  where l.user_id = t.user_id and l.provider = t.provider and l.month = $1 and not l.dry_run and l.status in ('success', 'skipped')
  order by l.status = 'success' desc, l.created_at desc, l.id limit 1
) done on true
left join lateral (
  select l.id from public.import_logs l
  where l.user_id = t.user_id and l.provider = t.provider and l.month = $1 and not l.dry_run and l.status = 'running'
  order by l.created_at desc, l.id limit 1
) running on true
left join lateral (
  select l.status from public.import_logs l
  where l.user_id = t.user_id and l.provider = t.provider and l.month = $1 and not l.dry_run
  order by l.created_at desc, l.id limit 1
) last on true
where t.created_at < ((($1 || '-01')::date + interval '1 month') at time zone 'Europe/Paris')
  and ($2::uuid is null or t.user_id = $2::uuid)
  and ($3::text is null or t.provider = $3::text)
  and (not $4::boolean or last.status = 'error')
order by t.user_id, t.provider`;

const WRITE = `
with imported as (
  select * from jsonb_to_recordset($1::jsonb) as i (
    running uuid, user_id uuid, provider text, month text, status text, rows integer, revenue_cents integer,
    error text, dry_run boolean, duration_ms integer)
), ended as (
  update public.import_logs l
  set status = i.status, rows_imported = i.rows, revenue_cents = i.revenue_cents, error_message = i.error, duration_ms = i.duration_ms
  from imported i where l.id = i.running
)
insert into public.import_logs (user_id, provider, month, status, rows_imported, revenue_cents, error_message, dry_run, duration_ms)
select i.user_id, i.provider, i.month, i.status, i.rows, i.revenue_cents, i.error, i.dry_run, i.duration_ms
from imported i where i.running is null`;

const NAMES = { stripe: "Stripe", shopify: "Shopify" };
const WORDS: Record<Refusal, string> = {
  token_expired: "401 : token expired, le jeton doit être rafraîchi",
  token_revoked: "401 : accès révoqué, le compte doit être reconnecté",
  token_unknown: "401 : invalid token, le jeton doit être rafraîchi",
  provider_down: "503 : service momentanément indisponible",
};
const NO_SALES = "Aucune vente ce mois-ci";

function outcome(row: Row, month: string, providers: Providers): ImportResult {
  const { user_id, provider } = row;
  if (row.done !== null) {
    return {
      user_id,
      provider,
      status: "skipped",
      rows: row.done_rows ?? 0,
      revenue_cents: row.done_revenue_cents ?? 0,
      reason: row.done === "success" ? "already_imported" : "no_sales",
    };
  }
  const refusal = providers.check(row);
  if (refusal !== null) {
    const error = `${NAMES[provider]} ${WORDS[refusal]}`;
    return { user_id, provider, status: "error", rows: 0, revenue_cents: 0, error };
  }
  const sales = salesOf(user_id, provider, month);
  return sales.rows === 0
    ? { user_id, provider, status: "skipped", ...sales, reason: "no_sales" }
    : { user_id, provider, status: "success", ...sales };
}

/** The log tells what was asked of a provider; what was imported before is not asked again. */
async function write(
  rows: { row: Row; result: ImportResult }[],
  { month, dryRun }: { month: string; dryRun: boolean },
  query: Query,
) {
  const imported = rows
    .filter(({ row }) => row.done === null)
    .map(({ row, result: { reason, error, ...result } }) => ({
      ...result,
      month,
      dry_run: dryRun,
      running: dryRun ? null : row.running,
      error: reason === "no_sales" ? NO_SALES : (error ?? null),
      duration_ms: 350 + result.rows * 42,
    }));
  if (imported.length > 0) await query(WRITE, [JSON.stringify(imported)]);
}

/** The present month in Paris, or one some months before it. */
function parisMonth(now: Date, before = 0): string {
  const paris = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(now);
  const [year = 0, month = 1] = paris.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 - before, 1)).toISOString().slice(0, 7);
}

function readScope(body: string, now: Date): Scope {
  try {
    const given: unknown = body === "" ? {} : JSON.parse(body);
    // Without a month it is the one that the monthly job would import.
    return scope.parse({ month: parisMonth(now, 1), ...(given as object) });
  } catch (error) {
    const field = error instanceof z.ZodError ? error.issues[0]?.path.join(".") : undefined;
    throw new AppFailure(422, "invalid_scope", field ? { field } : {});
  }
}

/**
 * POST /api/admin/run-import: imports a month's revenue of the integrations in scope, all of them in one
 * transaction. What was imported already is skipped and answered with the revenue of then, so a second
 * run gives the same revenue and adds no row. A dry run decides in the same way and logs with its
 * flag, or, asked with log=0, not at all: a preview leaves nothing.
 */
export async function runImport(
  body: string,
  {
    dryRun,
    logged,
    database,
    providers,
    now,
  }: {
    dryRun: boolean;
    logged: boolean;
    database: AppDatabase;
    providers: Providers;
    now: Date;
  },
): Promise<Response> {
  const { month, user_id, provider, only_failed } = readScope(body, now);
  if (month > parisMonth(now)) {
    throw new AppFailure(422, "invalid_scope", { field: "month" });
  }
  const results = await database.asService(async (query) => {
    // Two runs of a month follow each other: the second one sees what the first imported.
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`import ${month}`]);
    const found = await query<Row>(ROWS, [
      month,
      user_id ?? null,
      provider ?? null,
      only_failed ?? false,
    ]);
    const rows = found.map((row) => ({ row, result: outcome(row, month, providers) }));
    if (logged) await write(rows, { month, dryRun }, query);
    return rows.map(({ result }) => result);
  });
  return answer(200, { run_id: randomUUID(), month, dry_run: dryRun, results });
}
