import { randomUUID } from "node:crypto";
import type { Change, RunReport } from "../../supabase/functions/_shared/contract.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import { type Ending, FAULTS, type Fault, type Lasting, type Step } from "./faultTable.ts";
import { type Either, preview, REASON } from "./premiumCalls.ts";
import type { Scenario, Target } from "./scenarios.ts";
import type { Received, Stage } from "./stage.ts";
import { wakeWorker } from "./worker.ts";

export const VENDORS = ["stripe", "resend", "app"] as const;
export type Vendor = (typeof VENDORS)[number];

export type Cell = {
  action: ActionName;
  vendor: Vendor;
  step: Step;
  /** How many calls of the same address the run makes before it. */
  skip: number;
  /** Whether the call names its target, so that several cells can be tried at once. */
  named: boolean;
  fault: Fault;
  lasting: Lasting;
};

export const titleOf = ({ action, step: [purpose, call], skip, fault, lasting }: Cell) =>
  `${action}: ${purpose} ${call}${skip > 0 ? ` (${skip + 1})` : ""} meets ${fault} ${lasting}`;

type Told = {
  status: string;
  item: string;
  code: string;
  changes: Change[];
  proof: string | null;
  proofs: number;
  /** Lines of the journal that tell an effect. */
  lines: number;
};

/** Nothing of what the app does when an event arrives: it asks Stripe for single objects. */
const isOurs = ({ path }: Received) =>
  !/^\/api\/webhooks\/|^\/v1\/(subscriptions|invoices)\/./.test(path);

/** Runs actions once, healthy or with a fault, and tells how they ended. */
export function faultCells(stage: Stage, scenarios: Record<string, Scenario>) {
  const { backend, control, tokens, received } = stage;

  async function previewed(action: ActionName) {
    const { by, fresh } = scenarios[action] as Scenario;
    const target = await fresh();
    const { status, body } = await preview(backend, tokens[by], action, target.params);
    if (status !== 200) throw new Error(`preview answered ${status}: ${JSON.stringify(body)}`);
    const key = randomUUID();
    const request = { mode: "run", params: target.params, plan: body.plan, reason: REASON };
    const click = () => backend.act<Either<RunReport>>(action, request, tokens[by], key);
    const reread = (run_id: string) =>
      backend.act<Either<RunReport>>(action, { mode: "prove", run_id }, tokens[by]);
    return { target, planned: body.changes, click, reread };
  }

  /** What there is of a run of these parameters once it is over; null when none began. */
  async function told(action: ActionName, { params }: Target): Promise<Told | null> {
    for (;;) {
      const rows = await backend.database.query<Told & { runs: number }>(
        `select count(*) over ()::int as runs, r.status, i.status as item, i.outcome ->> 'code' as code,
          r.changes, private.latest_proof(r.id) ->> 'status' as proof,
          (select count(*)::int from private.run_proofs p where p.run_id = r.id) as proofs,
          (select count(*)::int from private.audit a where a.run_id = r.id and a.details -> 'item' = 'true') as lines
        from private.runs r left join private.run_items i on i.run_id = r.id
        where r.action = $1 and r.params @> $2::text::jsonb`,
        [action, JSON.stringify(params)],
      );
      const [row] = rows;
      if (row === undefined) return null;
      const { runs, ...run } = row;
      if (runs > 1) throw new Error(`${runs} runs`);
      if (run.status !== "running") return run;
      await wakeWorker(backend);
    }
  }

  function endingOf(run: Told, planned: Change[], effects: number): Ending | string {
    const { status, item, code, changes, proof, lines } = run;
    const whole = JSON.stringify({ ...run, effects });
    if (lines > 1 || effects > 1) return `doubled: ${whole}`;
    const promised = changes.length > 0 && JSON.stringify(changes) === JSON.stringify(planned);
    const ok = status === "succeeded" && item === "done" && lines === 1 && promised;
    if (ok && effects === 1 && proof === "verified") return "done";
    if (ok && effects === 0 && proof === "unverified" && code === "reconciled_unprocessed") {
      return "done without the app";
    }
    if (ok && effects === 1 && proof === "unverified") return "done, unproved";
    if (status !== "failed" || !code.startsWith("vendor_")) return `unknown: ${whole}`;
    if (item === "attention") return effects === 1 ? "attention, done" : "attention, not done";
    return item === "failed" && effects + changes.length + lines === 0
      ? "failed"
      : `unknown: ${whole}`;
  }

  const isVendorFailure = ({ status, body }: { status: number; body: Either<unknown> }) =>
    status === 502 && body.error.code === "vendor_failed";

  async function order(
    { vendor, step: [, match], skip, named, fault, lasting }: Cell,
    { about }: Target,
  ) {
    const times = lasting === "once" ? 1 : 100;
    const orders = [{ match, skip, times, ...FAULTS[fault], ...(named ? { about } : {}) }];
    await control(vendor, "faults", orders);
  }
  // Those that name their target can be left: nobody names it again.
  const takeBack = async ({ vendor, named }: Cell) => {
    if (!named) await control(vendor, "faults", []);
  };

  return {
    /** The calls that a healthy run makes, and the reading of its proof again, by vendor. */
    async healthy(action: ActionName): Promise<{ vendor: Vendor; call: string; named: boolean }[]> {
      const { target, planned, click, reread } = await previewed(action);
      const before = await Promise.all(VENDORS.map(async (one) => (await received(one)).length));
      const { body } = await click();
      const run = await told(action, target);
      const ending = run === null ? "not begun" : endingOf(run, planned, await target.effects());
      if (ending !== "done") throw new Error(`${action} without a fault: ${ending}`);
      await reread(body.run.id);
      const calls = await Promise.all(
        VENDORS.map(async (vendor, index) =>
          (await received(vendor))
            .slice(before[index])
            .filter(isOurs)
            .map(({ method, path, query, body: sent }) => ({
              vendor,
              call: `${method} ${path}`,
              named: target.about.some((name) =>
                `${decodeURIComponent(path)} ${Object.values(query).join(" ")} ${JSON.stringify(sent)}`.includes(
                  name,
                ),
              ),
            })),
        ),
      );
      return calls.flat();
    },

    /** How a run ends whose call meets a fault. */
    async ending(cell: Cell): Promise<Ending | string> {
      const { action } = cell;
      const { target, planned, click, reread } = await previewed(action);
      if (cell.step[0] === "reread") {
        const { body } = await click();
        const before = await told(action, target);
        await order(cell, target);
        const refused = await reread(body.run.id);
        const after = await told(action, target);
        await takeBack(cell);
        const same = JSON.stringify(before) === JSON.stringify(after);
        return isVendorFailure(refused) && same
          ? "not read"
          : JSON.stringify({ refused, before, after });
      }
      await order(cell, target);
      const answered = await click();
      const run = await told(action, target);
      await takeBack(cell);
      if (run !== null) return endingOf(run, planned, await target.effects());
      if (!isVendorFailure(answered) || (await target.effects()) !== 0) {
        return JSON.stringify(answered);
      }
      return "not begun";
    },

    /** The steps that were written down, as `<action> <step or keep> <name> <service>`. */
    named: async () =>
      (
        await backend.database.query<{ name: string }>(
          `select distinct r.action || case when s.effect then ' step ' else ' keep ' end || s.name || ' ' || s.service as name
          from private.run_steps s join private.run_items i on i.id = s.item_id join private.runs r on r.id = i.run_id
          order by 1`,
        )
      ).map(({ name }) => name),
  };
}
