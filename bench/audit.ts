import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { connectPostgres, startPostgres } from "../stack/database.ts";
import { keysIn } from "../stack/keys.ts";
import { migrate } from "../stack/migrate.ts";
import { seedDatabase } from "../stack/seed/database.ts";
import { openSupabase } from "../stack/supabase.ts";

// node bench/audit.ts: what the journal costs an action, as a ratio to the action's bare effect.

/** Times the bare effect. */
const ALLOWED = 5;
const ROUNDS = 300;
const LINES = 50_000;
const LINES_AT_ONCE = 500;

const EFFECT = `select private.grant_premium(jsonb_build_object('user_id', $1::text, 'days', 7, 'plan', 'premium'), gen_random_uuid(), now())`;
const LINE = `select private.write_audit(row($1::uuid, 'support@comptalyze.test', 'support')::private.caller, 'action', 'done', 'grant-premium',
  $1::text, 'zoe@example.fr', gen_random_uuid(), 'Geste commercial', '{"plan":"free"}', '{"plan":"premium"}', '{"params":{"days":7}}')`;

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const folder = mkdtempSync(join(tmpdir(), "comptalyze-audit-"));
chmodSync(folder, 0o755);
// Without waiting for the disk: that wait is the same with and without a journal and would hide its cost.
const server = await startPostgres(join(folder, "data"), { synchronous_commit: "off" });
const close: (() => Promise<unknown>)[] = [];

async function open(name: string, template?: string): Promise<pg.Client> {
  const owner = await connectPostgres(server.url);
  await owner.exec(`create database ${name}${template ? ` template ${template}` : ""}`);
  await owner.close();
  const client = new pg.Client({ connectionString: server.url.replace(/postgres$/, name) });
  if (template) {
    await client.connect();
    close.push(() => client.end());
    return client;
  }
  const database = await connectPostgres(server.url.replace(/postgres$/, name));
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, 1000);
  await database.close();
  return client;
}

async function timed(client: pg.Client, statements: string[], user: string): Promise<number> {
  const started = performance.now();
  await client.query("begin");
  for (const sql of statements) await client.query(sql, [user]);
  await client.query("commit");
  return performance.now() - started;
}

try {
  await open("bench_template");
  const journal = await open("bench_journal", "bench_template");
  const bare = await open("bench_bare", "bench_template");
  for (const table of ["auth.users", "private.grants"]) {
    await bare.query(`drop trigger console_outside on ${table}`);
  }
  const { rows } = await bare.query<{ id: string }>(
    `select id from auth.users order by id limit ${ROUNDS}`,
  );
  const times: Record<"bare" | "audited" | "outside", number[]> = {
    bare: [],
    audited: [],
    outside: [],
  };
  for (const { id } of rows) {
    times.bare.push(await timed(bare, [EFFECT], id));
    times.audited.push(await timed(journal, [EFFECT, LINE], id));
  }
  for (const { id } of rows) times.outside.push(await timed(journal, [EFFECT], id));

  for (let done = 0; done < LINES; done += LINES_AT_ONCE) {
    await journal.query(
      "insert into private.audit (event, outcome, reason) select 'repaired', 'done', 'line ' || i from generate_series(1, $1::int) i",
      [LINES_AT_ONCE],
    );
  }
  const started = performance.now();
  const { rows: checked } = await journal.query<{ rows: string; broken: string | null }>(
    "select (c).rows, (c).broken_seq as broken from (select private.check_chain(0, private.known_hash(0), 1000000000) as c) x",
  );
  const verifying = performance.now() - started;
  const lines = Number(checked[0]?.rows);

  const base = median(times.bare);
  const line = (name: string, ms: number) =>
    process.stdout.write(`${name.padEnd(46)} ${ms.toFixed(2)} ms  ${(ms / base).toFixed(2)} ×\n`);
  line("effect of a grant, no journal", base);
  line(`effect and its line in the chain (allowed: ${ALLOWED})`, median(times.audited));
  line("the same effect by hand, told as outside", median(times.outside));
  process.stdout.write(
    `verification of ${lines} lines: ${(lines / (verifying / 1000)).toFixed(0)} lines a second, broken at ${checked[0]?.broken ?? "none"}\n`,
  );
  if (median(times.audited) > ALLOWED * base || checked[0]?.broken) process.exitCode = 1;
} finally {
  for (const end of close) await end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
