export default {
  title: "Grant Premium",
  hint: "Opens Pro or Premium for a while",
  plan: "Plan",
  days: "Duration",
  days_unit: "days",
  days_pick: "%{smart_count} day |||| %{smart_count} days",
  sentence: "Grant %{plan} to %{email} until %{day}",
  running: "Granting…",
  parameters:
    "%{plan}, %{smart_count} day, until %{end} |||| %{plan}, %{smart_count} days, until %{end}",
  decided_by: "Grant of %{smart_count} day |||| Grant of %{smart_count} days",
  outcome: "%{name} has %{plan} until %{end}.",
  outcome_open: "%{name} has a %{plan} grant until %{end}.",
  undo: "Undo the grant",
  undone: "%{name} is back on %{plan}.",
  done: "%{plan} granted",
  next: {
    watch: {
      title: "Watch the end of the access",
      body: "The grant ends by itself. If it is to be extended, the list tells which ones end soon.",
      label: "See the grants",
    },
    reconcile: {
      title: "Reconcile with Stripe",
      body: "The difference stays open: Stripe tells of a paid plan, the database does not.",
      label: "See the preview",
    },
  },
  warning: {
    subscription_decides: {
      title: "%{name} already has %{plan} by subscription.",
      body: "At the same plan the subscription decides: the grant only serves if it stops.",
    },
    grant_running: {
      title: "%{name} already has a %{plan} grant, until %{end}.",
      body: "Both run side by side: the higher plan decides.",
    },
    paid_at_stripe: {
      title: "%{name} pays already: Stripe says %{plan}.",
      body: "The grant opens access at once, but the difference with Stripe stays until it is reconciled.",
    },
    user_banned: {
      title: "%{name} is banned.",
      body: "Access will be open, but signing in stays refused.",
    },
  },
  remedy: { reconcile: "Reconcile instead" },
  blocker: {
    covered_by_grant: "The grant %{code} already gives %{plan} until %{end}.",
  },
  issue: {
    days: "1 to 366 days, a whole number.",
    plan: "Pro or Premium.",
  },
};
