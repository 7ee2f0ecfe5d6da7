export default {
  title: "Ban",
  hint: "Refuses to sign in for a time and closes every session",
  explanation:
    "%{name} will not be able to sign in any more and will be signed out everywhere. A page that is open may stay readable for an hour at most. Undoing makes signing in possible again, closed sessions stay closed.",
  hours: "Duration",
  hours_unit: "hours",
  hours_pick: "%{smart_count} hour |||| %{smart_count} hours",
  days_pick: "%{smart_count} day |||| %{smart_count} days",
  hours_short: "%{count} h",
  days_short: "%{count} d",
  sentence: "Ban %{email} until %{end}",
  running: "Banning…",
  parameters: "%{smart_count} hour, until %{end} |||| %{smart_count} hours, until %{end}",
  outcome: "%{name} cannot sign in until %{end}.",
  undo: "Undo the ban",
  undone: "%{name}: as before the ban; closed sessions do not come back.",
  done: "Customer banned",
  next: {
    title: "Check what is paid",
    body: "A ban does not stop the billing.",
    label: "See the subscriptions",
  },
  warning: {
    banned_already: {
      title: "%{name} is already banned until %{end}.",
      body: "The new end replaces it, the durations do not add up.",
    },
    subscription_runs_on: {
      title: "%{name} goes on paying for %{plan}.",
      body: "A ban does not stop the subscription: cancel it in Stripe if that is meant.",
    },
  },
  blocker: {
    banned_longer: "A ban already runs until %{end}.",
  },
  issue: {
    hours: "1 to 8,760 hours, a whole number.",
  },
};
