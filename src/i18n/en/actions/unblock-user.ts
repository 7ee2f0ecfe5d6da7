export default {
  title: "Unblock (too many requests)",
  hint: "After “Too many requests” (429)",
  explanation:
    "Clears what the limiter counts for %{name}, where the app keeps it in a shared store. In memory each instance counts for itself: the end of the window has to be waited for, 60 s at most without a new try.",
  sentence: "Unblock %{email} now",
  running: "Unblocking…",
  parameters: "The counter of the limiter",
  outcome: "The limiter counts nothing more for %{name}.",
  outcome_waiting:
    "%{name} cannot be unblocked from the console: the end of the window has to be waited for.",
  done: "Unblocking asked for",
  next: {
    title: "If the block comes back",
    body: "Once is a passing excess. Several times: look for who sends these requests.",
    label: "See the runs",
  },
  result: {
    unwritten: "Nothing was written, and nothing confirms that the customer is unblocked.",
  },
  field: {
    limiter_entry: "Counter of the limiter",
  },
  unchanged: {
    limiter_entry: "Unknown: the memory of the app cannot be read from here",
  },
  value: {
    limiter: {
      counting: "Counting",
      none: "No count",
      unreadable: "Unreadable from here",
      confirmed: "a confirmation by the limiter",
    },
  },
  proof: {
    limiter_entry: {
      title: "Counter of the limiter",
      where: "Re-read in the shared store of the app",
    },
    limiter_window: {
      title: "Window of the limiter",
      where: "In the memory of the app: nothing can confirm it from here",
    },
  },
  warning: {
    limiter_in_memory: {
      title: "The app’s limiter counts in memory: nothing can be unblocked from here.",
      body: "Its window lasts %{seconds} s. If %{name} waits without trying again, the block falls by itself. The run records the request and shows the time left.",
    },
  },
  blocker: {
    not_limited: "The limiter counts no request.",
  },
};
