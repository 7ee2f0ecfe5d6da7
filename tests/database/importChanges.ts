import fc from "fast-check";
import type { Session } from "./session.ts";

/** What is open, asked of every failure. */
export const BY_THE_RULE = `select l.id::text from public.import_logs l where l.status = 'error' and not l.dry_run
  and not exists (select from public.import_logs d where d.user_id = l.user_id and d.provider = l.provider
    and d.month = l.month and not d.dry_run and d.status in ('success', 'skipped'))`;
/** What everybody reads. */
export const MIRRORED = "select o.id::text from private.open_failures o";
/** What is kept for it: just after a turn of the schedule, the same. */
export const KEPT = "select o.id::text from private.open_imports o";

export const idsOf = async (session: Session, sql: string) =>
  (await session.query<{ id: string }>(`${sql} order by 1`)).map(({ id }) => id);

/** Of the seven, two moments are the same; and one is too old for the first page. */
const MOMENTS = [
  "2026-01-01 00:00Z",
  ...[1, 2, 2, 3, 4, 5].map((days) => new Date(Date.now() - days * 86_400_000).toISOString()),
];
const STATUSES = ["error", "error", "success", "skipped", "running"];
const MONTHS = ["2026-01", "2026-02", "2026-03"];
const PROVIDERS = ["stripe", "shopify"];

type Row = {
  who: number;
  provider: number;
  month: number;
  status: number;
  dry: boolean;
  at: number;
};

const row = fc.record<Row>({
  who: fc.nat(1),
  provider: fc.nat(1),
  month: fc.nat(MONTHS.length - 1),
  status: fc.nat(STATUSES.length - 1),
  dry: fc.nat(5).map((n) => n === 0),
  at: fc.nat(MOMENTS.length - 1),
});

/** A statement of the customer app; `side` is whose rows it touches when two write at once. */
export const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("insert"),
      rows: fc.array(row, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set"), which: fc.nat(20), row }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("delete"),
      which: fc.nat(20),
      number: fc.integer({ min: 1, max: 3 }),
    }),
  },
) as fc.Arbitrary<Change>;
type Change =
  | { kind: "insert"; rows: Row[] }
  | { kind: "set"; which: number; row: Row }
  | { kind: "delete"; which: number; number: number };

let made = 0;
/** The same in every run: statements choose by it. */
const nextId = () => {
  made += 1;
  return `00000000-0000-4000-9000-${String(made).padStart(12, "0")}`;
};

export function statementOf(change: Change, customers: string[], side: number): string {
  const valuesOf = ({ who, provider, month, status, dry, at }: Row) =>
    `'${customers[who]}', '${PROVIDERS[provider]}', '${MONTHS[month]}', '${STATUSES[status]}', ${dry}, '${MOMENTS[at]}'`;
  const chosen = (which: number, number = 1) =>
    `(select l.id from public.import_logs l where l.rows_imported = ${side} order by l.id offset ${which} % greatest(1, (
      select count(*) from public.import_logs c where c.rows_imported = ${side})) limit ${number})`;
  if (change.kind === "insert")
    return `insert into public.import_logs (id, user_id, provider, month, status, dry_run, created_at, rows_imported) values
      ${change.rows.map((one) => `('${nextId()}', ${valuesOf(one)}, ${side})`).join(", ")}`;
  if (change.kind === "set")
    return `update public.import_logs set (user_id, provider, month, status, dry_run, created_at) = row(${valuesOf(
      change.row,
    )
      .replace(/'([^']*)', /, "'$1'::uuid, ")
      .replace(/'([^']*)'$/, "'$1'::timestamptz")}) where id in ${chosen(change.which)}`;
  return `delete from public.import_logs where id in ${chosen(change.which, change.number)}`;
}

export async function customersOf(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    "select id::text from private.users where email like '%@example.fr' order by email limit 2",
  );
  return rows.map(({ id }) => id);
}
