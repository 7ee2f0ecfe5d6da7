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
