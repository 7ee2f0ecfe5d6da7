export default {
  title: "Revoke Premium",
  hint: "Ends the access that the team gave",
  explanation: "All running grants of %{name} end now. What is paid for is not touched.",
  sentence: "Revoke the grant of %{email} now",
  running: "Revoking…",
  parameters: "All running grants, ended at once",
  outcome: "%{name} is now on %{plan}.",
  outcome_open: "The grants of %{name} have ended.",
  undo: "Restore the grant",
  undone: "%{name} has %{plan} again.",
  done: "Grant revoked",
  next: {
    title: "Check what is paid for",
    body: "Without a grant, only the subscription decides the access.",
    label: "See the subscriptions",
  },
  warning: {
    subscription_stays: {
      title: "%{name} keeps %{plan} by subscription.",
      body: "It is not touched: revoking the grant does not change the access of today.",
    },
  },
  blocker: {
    no_running_grant: "No running grant.",
  },
};
