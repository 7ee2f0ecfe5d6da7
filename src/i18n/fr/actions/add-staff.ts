export default {
  title: "Donner un rôle",
  hint: "Fait entrer une personne dans l’équipe, ou change son rôle",
  explanation:
    "%{name} ouvrira la console avec ce rôle dès sa prochaine requête. Deux administrateurs en décident ensemble.",
  role: "Rôle",
  sentence: "Donner le rôle %{role} à %{email}",
  running: "Attribution en cours…",
  parameters: "Rôle %{role}",
  outcome: "%{name} a le rôle %{role}.",
  undo: "Rétablir le rôle d’avant",
  undone: "%{name} : le rôle d’avant est rétabli.",
  done: "Rôle donné",
  field: { role: "Rôle dans la console", mirror: { is_admin: "Miroir" } },
  proof: {
    staff_role: { title: "Rôle dans la console", where: "Ce que la base répond pour %{name}" },
    admin_mirror: { title: "Miroir lu par l’app", where: "is_admin" },
  },
  next: {
    title: "Relire l’équipe",
    body: "La liste dit qui a quel rôle, et depuis quand.",
    label: "Voir l’équipe",
  },
  warning: {
    role_changes: {
      title: "%{name} fait déjà partie de l’équipe.",
      body: "Son rôle actuel est remplacé par celui-ci.",
    },
    target_is_customer: {
      title: "%{name} est aussi client.",
      body: "Un membre de l’équipe lit toutes les fiches, y compris la sienne : préférez un compte à part.",
    },
  },
  blocker: {
    already_staff: "Cette personne a déjà ce rôle.",
    last_admin: "C’est le dernier administrateur : nommez-en un autre d’abord.",
    target_is_banned: "Ce compte est banni.",
    email_unconfirmed: "Cette adresse n’a jamais été confirmée.",
  },
  issue: { role: "Choisissez un des trois rôles." },
};
