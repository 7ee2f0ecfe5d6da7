import type { Execution } from "../action.ts";
import type {
  ActionContract,
  PlannedTarget,
  PreviewAnswer,
  RunAnswer,
  RunReport,
} from "../contract.ts";
import { type Database, databaseForWorker } from "../database.ts";
import type { Service } from "../vendors/external.ts";
import { type Handler, OBSERVED_MOST, type Target } from "./handler.ts";
import { problemOf, waitForTurn } from "./turns.ts";
import { reread, workOn } from "./worker.ts";

declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void } | undefined;

/** How long the one who clicked waits for the end; then the run's page tells. */
const ANSWER_WITHIN_MS = 8_000;
/** How long this request goes on working after that. The schedule takes over where it ends. */
const WORK_FOR_MS = 110_000;

type Planned = PreviewAnswer & { targets: PlannedTarget[]; items: number };

async function observe(handler: Handler, targets: Target[]): Promise<Record<string, unknown>> {
  const db = databaseForWorker();
  const observed: Record<string, unknown> = {};
  for (const target of targets) {
    observed[target.id] = await handler.observe?.(target, (service) => waitForTurn(db, service));
  }
  return observed;
}

async function planned(
  name: string,
  handler: Handler,
  db: Database,
  params: unknown,
): Promise<{ plan: Planned; observed: Record<string, unknown> | null }> {
  const plan = await db.call<Planned>("plan_run", { action: name, params }, "plan");
  try {
    if (handler.survey) {
      // What cannot run needs no look, and would have no targets to tell what was seen of.
      if (plan.blockers.length > 0) return { plan, observed: null };
      const db = databaseForWorker();
      const turn = (service: Service) => waitForTurn(db, service);
      const observed = await handler.survey(params as Record<string, unknown>, plan.targets, turn);
      return { plan, observed };
    }
    if (!handler.observe || plan.items > OBSERVED_MOST) return { plan, observed: null };
    return { plan, observed: await observe(handler, plan.targets) };
  } catch (error) {
    throw await problemOf(error);
  }
}

/** Carries on after the answer, where the platform allows it. */
function background(work: Promise<unknown>): void {
  const quiet = work.catch((error: unknown) =>
    console.error("work:", error instanceof Error ? error.stack : error),
  );
  if (typeof EdgeRuntime !== "undefined") EdgeRuntime.waitUntil(quiet);
}

/**
 * How an action with items goes: the vendor's state is looked at for the preview and again before the
 * run, the run starts with its items, and this request begins to work on them.
 */
export function runsItems<Params>(
  contract: Pick<ActionContract, "name">,
  handler: Handler,
): Execution<Params> {
  const { name } = contract;
  return {
    async preview({ db, params }) {
      const { plan, observed } = await planned(name, handler, db, params);
      return observed === null
        ? { ...plan, foreseen: plan.blockers.length > 0 || !(handler.observe || handler.survey) }
        : db.call<Planned>("plan_run", { action: name, params, observed }, "plan");
    },
    async execute({ db, params, request: { key, ...request } }) {
      const { observed } = await planned(name, handler, db, params);
      const started = await db.call<RunAnswer>(
        "start_run",
        { action: name, params, ...request, idempotency_key: key, observed },
        "run",
      );
      if (started.run?.status === "running") {
        const work = workOn({ [name]: handler }, { runId: started.run.id, forMs: WORK_FOR_MS });
        background(work);
        let timer: ReturnType<typeof setTimeout> | undefined;
        await Promise.race([
          work.catch(() => {}),
          new Promise((done) => {
            timer = setTimeout(done, ANSWER_WITHIN_MS);
          }),
        ]);
        clearTimeout(timer);
      }
      return started;
    },
    // A run with items is proved by those who work on it: this reads how far they are.
    prove: ({ db, runId }) => db.call<RunAnswer>("prove_run", { run_id: runId }, "run"),
    async proveAgain({ db, runId }) {
      const read = () => db.call<RunReport>("prove_run", { run_id: runId, action: name }, "run");
      const now = await read();
      if (now.run.status === "running") return now;
      try {
        await reread(handler, runId);
      } catch (error) {
        throw await problemOf(error);
      }
      return read();
    },
  };
}
