import type { Playbook } from "./incident";

export type PlaybookStep = {
  /** Its words, under the playbook's. */
  key: string;
  /** A page of the console, or an address outside. */
  to?: string;
};

const list = (resource: string, filter: object, action?: string) =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}${action ? `&action=${action}` : ""}`;

const VERCEL = "https://vercel.com/dashboard";
const SUPABASE = "https://supabase.com/dashboard";
const STRIPE_ENDPOINTS = "https://dashboard.stripe.com/webhooks";
const RESEND = "https://resend.com/emails";

/** The runbook's common incidents, step by step: look first, then mend, then make sure. */
export const PLAYBOOK_STEPS: Record<Playbook, PlaybookStep[]> = {
  site_down: [
    { key: "health", to: "/reliability?metric=uptime" },
    { key: "deployment", to: "/reliability?metric=errors_5xx" },
    { key: "rollback", to: VERCEL },
    { key: "database", to: SUPABASE },
    { key: "verify", to: "/reliability?metric=uptime" },
  ],
  site_slow: [
    { key: "latency", to: "/reliability?metric=latency_p95" },
    { key: "deployment", to: VERCEL },
    { key: "database", to: SUPABASE },
    { key: "verify", to: "/reliability?metric=latency_p95" },
  ],
  webhooks_failing: [
    { key: "causes", to: list("webhook_events", { status: "failed" }) },
    { key: "secret", to: STRIPE_ENDPOINTS },
    { key: "replay", to: list("webhook_events", { status: "failed" }, "replay-webhooks") },
    { key: "reconcile", to: list("drifts", { status: "open" }) },
    { key: "verify", to: list("users", { paid_without_access: "true" }) },
  ],
  import_missed: [
    { key: "failures", to: list("import_logs", { open: "true" }) },
    { key: "tokens", to: "/integrations" },
    { key: "rerun", to: "/actions" },
    { key: "verify", to: "/reliability?metric=monthly_import" },
  ],
  emails_lost: [
    { key: "bounced", to: list("emails", { status: "bounced" }) },
    { key: "domains", to: "/email_domains" },
    { key: "suppressions", to: "/suppressions" },
    { key: "test", to: "/actions" },
    { key: "provider", to: RESEND },
  ],
  rate_limited: [{ key: "wait" }, { key: "unblock", to: "/users" }, { key: "abuse", to: VERCEL }],
};
