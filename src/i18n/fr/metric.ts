export default {
  name: {
    uptime: "Disponibilité",
    latency_p95: "Latence p95",
    errors_5xx: "Erreurs 5xx",
    webhooks_failed: "Webhooks échoués",
    monthly_import: "Import CA mensuel",
    emails_bounced: "E-mails rejetés",
  },
  title: "%{name}, %{window}",
  window: { hours: "%{count} h", days: "%{count} j" },
  value: {
    percent: "%{value} %",
    ms: "%{value} ms",
    missed: "%{value} job manqué |||| %{value} jobs manqués",
  },
  threshold: {
    min: "au moins %{value}",
    max: "au plus %{value}",
    missed: "aucun job manqué",
  },
  source: {
    app: "Sonde de l’app",
    traffic: "Compteurs de l’app",
    stripe: "Stripe",
    imports: "Journal des imports",
    resend: "Resend",
  },
  since_day: "le %{date}",
  since_yesterday: "hier à %{time}",
};
