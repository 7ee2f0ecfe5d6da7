export default {
  title: "Give a role",
  hint: "Brings a person into the team, or changes their role",
  explanation:
    "%{name} will open the console with this role from the next request on. Two admins decide it together.",
  role: "Role",
  sentence: "Give %{email} the role %{role}",
  running: "Giving the role…",
  parameters: "Role %{role}",
  outcome: "%{name} has the role %{role}.",
  undo: "Put the former role back",
  undone: "%{name}: the former role is back.",
  done: "Role given",
  field: { role: "Role in the console", mirror: { is_admin: "Mirror" } },
  proof: {
    staff_role: { title: "Role in the console", where: "What the database answers for %{name}" },
    admin_mirror: { title: "Mirror read by the app", where: "is_admin" },
  },
  next: {
    title: "Read the team again",
    body: "The list says who has which role, and since when.",
    label: "See the team",
  },
  warning: {
    role_changes: {
      title: "%{name} is in the team already.",
      body: "This role replaces the present one.",
    },
    target_is_customer: {
      title: "%{name} is a customer as well.",
      body: "A colleague reads every customer, the own page included: an account apart is better.",
    },
  },
  blocker: {
    already_staff: "This person has this role already.",
    last_admin: "This is the last admin: name another one first.",
    target_is_banned: "This account is banned.",
    email_unconfirmed: "This address was never confirmed.",
  },
  issue: { role: "Choose one of the three roles." },
};
