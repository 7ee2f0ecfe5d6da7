import { randomUUID } from "node:crypto";
import type {
  ErrorAnswer,
  PreviewAnswer,
  RunReport,
} from "../../supabase/functions/_shared/contract.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import type { Answer, Backend } from "../support/backend.ts";

export const REASON = "Geste commercial après une panne";

/** A body that may be the answer or the error; a test looks at the status first. */
export type Either<Body> = Body & ErrorAnswer;

export type Params = { user_id: string; days?: number; plan?: string };

export const preview = (
  backend: Backend,
  token: string | null,
  action: ActionName,
  params: unknown,
): Promise<Answer<Either<PreviewAnswer>>> =>
  backend.act(action, { mode: "preview", params }, token);

/** The plan of a preview that must succeed. */
export async function planOf(
  backend: Backend,
  token: string,
  action: ActionName,
  params: Params,
): Promise<string> {
  const { status, body } = await preview(backend, token, action, params);
  if (status !== 200) throw new Error(`preview answered ${status}: ${JSON.stringify(body)}`);
  return body.plan;
}

export const run = (
  backend: Backend,
  token: string | null,
  action: ActionName,
  params: unknown,
  plan: string,
  { reason = REASON, key = randomUUID() }: { reason?: string; key?: string } = {},
): Promise<Answer<Either<RunReport>>> =>
  backend.act(action, { mode: "run", params, plan, reason }, token, key);

/** Reads the proof of a run again, as of now. */
export const prove = (
  backend: Backend,
  token: string | null,
  action: ActionName,
  runId: string,
): Promise<Answer<Either<RunReport>>> =>
  backend.act(action, { mode: "prove", run_id: runId }, token);

export const undo = (
  backend: Backend,
  token: string | null,
  action: ActionName,
  runId: string,
  { reason = REASON, key = randomUUID() }: { reason?: string; key?: string } = {},
): Promise<Answer<Either<RunReport>>> =>
  backend.act(action, { mode: "undo", run_id: runId, reason }, token, key);

/** A run that a colleague has to agree to: asked for with one token, agreed to with another. */
export async function runByTwo(
  backend: Backend,
  [requester, approver]: [string, string],
  action: ActionName,
  params: unknown,
): Promise<RunReport> {
  const planned = await preview(backend, requester, action, params);
  const asked = await run(backend, requester, action, params, planned.body.plan);
  if (asked.status !== 202) throw new Error(`nobody was asked: ${JSON.stringify(asked)}`);
  const { body } = await backend.rpc<RunReport>(
    "decide_approval",
    { approval_id: asked.body.approval?.id, decision: "approve" },
    approver,
  );
  return body;
}

/** Preview and run that must succeed. */
export async function perform(
  backend: Backend,
  token: string,
  action: ActionName,
  params: Params,
): Promise<RunReport> {
  const done = await run(
    backend,
    token,
    action,
    params,
    await planOf(backend, token, action, params),
  );
  if (done.status !== 200) throw new Error(`run answered ${JSON.stringify(done)}`);
  return done.body;
}
