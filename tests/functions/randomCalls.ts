import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Database } from "../../stack/database.ts";
import { type ActionName, contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { REASON } from "./premiumCalls.ts";
import { paramsOf } from "./randomParams.ts";
import { ACTIONS, type Scene } from "./randomScene.ts";
import { bodyText, json, spoiled, text } from "./randomValues.ts";

export type Call = {
  method: string;
  path: string;
  caller: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
};

/** Mostly one who may, now and then anybody. */
const callers = (scene: Scene, mostly: string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...mostly) },
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(scene.callers)) },
  );

/** What a header can carry. */
const headerText = fc
  .string({ unit: "grapheme-ascii", maxLength: 210 })
  .map((value) => value.trim());

const key = fc.oneof(
  { weight: 8, arbitrary: fc.nat().map(() => randomUUID()) },
  { weight: 2, arbitrary: headerText },
);

const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(fields, { requiredKeys }) as fc.Arbitrary<Record<string, unknown>>;

/** A call of an action's function, from its contract. */
export function actionCall(action: ActionName, scene: Scene): fc.Arbitrary<Call> {
  const params = paramsOf(contracts[action], scene.known);
  const own = scene.planned.filter((request) => request.action === action);
  const run = (requests: Scene["planned"]) =>
    fc.tuple(fc.constantFrom(...requests), params, fc.nat({ max: 9 })).map(
      ([request, other, chance]): Record<string, unknown> => ({
        mode: "run",
        params: chance < 7 ? request.params : other,
        plan: request.plan,
        reason: REASON,
        ...(request.confirm === null ? {} : { confirm: request.confirm }),
      }),
    );
  const good = fc.oneof(
    record({ mode: fc.constant("preview"), params }, ["mode", "params"]),
    ...(own.length > 0 ? [run(own)] : []),
    run(scene.planned),
    record(
      {
        mode: fc.constant("undo"),
        run_id: fc.constantFrom(...scene.known.idsOf("run_id")),
        reason: fc.constant(REASON),
      },
      ["mode", "run_id", "reason"],
    ),
  );
  return fc
    .record({
      method: fc.oneof(
        { weight: 30, arbitrary: fc.constant("POST") },
        { weight: 1, arbitrary: fc.constantFrom("PUT", "DELETE", "PATCH") },
      ),
      caller: callers(scene, ["admin", "admin", "ops"]),
      key,
      body: bodyText(spoiled(good)),
    })
    .map(({ key: idempotencyKey, ...call }) => ({
      ...call,
      path: `/functions/v1/${action}`,
      headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    }));
}

/** A call of a function that takes no body, by the schedule or by somebody else. */
export const jobCall = (job: string, scene: Scene): fc.Arbitrary<Call> =>
  fc.record({
    method: fc.constantFrom("POST", "POST", "POST", "PUT", "DELETE"),
    path: fc.constant(`/functions/v1/${job}`),
    caller: callers(scene, ["worker", "nobody", "admin"]),
    headers: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: headerText.map((apikey) => ({ apikey })) },
    ) as fc.Arbitrary<Record<string, string>>,
    body: bodyText(json),
  });

export type Routine = {
  name: string;
  args: { name: string; type: string; optional: boolean }[];
  worker: boolean;
};

/** A function of schema backoffice, named with its arguments' types as docs/permissions.md does. */
export async function routineNamed(database: Database, name: string): Promise<Routine> {
  const [routine] = await database.query<Routine>(
    `select p.proname::text as name, has_function_privilege('service_role', p.oid, 'execute') as worker,
      (select coalesce(jsonb_agg(jsonb_build_object('name', p.proargnames[a.position], 'type', format_type(a.type, null),
          'optional', a.position > p.pronargs - p.pronargdefaults) order by a.position), '[]')
        from unnest(p.proargtypes) with ordinality a (type, position)) as args
    from pg_proc p where p.oid = $1::regprocedure`,
    [name],
  );
  if (routine === undefined) throw new Error(`there is no function ${name}`);
  return routine;
}

/** A good value of an argument, by its name or else its type. */
function argument({ name, type }: Routine["args"][number], scene: Scene): fc.Arbitrary<unknown> {
  const ids = scene.known.idsOf(name);
  switch (name) {
    case "reason":
    case "comment":
    case "body":
      return fc.constant(REASON);
    case "idempotency_key":
      return fc.nat().map(() => randomUUID());
    case "action":
      return fc.constantFrom(...ACTIONS);
    case "decision":
      return fc.constantFrom("approve", "reject", "withdraw");
    case "kind":
      return fc.constantFrom(...Object.values(contracts).map(({ subject }) => subject));
    case "status":
      return fc.constantFrom("done", "failed", "retry", "started");
    case "params":
      return fc.oneof(...ACTIONS.map((action) => paramsOf(contracts[action], scene.known)));
    case "plan":
      return fc.constantFrom(...scene.planned.map(({ plan }) => plan));
  }
  if (ids.length > 0) return fc.constantFrom(...ids);
  switch (type) {
    case "uuid":
      return fc.uuid();
    case "boolean":
      return fc.boolean();
    case "integer":
    case "bigint":
    case "numeric":
      return fc.integer({ min: -1, max: 30 });
    case "date":
    case "timestamp with time zone":
      return fc.constantFrom("2026-11-23", "infinity", "0044-03-15 BC");
    case "jsonb":
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(null, {}) },
        { weight: 1, arbitrary: json },
      );
    default:
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(null, "stripe", "INC-7") },
        { weight: 1, arbitrary: text },
      );
  }
}

/** A call of a function of schema backoffice, from the catalog. */
export function routineCall(routine: Routine, scene: Scene): fc.Arbitrary<Call> {
  const args = fc.record(
    Object.fromEntries(routine.args.map((one) => [one.name, argument(one, scene)])),
    { requiredKeys: routine.args.filter(({ optional }) => !optional).map(({ name }) => name) },
  ) as fc.Arbitrary<Record<string, unknown>>;
  const names = routine.args.map(({ name }) => name);
  // What belongs together in a request comes together, mostly.
  const good = fc
    .tuple(args, fc.constantFrom(...scene.planned), fc.nat({ max: 9 }))
    .map(([held, request, chance]) => {
      const together = names.filter((name) => Object.hasOwn(request, name));
      return chance > 6
        ? held
        : {
            ...held,
            ...Object.fromEntries(
              together.map((name) => [name, request[name as keyof typeof request]]),
            ),
          };
    });
  return fc
    .record({
      caller: callers(scene, routine.worker ? ["worker"] : ["admin", "ops", "support"]),
      body: bodyText(spoiled(good)),
    })
    .map((call) => ({
      ...call,
      method: "POST",
      path: `/rest/v1/rpc/${routine.name}`,
      headers: { "content-type": "application/json", "content-profile": "backoffice" },
    }));
}
