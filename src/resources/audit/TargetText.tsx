import { useTranslate } from "react-admin";
import { EmailText, RecordLink } from "../../list/RecordLink";
import { customerPath } from "../customerCells";
import type { AuditEntry } from "./auditEntry";

type Props = {
  of: Pick<AuditEntry, "target_kind" | "target_id" | "target_label">;
  /** Without its link, inside another one. */
  plain?: boolean;
};

/** What a line is about, in words, and as a link where it has a page. */
export function TargetText({ of, plain = false }: Props) {
  const t = useTranslate();
  const { target_kind: kind, target_id: id, target_label: label } = of;
  if (!id || !label) return label;
  if (kind === "user") {
    const email = <EmailText email={label} />;
    return plain ? email : <RecordLink to={customerPath(id)}>{email}</RecordLink>;
  }
  if (kind === "incident") {
    return plain ? label : <RecordLink to={`/incidents/${id}/show`}>{label}</RecordLink>;
  }
  if (kind !== "metric" && kind !== "alert_rule") return label;
  const name = t(`metric.name.${label}`, { _: label });
  const words = t(`resources.audit.target.${kind}`, { id, name });
  if (plain) return words;
  return <RecordLink to={kind === "metric" ? "/settings" : "/alert_rules"}>{words}</RecordLink>;
}
