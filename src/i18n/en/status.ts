import type french from "../fr/status";
import type { SameKeys } from "../messageShape";

export default {
  run: {
    running: "Running",
    succeeded: "Succeeded",
    partial: "Partial",
    failed: "Failed",
    cancelled: "Stopped",
  },
  email: {
    queued: "Queued",
    scheduled: "Scheduled",
    sent: "Sent",
    delivered: "Delivered",
    delivery_delayed: "Delayed",
    opened: "Opened",
    clicked: "Clicked",
    bounced: "Bounced",
    complained: "Marked as spam",
    failed: "Failed",
    canceled: "Cancelled",
    suppressed: "Address suppressed",
  },
  import: {
    success: "Imported",
    error: "Failed",
    running: "Running",
    skipped: "Skipped",
  },
  subscription: {
    active: "Active",
    trialing: "Trial",
    past_due: "Past due",
    unpaid: "Unpaid",
    canceled: "Cancelled",
    incomplete: "Payment expected",
    incomplete_expired: "Abandoned",
    paused: "Paused",
  },
  integration: {
    valid: "Valid",
    expiring: "Expires soon",
    expired: "Expired",
  },
  proof: {
    verified: "Verified",
    unverified: "Not verified",
    failed: "Failed",
    pending: "Running",
  },
  signal: {
    banned: "Banned",
    past_due: "Past due",
    grant_expiring: "Grant expires",
    quota_reached: "Quota reached",
    email_bounced: "E-mail bounced",
    cancelling: "Cancellation planned",
    email_unverified: "E-mail not verified",
  },
  audit: {
    done: "Done",
    denied: "Denied",
    failed: "Failed",
  },
  grant: {
    active: "Active",
    expired: "Ended",
    revoked: "Revoked",
    undone: "Undone",
  },
  signal_with_date: {
    banned: "Banned until %{date}",
    grant_expiring: "Grant expires %{when}",
    cancelling: "Cancels on %{date}",
  },
  when: {
    today: "today",
    tomorrow: "tomorrow",
    in_days: "in %{count} d",
    on_date: "on %{date}",
  },
} satisfies SameKeys<typeof french>;
