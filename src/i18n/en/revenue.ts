import type french from "../fr/revenue";
import type { SameKeys } from "../messageShape";

export default {
  chart: {
    mrr: "MRR",
    movements: "Movements of MRR",
    churn: "Churn rate",
    arpu: "Revenue per customer (ARPU)",
    customers: "Paying customers",
  },
  note: {
    mrr: "at the end %{each}",
    movements: "gains and losses %{each}",
    churn: "customers lost of those at the start of the month, the last one incomplete",
    arpu: "MRR per paying customer, at the end %{each}",
    customers: "at the end %{each}",
  },
  each: { hour: "of each hour", day: "of each day", month: "of each month" },
  none: {
    mrr: "No revenue in this period.",
    movements: "No movement in this period.",
    churn: "Nobody paid at the start of these months.",
    arpu: "Nobody pays in this period.",
    customers: "No revenue in this period.",
  },
  source: "Stripe subscriptions, movements kept by the console",
  start: "MRR at the start",
  end: "MRR at the end",
  net: "Net",
  churn: "Churn rate",
  lost: "Customers lost",
  paying_before: "Paying at the start",
  arpu: "ARPU",
  customers: "Paying customers",
  today: "today",
  since: "since %{date}",
  of_month: "in %{month}",
  a_month: "a month and paying customer",
} satisfies SameKeys<typeof french>;
