export default {
  title: "Octroyer Premium",
  hint: "Ouvre Pro ou Premium pour une durée",
  plan: "Formule",
  days: "Durée",
  days_unit: "jours",
  days_pick: "%{smart_count} jour |||| %{smart_count} jours",
  sentence: "Octroyer %{plan} à %{email} jusqu’au %{day}",
  running: "Octroi en cours…",
  parameters:
    "%{plan}, %{smart_count} jour, jusqu’au %{end} |||| %{plan}, %{smart_count} jours, jusqu’au %{end}",
  decided_by: "Octroi de %{smart_count} jour |||| Octroi de %{smart_count} jours",
  outcome: "%{name} a %{plan} jusqu’au %{end}.",
  outcome_open: "%{name} a un octroi %{plan} jusqu’au %{end}.",
  undo: "Annuler l’octroi",
  undone: "%{name} redevient %{plan}.",
  done: "%{plan} octroyé",
  next: {
    watch: {
      title: "Surveiller la fin de l’accès",
      body: "L’octroi s’arrête tout seul. S’il faut prolonger, la liste dit lesquels finissent bientôt.",
      label: "Voir les octrois",
    },
    reconcile: {
      title: "Réconcilier avec Stripe",
      body: "L’écart reste ouvert : Stripe indique une formule payée, la base non.",
      label: "Voir l’aperçu",
    },
  },
  warning: {
    subscription_decides: {
      title: "%{name} a déjà %{plan} par son abonnement.",
      body: "À formule égale, c’est l’abonnement qui décide : l’octroi ne servira que s’il s’arrête.",
    },
    grant_running: {
      title: "%{name} a déjà un octroi %{plan}, jusqu’au %{end}.",
      body: "Les deux courent en parallèle : la formule la plus haute décide.",
    },
    paid_at_stripe: {
      title: "%{name} paie déjà : Stripe indique %{plan}.",
      body: "L’octroi ouvre l’accès tout de suite, mais l’écart avec Stripe reste jusqu’à la réconciliation.",
    },
    user_banned: {
      title: "%{name} est banni.",
      body: "L’accès sera ouvert, mais la connexion reste refusée.",
    },
  },
  remedy: { reconcile: "Réconcilier plutôt" },
  blocker: {
    covered_by_grant: "L’octroi %{code} donne déjà %{plan} jusqu’au %{end}.",
  },
  issue: {
    days: "De 1 à 366 jours, en nombre entier.",
    plan: "Pro ou Premium.",
  },
};
