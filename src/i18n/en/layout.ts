import type french from "../fr/layout";
import type { SameKeys } from "../messageShape";

export default {
  product: "Console",
  breadcrumbs: "Breadcrumbs",
  navigation: "Pages of the console",
  open_navigation: "Open the navigation",
  skip: "Skip to the content",
  search: "Customer, e-mail, Stripe id…",
  search_label: "Find a customer",
  environment: {
    demo: "Demo",
    production: "Production",
  },
  environment_detail: {
    demo: "Made-up data, nothing is real",
    production: "Real customer data",
  },
  account: "Account of %{name}",
  role: "Role: %{role}",
  language: "Language",
  appearance: "Appearance",
  scheme: {
    light: "Light",
    dark: "Dark",
    system: "As the system",
  },
  sign_out: "Sign out",
  groups: {
    customers: "Customers",
    operations: "Operations",
    runbook: "Runbook",
    incidents: "Incidents",
    metrics: "Metrics",
    administration: "Administration",
  },
  not_found_title: "Page not found",
  not_found: "There is no page at %{path}.",
  to_users: "See the users",
  failure_title: "This page stopped",
  failure: "An error keeps it from showing. Nothing was changed.",
  reload: "Reload the page",
  forbidden_title: "Not for your role",
  forbidden: "Your role does not open this page. An admin can change it.",
} satisfies SameKeys<typeof french>;
