export const DELIVERY_STATUSES = ["waiting", "retrying", "delivered"] as const;

/** A row of backoffice.deliveries: a message for Slack, delivered or still to be. */
export type Delivery = {
  id: number;
  kind: string;
  /** Of the alert or the request, "AL-0007". */
  code: string | null;
  metric: string | null;
  severity: string | null;
  action: string | null;
  alert_id: string | null;
  approval_id: string | null;
  incident_id: string | null;
  rule_id: number | null;
  created_at: string;
  attempts: number;
  last_error: string | null;
  delivered_at: string | null;
  next_attempt_at: string | null;
  status: (typeof DELIVERY_STATUSES)[number];
};

/** The page of what a message is about; null where it has none. */
export function aboutPath({
  alert_id,
  approval_id,
  incident_id,
  rule_id,
}: Delivery): string | null {
  if (incident_id) return `/incidents/${incident_id}/show`;
  if (alert_id) return `/alerts/${alert_id}/show`;
  if (approval_id) return `/approvals/${approval_id}/show`;
  return rule_id === null ? null : `/alert_rules?rule=${rule_id}&do=edit`;
}
