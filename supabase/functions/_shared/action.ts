import type { z } from "zod";
import { readJson } from "./body.ts";
import {
  type ActionContract,
  type ActionRequest,
  actionRequest,
  ERROR_STATUS,
  type PreviewAnswer,
  type RunAnswer,
} from "./contract.ts";
import type { Database } from "./database.ts";
import { answer, databaseOfCaller, serve } from "./http.ts";
import { Problem } from "./problem.ts";

/** How an action reaches the world. The defaults are those of an action inside the database. */
export type Execution<Params> = {
  preview?: (context: { db: Database; params: Params }) => Promise<PreviewAnswer>;
  execute?: (context: { db: Database; params: Params; request: RunRequest }) => Promise<RunAnswer>;
  prove?: (context: { db: Database; runId: string }) => Promise<RunAnswer>;
  /** Re-reads the truth of a run that was proved before. */
  proveAgain?: (context: { db: Database; runId: string }) => Promise<RunAnswer>;
};

type RunRequest = {
  plan: string;
  reason: string;
  confirm: string | null;
  incident: string | null;
  key: string;
};

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: string[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid_input", "Some fields are not valid.", {
    issues: parsed.error.issues.map((issue) => ({
      path: [...path, ...issue.path],
      // A refinement of ours carries its own code in the message.
      code: issue.code === "custom" ? issue.message : issue.code,
      message: issue.message,
    })),
  });
}

function keyOf(request: Request): string {
  const key = request.headers.get("idempotency-key") ?? "";
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) {
    throw new Problem(
      "malformed",
      "The header Idempotency-Key takes 8 to 200 visible characters.",
      {
        header: "Idempotency-Key",
      },
    );
  }
  return key;
}

function undo<Params extends z.ZodType>(
  contract: ActionContract<string, Params>,
  db: Database,
  body: Extract<ActionRequest, { mode: "undo" }>,
  key: string,
): Promise<RunAnswer> {
  return db.call<RunAnswer>(
    "undo_run",
    {
      run_id: body.run_id,
      reason: body.reason,
      idempotency_key: key,
      action: contract.name,
    },
    "run",
  );
}

async function run<Params extends z.ZodType>(
  contract: ActionContract<string, Params>,
  execution: Execution<z.output<Params>>,
  db: Database,
  body: Extract<ActionRequest, { mode: "run" }>,
  key: string,
): Promise<RunAnswer> {
  const params = parse(contract.params, body.params, ["params"]);
  const request: RunRequest = {
    plan: body.plan,
    reason: body.reason,
    confirm: body.confirm ?? null,
    incident: body.incident ?? null,
    key,
  };
  if (execution.execute) return execution.execute({ db, params, request });
  const { key: idempotency_key, ...rest } = request;
  return db.call<RunAnswer>(
    "run_action",
    { action: contract.name, params, ...rest, idempotency_key },
    "run",
  );
}

/** A click that came to nothing through no fault of the one who clicked is told in the journal, if it can be. */
async function noteFailure(
  contract: Pick<ActionContract, "name">,
  request: Request,
  body: { params?: unknown; reason: string },
  error: unknown,
): Promise<void> {
  const code = error instanceof Problem ? error.code : "internal";
  if (ERROR_STATUS[code] < 500 || code === "database_down") return;
  const { params = {}, reason } = body;
  await databaseOfCaller(request)
    .call("note_failure", { action: contract.name, params, reason, code }, "noted")
    .catch((failure: unknown) => console.error("the failure was not noted:", failure));
}

async function handle<Params extends z.ZodType>(
  contract: ActionContract<string, Params>,
  execution: Execution<z.output<Params>>,
  request: Request,
): Promise<unknown> {
  const db = databaseOfCaller(request);
  const body = parse(actionRequest, await readJson(request));

  if (body.mode === "preview") {
    const params = parse(contract.params, body.params, ["params"]);
    return execution.preview
      ? execution.preview({ db, params })
      : db.call<PreviewAnswer>("preview_action", { action: contract.name, params }, "plan");
  }
  if (body.mode === "prove") {
    const { run_id } = body;
    return execution.proveAgain
      ? execution.proveAgain({ db, runId: run_id })
      : db.call<RunAnswer>("prove_run", { run_id, again: true, action: contract.name }, "run");
  }
  const key = keyOf(request);
  const asked =
    body.mode === "undo" ? undo(contract, db, body, key) : run(contract, execution, db, body, key);
  const done = await asked.catch(async (error: unknown) => {
    await noteFailure(contract, request, body, error);
    throw error;
  });
  if (done.run === null) return done;
  // The effect is committed: a proof that cannot be made now must not look like a failed run.
  try {
    const proved = execution.prove
      ? await execution.prove({ db, runId: done.run.id })
      : await db.call<RunAnswer>("prove_run", { run_id: done.run.id }, "run");
    return done.approval === undefined ? proved : { ...proved, approval: done.approval };
  } catch {
    return done;
  }
}

/** A run that goes on after the answer, or waits for a colleague. */
function isOpen(body: unknown): boolean {
  const { run, approval } = body as Partial<RunAnswer>;
  return run?.status === "running" || (run === null && approval?.status === "pending");
}

/** Serves one action by the HTTP contract: shape first, then the database decides, then the proof. */
export function serveAction<Params extends z.ZodType>(
  contract: ActionContract<string, Params>,
  execution: Execution<z.output<Params>> = {},
): { fetch: (request: Request) => Promise<Response> } {
  return serve(contract.name, "POST", async (request) => {
    const body = await handle(contract, execution, request);
    return answer(isOpen(body) ? 202 : 200, body);
  });
}
