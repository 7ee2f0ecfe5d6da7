/** Customers to look after, what costs money first. Each is a column of backoffice.users. */
export const SEGMENTS = [
  "paid_without_access",
  "access_without_payment",
  "past_due",
  "quota_reached",
  "email_bounced",
  "grant_expiring",
] as const;

/** What each asks the list for. */
export const SEGMENT_FILTERS = Object.fromEntries(
  SEGMENTS.map((segment) => [segment, { [segment]: "true" }]),
);
