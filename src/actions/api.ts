import type {
  PreviewAnswer,
  RunAnswer,
  RunRecord,
  RunReport,
} from "../../supabase/functions/_shared/contract";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { type Answer, request, ServerError } from "../providers/request";
import { settings } from "../providers/settings";
import { SCHEMA } from "../providers/supabaseClient";
import type { RunBody } from "./actionState";
import { isErrorCode } from "./errorCodes";
import { ActionFailure } from "./failure";

export type UndoBody = { mode: "undo"; run_id: string; reason: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function refusal(body: unknown): ActionFailure | null {
  const error = isRecord(body) ? body.error : undefined;
  if (!isRecord(error)) return null;
  return isErrorCode(error.code)
    ? new ActionFailure(error.code, error.details)
    : new ActionFailure("unreadable");
}

// A gateway speaks in statuses, not in the contract's codes.
const STATUS_CODE: Record<number, ActionFailure["code"]> = {
  401: "unauthorized",
  403: "not_allowed",
  404: "not_configured",
  413: "too_large",
  429: "too_many_requests",
  500: "internal",
  502: "network",
  503: "database_down",
  504: "network",
};

function failureOf(error: unknown): ActionFailure {
  if (error instanceof ServerError) {
    return refusal(error.body) ?? new ActionFailure(STATUS_CODE[error.status] ?? "unreadable");
  }
  return new ActionFailure("network");
}

async function post(
  url: string,
  body: unknown,
  options: { headers?: Headers; signal?: AbortSignal } = {},
) {
  let answer: Answer;
  try {
    answer = await request(url, { ...options, method: "POST", body: JSON.stringify(body) });
  } catch (error) {
    throw failureOf(error);
  }
  const refused = refusal(answer.json);
  if (refused) throw refused;
  return answer.json;
}

async function callRun(
  action: ActionName,
  body: RunBody | UndoBody,
  key: string,
): Promise<RunAnswer> {
  const headers = new Headers({ "Idempotency-Key": key });
  return readAnswer(
    await post(`${settings.supabaseUrl}/functions/v1/${action}`, body, { headers }),
  );
}

export function rpc(name: string, args: Record<string, unknown>): Promise<unknown> {
  const headers = new Headers({ "Content-Profile": SCHEMA });
  return post(`${settings.supabaseUrl}/rest/v1/rpc/${name}`, args, { headers });
}

export function readAnswer(json: unknown): RunAnswer {
  if (!isRecord(json)) throw new ActionFailure("unreadable");
  if (!isRecord(json.run) && !isRecord(json.approval)) throw new ActionFailure("unreadable");
  return json as RunAnswer;
}

function readRun(json: unknown): RunReport {
  const answer = readAnswer(json);
  if (!answer.run) throw new ActionFailure("unreadable");
  return answer;
}

/** What an action would change. Writes nothing. */
export async function previewAction(
  action: ActionName,
  params: unknown,
  signal: AbortSignal,
): Promise<PreviewAnswer> {
  const url = `${settings.supabaseUrl}/functions/v1/${action}`;
  const json = await post(url, { mode: "preview", params }, { signal });
  if (!isRecord(json) || !Array.isArray(json.changes)) throw new ActionFailure("unreadable");
  return json as PreviewAnswer;
}

/** Runs by the plan of a preview. Throws ActionFailure. */
export function runAction(action: ActionName, body: RunBody, key: string): Promise<RunAnswer> {
  return callRun(action, body, key);
}

/** Puts back what a run changed. Throws ActionFailure. */
export function undoRun(action: ActionName, body: UndoBody, key: string): Promise<RunAnswer> {
  return callRun(action, body, key);
}

/** Ends a run after the items that are being worked on. Throws ActionFailure. */
export async function cancelRun(runId: string, reason: string): Promise<RunReport> {
  return readRun(await rpc("cancel_run", { run_id: runId, reason }));
}

/** Does again what failed in a run, as a run of its own, which it gives. Throws ActionFailure. */
export async function retryRun(runId: string, reason: string, key: string): Promise<RunReport> {
  return readRun(await rpc("retry_run", { run_id: runId, reason, idempotency_key: key }));
}

/** Re-reads the truth that a run was to change, and records what it found. Throws ActionFailure. */
export async function proveRun({
  id,
  action,
  items,
}: Pick<RunRecord, "id" | "action" | "items">): Promise<RunReport> {
  if (items === null) return readRun(await rpc("prove_run", { run_id: id, again: true }));
  const body = { mode: "prove", run_id: id };
  return readRun(await post(`${settings.supabaseUrl}/functions/v1/${action}`, body));
}
