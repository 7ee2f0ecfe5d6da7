import fc from "fast-check";
import { expect, test } from "vitest";
import { clonePostgres } from "../support/backend.ts";
import { effort, seed } from "../support/effort.ts";
import { type Counts, Play } from "./histories/play.ts";
import { history, type Step } from "./histories/steps.ts";

const OPERATIONS = effort(150, 5_000);
/** Steps of one history at most: what went wrong in a short one is easier to read. */
const STEPS = 120;
/** For so long a history that went wrong is made shorter. */
const SHRINK_MS = effort(20_000, 300_000);

/** Plays a history on a database of its own; gives how many operations it had. */
async function play(steps: Step[], counts: Counts): Promise<number> {
  const database = await clonePostgres();
  const played = await Play.open(database, counts);
  let operations = 0;
  try {
    for (const step of steps) operations += await played.step(step);
    await played.end();
  } finally {
    await played.close();
    await database.close();
  }
  return operations;
}

test(`${OPERATIONS} operations of several people, Stripe and the clock: the database is what the rules say`, async () => {
  const counts: Counts = {};
  let done = 0;
  let wrongSince: number | undefined;
  for (let round = 0; done < OPERATIONS; round += 1) {
    await fc.assert(
      fc.asyncProperty(history(STEPS), async (steps) => {
        if (wrongSince !== undefined && Date.now() > wrongSince + SHRINK_MS) return;
        try {
          done += await play(steps, counts);
        } catch (error) {
          wrongSince ??= Date.now();
          throw error;
        }
      }),
      { numRuns: 1, seed: seed + round },
    );
  }
  expect(counts.done).toBeGreaterThan(OPERATIONS / 10);
});
