import type french from "../fr/actionPage";
import type { SameKeys } from "../messageShape";

export default {
  group: {
    user: "Customers",
    email: "E-mails",
    address: "E-mail addresses",
    integration: "Integrations",
    import: "Imports",
    event: "Webhooks",
  },
  what: "Action",
  risk: "Risk",
  who: "Who may",
  where: "Where",
  last: "Last runs",
  earlier: "Earlier runs",
  never: "Never run",
  by: "by %{who},",
  all_runs: "all runs",
  failed: "The last runs could not be read",
  start: "Start",
  start_named: "Start: %{action}",
  from: {
    user: "From the page of a customer",
    email: "From an e-mail of the list",
    address: "From an e-mail of the list",
    integration: "From an integration of the list",
    import: "From an import of the list",
    event: "From an event of the list",
  },
} satisfies SameKeys<typeof french>;
