// How many items a second a run works on when nothing outside the database takes part: the undo of a
// comparison over many customers, against the same writes without the engine.
//
//   node bench/items.ts [--items 10000]

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connectPostgres, type Query, startPostgres } from "../stack/database.ts";
import { keysIn } from "../stack/keys.ts";
import { migrate } from "../stack/migrate.ts";
import { seedDatabase } from "../stack/seed/database.ts";
import { openSupabase } from "../stack/supabase.ts";

const LEAST_PER_SECOND = 300;
const { values } = parseArgs({ options: { items: { type: "string", default: "10000" } } });
const wanted = Number(values.items);

/** A finished comparison of so many customers, each of whom it changed. */
const FINISHED_RUN = `
do $$
declare
  v_run uuid;
  v_item private.run_items;
  v_done jsonb;
begin
  insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role,
    idempotency_key, request_hash, items)
  select 'reconcile-subscriptions', 'running', 'many', '', '$ITEMS', '{"all":true}', 'Mesure du débit des éléments', u.id, u.email, 'ops',
    gen_random_uuid()::text, '\\x00', $ITEMS
  from auth.users u where u.email = 'ops@comptalyze.test' returning id into v_run;
  insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, status, finished_at)
  select v_run, row_number() over (order by u.id), 'user', u.id::text, u.email, u.id, 'done', now()
  from auth.users u where u.email like '%@example.%' order by u.id limit $ITEMS;
  for v_item in select * from private.run_items i where i.run_id = v_run loop
    v_done := private.apply_reconcile(v_item, jsonb_build_object('subscriptions', jsonb_build_array(jsonb_build_object(
      'stripe_subscription_id', 'sub_bench_' || v_item.position, 'stripe_customer_id', 'cus_bench_' || v_item.position,
      'plan', 'premium', 'status', 'active', 'interval', 'month', 'amount_cents', 1990, 'currency', 'eur',
      'current_period_start', now(), 'current_period_end', now() + interval '30 days', 'livemode', true, 'created_at', now()))));
    update private.run_items i set changes = v_done -> 'changes', snapshot = v_done -> 'snapshot' where i.id = v_item.id;
  end loop;
  perform private.close_run(v_run);
end $$`;

/** The same rows written by plain SQL, a transaction for each customer: what the engine is compared with. */
const bareEffect = (position: number) => `
begin;
update public.subscriptions set status = 'canceled' where stripe_subscription_id = 'sub_bench_${position}';
select private.write_mirror(user_id, '{"is_premium":false,"subscription_plan":"free"}') from public.subscriptions
where stripe_subscription_id = 'sub_bench_${position}';
rollback;`;

async function undo(query: Query): Promise<number> {
  await query(`
    insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role,
      idempotency_key, request_hash, items, undoes_run)
    select action, 'running', target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role,
      gen_random_uuid()::text, request_hash, items, id
    from private.runs where action = 'reconcile-subscriptions' and undoes_run is null`);
  await query(`
    insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, payload)
    select r.id, i.position, i.target_kind, i.target_id, i.target_label, i.user_id, jsonb_build_object('undoes_item', i.id)
    from private.run_items i join private.runs r on r.undoes_run = i.run_id`);
  await query("analyze private.run_items, private.runs, public.subscriptions");
  const started = performance.now();
  // As the worker calls it: one transaction for a batch, two batches at a time.
  const hand = async () => {
    for (;;) {
      const [row] = await query<{ done: { reverted: number } }>(
        "select private.revert_items() as done",
      );
      if (row?.done.reverted === 0) break;
    }
  };
  await Promise.all([hand(), hand()]);
  await query("select private.close_runs()");
  return performance.now() - started;
}

const folder = mkdtempSync(join(tmpdir(), "comptalyze-items-"));
chmodSync(folder, 0o755);
const server = await startPostgres(join(folder, "data"));
try {
  const database = await connectPostgres(server.url);
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, Math.max(wanted + 500, 1000));
  await database.exec(FINISHED_RUN.replaceAll("$ITEMS", String(wanted)));

  const BARE = Math.min(1000, wanted);
  const bareStarted = performance.now();
  for (let position = 1; position <= BARE; position += 1) await database.exec(bareEffect(position));
  const barePerSecond = (BARE * 1000) / (performance.now() - bareStarted);

  const perSecond = (wanted * 1000) / (await undo(database.query));
  const [ended] = await database.query<{ counts: unknown; status: string }>(
    "select status, counts from private.runs where undoes_run is not null",
  );
  process.stdout.write(`| items | a second | bare writes a second | ratio | run |
| --: | --: | --: | --: | --- |
| ${wanted} | ${perSecond.toFixed(0)} | ${barePerSecond.toFixed(0)} | ${(barePerSecond / perSecond).toFixed(2)} | ${ended?.status} ${JSON.stringify(ended?.counts)} |\n`);
  await database.close();
  if (perSecond < LEAST_PER_SECOND) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
