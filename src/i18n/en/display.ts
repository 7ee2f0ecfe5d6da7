import type french from "../fr/display";
import type { SameKeys } from "../messageShape";

export default {
  plan: { free: "Free", pro: "Pro", premium: "Premium" },
  plan_source: { default: "Default", grant: "Grant", subscription: "Stripe" },
  quota: {
    unlimited: "Unlimited",
    used: "%{used} / %{limit}",
    used_label: "%{used} of %{limit} simulations this month",
  },
  stale: {
    title: "Data from %{time}",
    detail: ", the server no longer answers",
  },
  error: {
    title: "The list could not be read",
    page_title: "The page could not be read",
    status: "The server answers %{status}. Nothing was changed.",
    network: "The server does not answer. Nothing was changed.",
    forbidden: "Your role does not open these data. Nothing was changed.",
    request: "Request %{id}.",
    gone_title: "Not found",
    gone: "This item does not exist, or no longer does.",
  },
  template: {
    welcome: "Welcome",
    monthly_recap: "Monthly recap",
    receipt: "Payment receipt",
    payment_failed: "Payment failed",
    trial_started: "Trial started",
    cancellation: "Cancellation",
    quota_reached: "Quota reached",
    integration_expired: "Token expired",
    test: "Test e-mail",
  },
  provider: {
    stripe: "Stripe",
    shopify: "Shopify",
  },
  probe_failure: {
    timeout: "No answer in time",
    unreachable: "Unreachable",
    status: "Error status",
    unwell: "Says that it is not well",
    garbage: "Unreadable answer",
  },
} satisfies SameKeys<typeof french>;
