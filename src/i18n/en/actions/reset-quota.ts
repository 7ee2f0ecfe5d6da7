export default {
  title: "Reset the quota",
  hint: "The counter of the month restarts at 0, nothing is lost",
  explanation:
    "The app counts 0 simulations again this month for %{name}. Those already made are set aside, whole: they no longer show in the app, and an undo puts them back as they were, even after new simulations.",
  sentence: "Reset the quota of %{email}",
  running: "Resetting…",
  parameters: "The simulations of the current month (Paris time)",
  outcome:
    "%{smart_count} simulation of %{name} is set aside: the counter of the month is at zero. |||| %{smart_count} simulations of %{name} are set aside: the counter of the month is at zero.",
  undo: "Give the simulations back",
  undone: "The simulations of %{name} are back as they were.",
  done: "Quota reset",
  next: {
    title: "Look at the simulations",
    body: "The list shows only those of the app; those set aside come back with the undo.",
    label: "See the simulations",
  },
  field: {
    quota_used: "Simulations counted",
    set_aside: "Simulations set aside",
    simulations_kept: "Simulations kept",
    quota_month: "Month of the quota",
  },
  unchanged: {
    simulations_kept: "All of them: nothing is deleted",
  },
  proof: {
    quota_used: { title: "Counter of the month", where: "What the app would count for %{name}" },
    set_aside: { title: "Simulations set aside", where: "Kept whole, ready to come back" },
  },
  warning: {
    no_quota: {
      title: "%{plan} has no limit of simulations.",
      body: "Resetting the counter unblocks nothing: look for another cause.",
    },
  },
  blocker: {
    nothing_to_reset: "No simulation is counted this month.",
    records_referenced: "Other data of the app depends on the simulations.",
    records_not_restorable: "A simulation would not come back as it was.",
  },
  cause: {
    id_taken: "A simulation was created since under the same id.",
  },
};
