import { REREAD_MOST } from "../contract.ts";
import { type Database, databaseForWorker } from "../database.ts";
import { Problem } from "../problem.ts";
import { setting } from "../setting.ts";
import { ExternalError, type Service } from "../vendors/external.ts";
import type { DoneItem, Handler, Item, ItemProof, Outcome, Work } from "./handler.ts";
import { restAfter, waitForTurn } from "./turns.ts";

const PARALLEL = 4;
/** Batches of an undo at the same time, once there is one: more would wait for the journal's chain. */
const UNDO_BATCHES = 2;
const LONGEST_NAP_MS = 1_000;
/** Seconds before the next attempt when the vendor did not say; VENDOR_RETRY_SECONDS is for tests. */
const RETRY_AFTER = (setting("VENDOR_RETRY_SECONDS") ?? "2,5,15,30,60").split(",").map(Number);

/** Seconds to wait after so many attempts. */
const pauseAfter = (attempts: number) => RETRY_AFTER[attempts - 1] ?? RETRY_AFTER.at(-1) ?? 60;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Nobody knows whether the vendor did it, and it would not know that it is asked again. */
class KeyExpired extends Error {}

function lend(db: Database, item: Item): Work {
  const held = { item_id: item.id, lease: item.lease };

  async function once<Detail extends Record<string, unknown>>(
    { name, service, effect }: { name: string; service: Service; effect: boolean },
    call: (key: string) => Promise<Detail>,
  ): Promise<Detail> {
    if (effect) await waitForTurn(db, service, item);
    const begun = await db.call<{ key: string; status: string; detail: Detail }>(
      "begin_step",
      { ...held, name, service, effect },
      "key",
    );
    if (begun.status === "done") return begun.detail;
    if (begun.status === "expired") throw new KeyExpired();
    const end = (status: string, detail: unknown) =>
      db.call<{ ok: boolean }>("end_step", { ...held, name, status, detail }, "ok");
    try {
      const detail = await call(begun.key);
      await end("done", detail);
      return detail;
    } catch (error) {
      if (error instanceof ExternalError) {
        await end("failed", { kind: error.kind, request_id: error.requestId });
      }
      throw error;
    }
  }

  return {
    turn: (service) => waitForTurn(db, service, item),
    step: (name, service, call) => once({ name, service, effect: true }, call),
    keep: (name, service, read) => once({ name, service, effect: false }, read),
    async prove(read) {
      try {
        return await read();
      } catch (error) {
        const over = error instanceof ExternalError && (item.last || !error.retryable);
        if (!over) throw error;
        return null;
      }
    },
    async look(seen = null) {
      const { found } = await db.call<{ found: never }>("look_item", { ...held, seen }, "found");
      return found;
    },
    async apply(observed) {
      const { changes } = await db.call<{ changes: [] }>(
        "apply_item",
        { ...held, observed },
        "changes",
      );
      return changes;
    },
    async compare(observed) {
      const { changes } = await db.call<{ changes: [] }>(
        "compare_item",
        { ...held, observed },
        "changes",
      );
      return changes;
    },
  };
}

type Ending = Omit<Outcome, "status"> & {
  /** given_up: the vendor will not do it, but something may have been done before. */
  status: Outcome["status"] | "retry" | "given_up";
  retryAfter?: number;
};

async function attempt(handler: Handler | undefined, db: Database, item: Item): Promise<Ending> {
  if (handler === undefined) return { status: "failed", code: "no_handler" };
  try {
    return await handler.perform(item, lend(db, item));
  } catch (error) {
    if (error instanceof ExternalError) {
      const { service, kind, requestId, retryable } = error;
      const retryAfter = error.retryAfter ?? pauseAfter(item.attempts);
      await restAfter(db, error);
      return {
        status: retryable ? "retry" : "given_up",
        code: `vendor_${kind}`,
        args: { service, request_id: requestId },
        retryAfter,
      };
    }
    if (error instanceof KeyExpired) return { status: "attention", code: "key_expired" };
    if (error instanceof Problem) {
      if (error.code === "conflict" || error.code === "database_down") throw error;
      return { status: "failed", code: error.code };
    }
    console.error(`${item.action}:`, error instanceof Error ? error.stack : error);
    return { status: "failed", code: "internal" };
  }
}

