import type { Database } from "./database.ts";

type Schedule = {
  everyMs?: number;
  /** The functions that read what is measured: before it is, so that the first page is right from the start. */
  read?: () => Promise<void>;
  /** The functions that follow. */
  after?: () => Promise<void>;
  /** Wakes the worker; called when there are runs with items left. */
  work?: () => Promise<void>;
  workEveryMs?: number;
};

/** Repeats something that never overlaps itself; the first time at once. */
function repeat(turn: () => Promise<void>, everyMs: number, log: (line: string) => void) {
  let running = false;
  const next = async () => {
    if (running) return;
    running = true;
    try {
      await turn();
    } catch (error) {
      log(`schedule: ${(error as Error).message}`);
    } finally {
      running = false;
    }
  };
  const timer = setInterval(next, everyMs);
  timer.unref();
  void next();
  return () => clearInterval(timer);
}

/** The embedded stand-in of Supabase Cron: the turn of every minute, and the worker where it is needed. */
export function startSchedule(
  database: Database,
  log: (line: string) => void,
  { everyMs = 60_000, read, after, work, workEveryMs = 5_000 }: Schedule = {},
): { stop(): void } {
  const turn = async () => {
    await database.query("select private.tick()");
    await read?.().catch((error: Error) => log(`schedule: ${error.message}`));
    await database.query("select private.turn_metrics()");
    await after?.();
  };
  const stops = [repeat(turn, everyMs, log)];
  if (work) {
    const wake = async () => {
      const [open] = await database.query<{ work: { runs: number } }>(
        "select private.open_work() as work",
      );
      if (open !== undefined && open.work.runs > 0) await work();
    };
    stops.push(repeat(wake, workEveryMs, log));
  }
  return {
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
