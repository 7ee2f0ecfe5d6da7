import type french from "../fr/metric";
import type { SameKeys } from "../messageShape";

export default {
  name: {
    uptime: "Uptime",
    latency_p95: "Latency p95",
    errors_5xx: "5xx errors",
    webhooks_failed: "Failed webhooks",
    monthly_import: "Monthly revenue import",
    emails_bounced: "Bounced e-mails",
  },
  title: "%{name}, %{window}",
  window: { hours: "%{count} h", days: "%{count} d" },
  value: {
    percent: "%{value}%",
    ms: "%{value} ms",
    missed: "%{value} missed job |||| %{value} missed jobs",
  },
  threshold: {
    min: "at least %{value}",
    max: "at most %{value}",
    missed: "no missed job",
  },
  source: {
    app: "Probe of the app",
    traffic: "Counters of the app",
    stripe: "Stripe",
    imports: "Import log",
    resend: "Resend",
  },
  since_day: "%{date}",
  since_yesterday: "yesterday at %{time}",
} satisfies SameKeys<typeof french>;