async function perform(handlers: Record<string, Handler>, db: Database, item: Item): Promise<void> {
  try {
    const {
      status,
      code,
      args = {},
      proof = null,
      retryAfter,
    } = await attempt(handlers[item.action], db, item);
    await db.call(
      "finish_item",
      {
        item_id: item.id,
        lease: item.lease,
        status,
        outcome: { code, args },
        proof,
        retry_after_seconds: retryAfter === undefined ? null : Math.ceil(retryAfter),
      },
      "status",
    );
  } catch (error) {
    // The lease went to another worker, or the database is away: the lease will run out, nothing is lost.
    if (!(error instanceof Problem)) throw error;
    console.warn(`${item.action}: item ${item.id} is left to its lease: ${error.code}`);
  }
}

/** Reads the truth of a finished run again and keeps what it found; nothing when it cannot be re-read. */
export async function reread(handler: Handler, runId: string): Promise<void> {
  if (!handler.reread) return;
  const db = databaseForWorker();
  const { items } = await db.call<{ items: DoneItem[] }>(
    "items_to_prove",
    { run_id: runId },
    "items",
  );
  if (items.length === 0 || items.length > REREAD_MOST) return;
  const proofs: ItemProof[] = [];
  for (const item of items) {
    proofs.push(await handler.reread(item, (service) => waitForTurn(db, service)));
  }
  await db.call("record_proofs", { run_id: runId, proofs }, "proof");
}

/** Puts back so many batches of items at the same time; gives how many items there were. */
async function revert(runId: string | null, batches: number): Promise<number> {
  const done = await Promise.all(
    Array.from({ length: batches }, () =>
      databaseForWorker().call<{ reverted: number }>("revert_items", { run_id: runId }, "reverted"),
    ),
  );
  return done.reduce((sum, { reverted }) => sum + reverted, 0);
}

/**
 * Works on the items of one run, or of all, until there are none left to claim or the time is up.
 * Every item is done once, whoever else works at the same time and however often somebody dies.
 */
export async function workOn(
  handlers: Record<string, Handler>,
  { runId = null, forMs }: { runId?: string | null; forMs: number },
): Promise<void> {
  const until = Date.now() + forMs;
  let batches = 1;
  const busy = new Set<Promise<void>>();
  for (;;) {
    const db = databaseForWorker();
    const free = PARALLEL - busy.size;
    const { items, waiting_ms } =
      Date.now() < until
        ? await db.call<{ items: Item[]; waiting_ms: number | null }>(
            "claim_items",
            { run_id: runId, most: free },
            "items",
          )
        : { items: [], waiting_ms: null };
    for (const item of items) {
      const work = perform(handlers, databaseForWorker(), item);
      busy.add(work);
      void work.finally(() => busy.delete(work));
    }
    // Undoing is the database's alone: no vendor, no lease.
    const reverted = Date.now() < until ? await revert(runId, batches) : 0;
    batches = reverted > 0 ? UNDO_BATCHES : 1;
    if (busy.size > 0) {
      await Promise.race([
        ...busy,
        ...(busy.size < PARALLEL && waiting_ms !== null ? [sleep(LONGEST_NAP_MS)] : []),
      ]);
      continue;
    }
    await db.call<{ closed: number }>("close_runs", {}, "closed");
    if (reverted > 0) continue;
    if (waiting_ms === null || Date.now() + waiting_ms > until) return;
    await sleep(Math.min(Math.max(waiting_ms, 0) + 5, LONGEST_NAP_MS));
  }
}
