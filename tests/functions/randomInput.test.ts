import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readMatrix } from "../database/matrix.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { effort, seed } from "../support/effort.ts";
import { harmlessCalls, type Standing } from "./harmless.ts";
import { actionCall, type Call, jobCall, routineCall, routineNamed } from "./randomCalls.ts";
import { ACTIONS, JOBS, type Scene, setScene } from "./randomScene.ts";

const ROUTINES = ["Function", "Worker function"]
  .flatMap((table) => [...readMatrix()(table).keys()])
  .filter((name) => name.startsWith("backoffice."));

const ABSENT = "00000000-0000-4000-8000-000000000000";
const CALLS = effort(10, 5_000);
const AT_ONCE = Math.min(25, CALLS);

let backend: Backend;
let scene: Scene;
let standing: Standing = {};

beforeAll(async () => {
  backend = await startBackend(await clonePostgres(), { vendors: true });
  // The embedded Data API prints the stack of what it cannot pass on.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => backend?.close());
beforeEach(async () => {
  const earlier = scene;
  scene = await setScene(backend, earlier);
  // Who signed in anew, or plans made anew, changed it.
  const kept = scene.callers === earlier?.callers && scene.planned === earlier.planned;
  if (!kept) standing = {};
});

/** Sends what is certain, then calls of chance; gives how often each status was answered. */
async function send(call: fc.Arbitrary<Call>, ...certain: Call[]): Promise<Record<number, number>> {
  const calls = harmlessCalls(backend, scene.callers, standing);
  if (certain.length > 0) await calls.check(certain);
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: AT_ONCE, maxLength: AT_ONCE }), calls.check),
    { numRuns: Math.ceil(CALLS / AT_ONCE), seed },
  );
  return calls.statuses;
}

test.each(ACTIONS)(`${CALLS} bodies of chance to %s`, async (action) => {
  // One that reaches the rules for certain: the few others may all be refused before.
  const short = { mode: "run", params: {}, plan: scene.planned[0]?.plan, reason: "court" };
  const certain: Call = {
    method: "POST",
    path: `/functions/v1/${action}`,
    caller: "admin",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(short),
  };
  expect(await send(actionCall(action, scene), certain)).toHaveProperty("422");
});

test.each(JOBS)(`${CALLS} bodies of chance to %s`, async (job) => {
  const statuses = Object.keys(await send(jobCall(job, scene)));
  // One of them is read with GET.
  expect(["200", "401", "405"]).toEqual(expect.arrayContaining(statuses));
});

test.each(ROUTINES)(`${CALLS} arguments of chance to %s`, async (name) => {
  const routine = await routineNamed(backend.database, name);
  const statuses = Object.entries(await send(routineCall(routine, scene)));
  const sent = statuses.reduce((sum, [, number]) => sum + number, 0);
  expect(sent).toBeGreaterThanOrEqual(CALLS);
});

test("an effect of a refusal would be found", async () => {
  await backend.database.exec(`
    create function public.leak() returns trigger language plpgsql security definer as $$
    begin
      insert into private.settings (key, value) values ('leak ' || new.n, '1');
      return null;
    end $$;
    create trigger leak after insert on private.audit_pending for each row
      when (new.outcome = 'denied') execute function public.leak();
  `);
  const { check } = harmlessCalls(backend, scene.callers);
  const refused: Call = {
    method: "POST",
    path: "/functions/v1/ban-user",
    caller: "support",
    headers: {},
    body: JSON.stringify({ mode: "preview", params: { user_id: ABSENT, hours: 1 } }),
  };
  await expect(check([refused])).rejects.toThrow(/private\.settings changed: POST/);
  await backend.database.exec("drop trigger leak on private.audit_pending");
  await expect(check([refused])).resolves.toBeUndefined();
});
