export default {
  title: "Remettre le quota à zéro",
  hint: "Le compteur du mois repart de 0, rien n’est perdu",
  explanation:
    "L’app compte à nouveau 0 simulation ce mois-ci pour %{name}. Celles déjà faites sont mises de côté, entières : elles ne se voient plus dans l’app, et une annulation les y remet telles quelles, même après de nouvelles simulations.",
  sentence: "Remettre à zéro le quota de %{email}",
  running: "Remise à zéro en cours…",
  parameters: "Les simulations du mois en cours (heure de Paris)",
  outcome:
    "%{smart_count} simulation de %{name} est de côté : le compteur du mois est à zéro. |||| %{smart_count} simulations de %{name} sont de côté : le compteur du mois est à zéro.",
  undo: "Rendre les simulations",
  undone: "Les simulations de %{name} sont revenues telles quelles.",
  done: "Quota remis à zéro",
  next: {
    title: "Regarder les simulations",
    body: "La liste ne montre que celles de l’app ; celles de côté reviennent avec l’annulation.",
    label: "Voir les simulations",
  },
  field: {
    quota_used: "Simulations comptées",
    set_aside: "Simulations de côté",
    simulations_kept: "Simulations conservées",
    quota_month: "Mois du quota",
  },
  unchanged: {
    simulations_kept: "Toutes : rien n’est supprimé",
  },
  proof: {
    quota_used: { title: "Compteur du mois", where: "Ce que l’app compterait pour %{name}" },
    set_aside: { title: "Simulations de côté", where: "Gardées entières, prêtes à revenir" },
  },
  warning: {
    no_quota: {
      title: "%{plan} n’a pas de limite de simulations.",
      body: "Remettre le compteur à zéro ne débloque rien : cherchez la cause ailleurs.",
    },
  },
  blocker: {
    nothing_to_reset: "Aucune simulation comptée ce mois-ci.",
    records_referenced: "D’autres données de l’app dépendent des simulations.",
    records_not_restorable: "Une simulation ne reviendrait pas telle quelle.",
  },
  cause: {
    id_taken: "Une simulation a été créée depuis sous le même identifiant.",
  },
};
