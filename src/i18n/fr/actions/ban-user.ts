export default {
  title: "Bannir",
  hint: "Refuse la connexion pour une durée et ferme toutes les sessions",
  explanation:
    "%{name} ne pourra plus se connecter et toutes ses sessions seront fermées. Une page déjà ouverte peut rester lisible une heure au plus. Annuler rend la connexion possible, pas les sessions fermées.",
  hours: "Durée",
  hours_unit: "heures",
  hours_pick: "%{smart_count} heure |||| %{smart_count} heures",
  days_pick: "%{smart_count} jour |||| %{smart_count} jours",
  hours_short: "%{count} h",
  days_short: "%{count} j",
  sentence: "Bannir %{email} jusqu’au %{end}",
  running: "Bannissement en cours…",
  parameters: "%{smart_count} heure, jusqu’au %{end} |||| %{smart_count} heures, jusqu’au %{end}",
  outcome: "%{name} ne peut plus se connecter jusqu’au %{end}.",
  undo: "Annuler le bannissement",
  undone: "%{name} : l’état d’avant est rétabli ; les sessions fermées ne reviennent pas.",
  done: "Client banni",
  next: {
    title: "Vérifier ce qui est payé",
    body: "Un bannissement n’arrête pas la facturation.",
    label: "Voir les abonnements",
  },
  warning: {
    banned_already: {
      title: "Un bannissement de %{name} court déjà jusqu’au %{end}.",
      body: "Il est remplacé par la nouvelle fin, les durées ne s’ajoutent pas.",
    },
    subscription_runs_on: {
      title: "%{name} continue de payer %{plan}.",
      body: "Bannir n’arrête pas l’abonnement : résiliez-le dans Stripe si c’est voulu.",
    },
  },
  blocker: {
    banned_longer: "Un bannissement court déjà jusqu’au %{end}.",
  },
  issue: {
    hours: "De 1 à 8 760 heures, en nombre entier.",
  },
};
