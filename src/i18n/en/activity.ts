import type french from "../fr/activity";
import type { SameKeys } from "../messageShape";

export default {
  chart: {
    signups: "Sign-ups",
    simulations: "Simulations",
    imports: "Imports by result",
    webhooks: "Webhooks of Stripe",
    emails: "E-mails by fate",
    runs: "Actions by kind",
  },
  each: { hour: "by hour", day: "by day", month: "by month" },
  source: {
    signups: "Accounts of the app",
    simulations: "Simulations of the app",
    imports: "Import log",
    webhooks: "Events of Stripe",
    emails: "E-mails of the app, followed by Resend",
    runs: "Runs of the console",
  },
  none: {
    signups: "No sign-up",
    simulations: "No simulation",
    imports: "No import",
    webhooks: "No webhook",
    emails: "No e-mail",
    runs: "No action",
  },
  none_detail: "Nothing happened in the period shown.",
  other_actions: "Other actions",
  funnel: {
    title: "How far sign-ups came",
    note: "those who signed up in the period",
    all: "Signed up",
    verified: "E-mail verified",
    simulated: "First simulation",
    upgraded: "Have paid",
    premium: "Premium",
    rate: "%{rate} of the last",
  },
} satisfies SameKeys<typeof french>;
