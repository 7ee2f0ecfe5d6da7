export default {
  title: "Remove from the team",
  hint: "Closes the console to a person, and every session",
  explanation:
    "%{name} loses the role at the next request, even with a token that is still valid, and every session ends. Two admins decide it together.",
  sentence: "Remove %{email} from the team",
  running: "Removing…",
  parameters: "Role taken, sessions ended",
  outcome: "%{name} no longer opens the console.",
  undo: "Put back into the team",
  undone: "%{name}: the former role is back; ended sessions do not come back.",
  done: "Removed from the team",
  field: { role: "Role in the console", mirror: { is_admin: "Mirror" } },
  proof: {
    staff_role: { title: "Role in the console", where: "What the database answers for %{name}" },
    admin_mirror: { title: "Mirror read by the app", where: "is_admin" },
    sessions_ended: { title: "Sessions still open", where: "Sessions of %{name}" },
  },
  next: {
    title: "Read what the person did",
    body: "The audit keeps each of their actions.",
    label: "See the audit",
  },
  warning: {
    target_is_you: {
      title: "This is your own account.",
      body: "You lose the console as soon as it is approved.",
    },
    sessions_end: {
      title: "%{name} has open sessions.",
      body: "All of them end with the removal.",
    },
  },
  blocker: {
    target_is_banned: "This account has been banned since.",
    not_staff_member: "This person is not in the team.",
    last_admin: "This is the last admin: name another one first.",
  },
};
