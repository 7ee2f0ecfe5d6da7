export const EMAIL_STATUSES = [
  "queued",
  "scheduled",
  "sent",
  "delivered",
  "delivery_delayed",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "failed",
  "canceled",
  "suppressed",
] as const;

const group = (...statuses: (typeof EMAIL_STATUSES)[number][]) => ({
  "status@in": `(${statuses.join(",")})`,
});

/** What came of an e-mail, whatever the last thing heard of it; and those that left, which a bounce rate is of. */
export const EMAIL_GROUPS: Record<string, Record<string, string>> = {
  received: group("delivered", "opened", "clicked"),
  under_way: group("queued", "scheduled", "sent", "delivery_delayed"),
  refused: group("bounced", "complained"),
  unsent: group("failed", "canceled", "suppressed"),
  left: group(
    "sent",
    "delivered",
    "delivery_delayed",
    "opened",
    "clicked",
    "complained",
    "bounced",
  ),
};

/** A row of backoffice.emails. */
export type Email = {
  id: string;
  user_id: string | null;
  user_email: string | null;
  to_email: string;
  template: string;
  subject: string;
  status: (typeof EMAIL_STATUSES)[number];
  bounce_reason: string | null;
  provider_id: string | null;
  created_at: string;
  last_event_at: string | null;
};

/** Every template that the customer app sends. */
export const EMAIL_TEMPLATES = [
  "welcome",
  "monthly_recap",
  "receipt",
  "payment_failed",
  "trial_started",
  "cancellation",
  "quota_reached",
  "integration_expired",
  "test",
] as const;
