import type { Formats } from "../../../i18n/formats";
import type { ApprovalRequest } from "../approval";

type Translate = (key: string, args?: Record<string, unknown>) => string;
type Decided = Pick<ApprovalRequest, "status" | "decided_by_email" | "decided_at" | "expires_at">;

/** Nobody agreed: its requester broke the glass, and the delay ended. */
export const ranAlone = ({ status, decided_by_email: who }: Decided) =>
  who === null && (status === "approved" || status === "stale");

/** How a request ended, by whom and when. */
export function decidedWords(request: Decided, t: Translate, f: Formats): string {
  const { status, decided_by_email: who, decided_at, expires_at } = request;
  return t(`approval.decided.${ranAlone(request) ? `${status}_alone` : status}`, {
    who: who ?? "",
    at: f.dateTime(decided_at ?? expires_at),
  });
}
