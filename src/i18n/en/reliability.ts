import type french from "../fr/reliability";
import type { SameKeys } from "../messageShape";

export default {
  since: "%{words} since %{since}",
  note: "%{drawn}, threshold: %{threshold}",
  rolling: "over the last %{window}",
  each: { hour: "of each hour", day: "of each day", month: "of each month" },
  drawn: {
    uptime: "probes that succeeded, %{over}",
    latency_p95: "95% of answers took less, %{over}",
    errors_5xx: "requests answered with 5xx, %{over}",
    webhooks_failed: "webhooks not processed, %{over}",
    monthly_import: "imports of the month before, %{over}",
    emails_bounced: "e-mails that bounced, %{over}",
  },
  bad: {
    uptime: "Failed probes",
    latency_p95: "Slow probes",
    errors_5xx: "With 5xx",
    webhooks_failed: "Not processed",
    monthly_import: "Failed",
    emails_bounced: "Bounced",
  },
  total: {
    uptime: "Probes",
    latency_p95: "Answered probes",
    errors_5xx: "Requests",
    webhooks_failed: "Webhooks",
    monthly_import: "Imports",
    emails_bounced: "E-mails that left",
  },
  no_data: {
    uptime: "No probe in this period: without one, nothing says that the app answers.",
    latency_p95: "No probe was answered in this period.",
    errors_5xx: "The app passed on no counters in this period.",
    webhooks_failed: "No event of Stripe in this period.",
    monthly_import: "No monthly import in these twelve months.",
    emails_bounced: "No e-mail left in this period.",
  },
  deployments: {
    title: "Deployments to production",
    none: "No known deployment in this period",
    none_detail: "Vercel told of none, or has not been read yet.",
    open: "Open in Vercel",
  },
} satisfies SameKeys<typeof french>;
