export default {
  title: "Lift the ban",
  hint: "Makes signing in possible at once",
  explanation:
    "%{name} will be able to sign in again from now on, with the password. Sessions that the ban closed do not come back.",
  sentence: "Lift the ban of %{email}",
  running: "Lifting…",
  parameters: "The ban in force, ends now",
  outcome: "%{name} can sign in again.",
  undo: "Restore the ban",
  undone: "%{name} is banned again, and signed out everywhere.",
  done: "Ban lifted",
  next: {
    title: "See what the customer got",
    body: "The e-mails sent tell whether the customer knows.",
    label: "See the e-mails",
  },
  blocker: {
    not_banned: "No ban in force.",
  },
};
