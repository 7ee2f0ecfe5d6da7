import { useTranslate } from "react-admin";
import type { Approval } from "../../../supabase/functions/_shared/contract";
import { useFormat } from "../../i18n/useFormat";
import { RequestNotice } from "./RequestNotice";

/** Nothing ran: what waits, for how long, and where. */
export function RequestResult({ approval }: { approval: Approval }) {
  const t = useTranslate();
  const format = useFormat();
  const { id, code, approvers, expires_at } = approval;
  return (
    <RequestNotice id={id} title={t("actions.approval.waiting", { code })}>
      {t(`actions.approval.${approvers > 0 ? "who" : "nobody"}`, { smart_count: approvers })}{" "}
      {t("actions.approval.expires", { at: format.dateTime(expires_at) })}
    </RequestNotice>
  );
}
