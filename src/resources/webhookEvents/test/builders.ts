import type { WebhookCauseGroup, WebhookEvent, WebhookHealth } from "../webhookEvent";

export const buildWebhookEvent = (more: Partial<WebhookEvent> = {}): WebhookEvent => ({
  id: "evt_1",
  type: "invoice.paid",
  created_at: "2026-11-23T12:12:00Z",
  livemode: true,
  account: null,
  api_version: "2026-10-28.endive",
  stripe_customer_id: "cus_zoe",
  stripe_subscription_id: "sub_zoe",
  user_id: "7f3a0000-0000-4000-8000-00000000c21e",
  user_email: "zoe.lambert@example.fr",
  amount_cents: 1990,
  currency: "eur",
  delivered: false,
  checked_at: "2026-11-23T13:05:00Z",
  received_at: null,
  processed_at: null,
  processed_error: null,
  reconciled_at: null,
  reconciled_by_run: null,
  cause: "signature",
  status: "failed",
  kept: true,
  ...more,
});

export const buildHealth = (more: Partial<WebhookHealth> = {}): WebhookHealth => ({
  id: 1,
  window_hours: 24,
  threshold_percent: 1,
  total: 412,
  failed: 2,
  failure_percent: 0.49,
  synced_at: new Date().toISOString(),
  sync_failure: null,
  endpoint_enabled: true,
  ...more,
});

export const buildCauseGroup = (more: Partial<WebhookCauseGroup> = {}): WebhookCauseGroup => ({
  id: "signature",
  cause: "signature",
  number: 6,
  customers: 3,
  old: 0,
  since: "2026-11-20T12:12:00Z",
  last_at: "2026-11-23T12:30:00Z",
  amount_cents: 5970,
  ...more,
});
