import type { RunAnswer } from "../../../supabase/functions/_shared/contract";
import { readAnswer, rpc } from "../../actions/api";
import type { ApprovalRights } from "./approval";

export type Decision = "approve" | "reject" | "withdraw";

/** Agreeing runs the request as it was asked for. Throws ActionFailure. */
export async function decideApproval(
  id: string,
  decision: Decision,
  comment: string | null,
): Promise<RunAnswer> {
  return readAnswer(await rpc("decide_approval", { approval_id: id, decision, comment }));
}

/** Throws ActionFailure. */
export async function commentApproval(id: string, body: string): Promise<RunAnswer> {
  return readAnswer(await rpc("comment_approval", { approval_id: id, body }));
}

/** Lets the own request run alone after the delay. Throws ActionFailure. */
export async function breakGlass(id: string, reason: string): Promise<RunAnswer> {
  return readAnswer(await rpc("break_glass", { approval_id: id, reason }));
}

/** What may be done with a request, and why not. Throws ActionFailure. */
export async function approvalRights(id: string): Promise<ApprovalRights> {
  return (await rpc("approval_rights", { approval_id: id })) as ApprovalRights;
}
