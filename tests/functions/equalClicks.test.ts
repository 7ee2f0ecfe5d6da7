import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunAnswer } from "../../supabase/functions/_shared/contract.ts";
import { type ActionName, contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { effort } from "../support/effort.ts";
import { type Either, preview, REASON } from "./premiumCalls.ts";
import { type Scenario, scenariosOn, type Target } from "./scenarios.ts";
import { type Stage, setStage } from "./stage.ts";
import { wakeWorker } from "./worker.ts";

const ACTIONS = Object.keys(contracts) as ActionName[];
const CLICKS = effort(4, 50);
const ROUNDS = Array.from({ length: effort(1, 20) }, (_, index) => index + 1);

type Answered = { status: number; body: Either<RunAnswer> };

let stage: Stage;
let scenarios: Record<ActionName, Scenario>;

beforeAll(async () => {
  // Two actions, two tests, each round.
  stage = await setStage({ unheard: 4 * ROUNDS.length });
  scenarios = scenariosOn(stage);
});
afterAll(() => stage?.backend.close());

const atOnce = <Result>(calls: (() => Promise<Result>)[]) =>
  Promise.all(calls.map((call) => call()));

const only = <Value>(values: Value[]): Value => {
  const different = [...new Set(values)];
  expect(different).toHaveLength(1);
  return different[0] as Value;
};

/** A fresh record with its preview, and clicks on it by the same plan. */
async function previewed(action: ActionName) {
  const { by, fresh } = scenarios[action];
  const target = await fresh();
  const { params, confirm } = target;
  const { status, body } = await preview(stage.backend, stage.tokens[by], action, params);
  expect({ status, error: body.error, blockers: body.blockers }).toEqual({
    status: 200,
    error: undefined,
    blockers: [],
  });
  expect(await target.effects()).toBe(0);
  const request = { mode: "run", params, plan: body.plan, reason: REASON };
  const click = (key: string) => (): Promise<Answered> =>
    stage.backend.act(
      action,
      confirm === undefined ? request : { ...request, confirm },
      stage.tokens[by],
      key,
    );
  return { target, click };
}

const agree = (approver: Scenario["agreedBy"], id: string) => (): Promise<Answered> =>
  stage.backend.rpc(
    "decide_approval",
    { approval_id: id, decision: "approve" },
    stage.tokens[approver ?? "admin2"],
  );

type Trace = {
  id: string;
  status: string;
  items: number;
  opened: number;
  effects: number;
  endings: number;
  proofs: number;
};

/** Every run of an action with these parameters, once none of them is at work any more. */
async function runsOf(action: ActionName, { params }: Target): Promise<Trace[]> {
  const read = () =>
    stage.backend.database.query<Trace>(
      `select r.id::text, r.status, coalesce(r.items, 0) as items,
        (select count(*)::int from private.run_items i where i.run_id = r.id) as opened,
        (select count(*)::int from private.audit a where a.run_id = r.id and a.event = 'action' and a.outcome = 'done'
          and (r.items is null or a.details -> 'item' = 'true')) as effects,
        (select count(*)::int from private.audit a where a.run_id = r.id and a.event = 'action' and a.details ? 'params') as endings,
        (select count(*)::int from private.run_proofs p where p.run_id = r.id) as proofs
      from private.runs r where r.action = $1 and r.params @> $2::text::jsonb`,
      [action, JSON.stringify(params)],
    );
  for (;;) {
    const runs = await read();
    if (runs.every(({ status }) => status !== "running")) return runs;
    await wakeWorker(stage.backend);
  }
}

/** What the page of a run does: somebody who did not wait for its end looks at it. */
const prove = (runs: Trace[]) =>
  atOnce(
    Array.from(
      { length: CLICKS },
      () => () => stage.backend.rpc("prove_run", { run_id: runs[0]?.id }, stage.tokens.support),
    ),
  );

/** One run, one effect told by one line, one proof. */
async function expectOnce(action: ActionName, target: Target): Promise<string> {
  await prove(await runsOf(action, target));
  const runs = await runsOf(action, target);
  const items = runs[0]?.items;
  expect(runs).toEqual([
    {
      id: expect.any(String),
      status: "succeeded",
      items,
      opened: items,
      effects: 1,
      endings: 1,
      proofs: 1,
    },
  ]);
  expect(await target.effects()).toBe(1);
  return runs[0]?.id ?? "";
}

test("every action has a scenario", () => {
  expect(Object.keys(scenarios).sort()).toEqual([...ACTIONS].sort());
});

describe.concurrent.each(ACTIONS)("%s", (action) => {
  test.each(ROUNDS)(`${CLICKS} equal clicks are one run, round %i`, async () => {
    const { agreedBy } = scenarios[action];
    const { target, click } = await previewed(action);
    const key = randomUUID();
    let answers = await atOnce(Array.from({ length: CLICKS }, () => click(key)));
    for (const { status, body } of answers) {
      expect([200, 202], JSON.stringify(body)).toContain(status);
    }
    if (agreedBy !== undefined) {
      const id = only(answers.map(({ body }) => body.approval?.id)) ?? "";
      expect(await runsOf(action, target)).toEqual([]);
      answers = await atOnce(Array.from({ length: CLICKS }, () => agree(agreedBy, id)));
      expect(only(answers.map(({ status }) => status))).toBe(200);
    }
    const run = only(answers.map(({ body }) => body.run?.id));
    expect(await expectOnce(action, target)).toBe(run);
  });

  test.each(ROUNDS)(`${CLICKS} clicks on one plan are one run, round %i`, async () => {
    const { agreedBy } = scenarios[action];
    const { target, click } = await previewed(action);
    let answers = await atOnce(Array.from({ length: CLICKS }, () => click(randomUUID())));
    if (agreedBy !== undefined) {
      const ids = answers.map(({ body }) => body.approval?.id ?? "");
      expect(new Set(ids).size).toBe(CLICKS);
      answers = await atOnce(ids.map((id) => agree(agreedBy, id)));
    }
    const ran = answers.filter(({ body }) => body.run);
    const refused = answers.filter(({ body }) => !body.run);
    for (const { status, body } of refused) {
      expect([status, body.error.code], JSON.stringify(body)).toEqual([
        409,
        expect.stringMatching(/^(stale_plan|blocked)$/),
      ]);
    }
    expect(ran).toHaveLength(1);
    expect(await expectOnce(action, target)).toBe(ran[0]?.body.run?.id);
  });
});
