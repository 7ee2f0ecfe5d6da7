export default {
  title: "Retirer de l’équipe",
  hint: "Ferme la console à une personne et toutes ses sessions",
  explanation:
    "%{name} perd son rôle dès sa prochaine requête, même avec un jeton encore valable, et toutes ses sessions se ferment. Deux administrateurs en décident ensemble.",
  sentence: "Retirer %{email} de l’équipe",
  running: "Retrait en cours…",
  parameters: "Rôle retiré, sessions fermées",
  outcome: "%{name} n’ouvre plus la console.",
  undo: "Rétablir dans l’équipe",
  undone: "%{name} : le rôle d’avant est rétabli ; les sessions fermées ne reviennent pas.",
  done: "Retiré de l’équipe",
  field: { role: "Rôle dans la console", mirror: { is_admin: "Miroir" } },
  proof: {
    staff_role: { title: "Rôle dans la console", where: "Ce que la base répond pour %{name}" },
    admin_mirror: { title: "Miroir lu par l’app", where: "is_admin" },
    sessions_ended: { title: "Sessions encore ouvertes", where: "Sessions de %{name}" },
  },
  next: {
    title: "Relire ce que la personne a fait",
    body: "Le journal garde chacune de ses actions.",
    label: "Voir le journal",
  },
  warning: {
    target_is_you: {
      title: "C’est votre propre compte.",
      body: "Vous perdrez l’accès à la console dès l’approbation.",
    },
    sessions_end: {
      title: "%{name} a des sessions ouvertes.",
      body: "Elles se ferment toutes au moment du retrait.",
    },
  },
  blocker: {
    target_is_banned: "Ce compte a été banni depuis.",
    not_staff_member: "Cette personne ne fait pas partie de l’équipe.",
    last_admin: "C’est le dernier administrateur : nommez-en un autre d’abord.",
  },
};
