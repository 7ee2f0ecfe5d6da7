import type { Database } from "./database.ts";

/** The embedded stand-in of Supabase Cron: asks the database for one turn of the schedule. */
export function startSchedule(
  database: Database,
  log: (line: string) => void,
  everyMs = 60_000,
): { stop(): void } {
  let running = false;
  const turn = async () => {
    if (running) return;
    running = true;
    try {
      await database.query("select private.tick()");
    } catch (error) {
      log(`schedule: ${(error as Error).message}`);
    } finally {
      running = false;
    }
  };
  const timer = setInterval(turn, everyMs);
  timer.unref();
  void turn();
  return { stop: () => clearInterval(timer) };
}
