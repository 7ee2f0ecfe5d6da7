export default {
  title: "Débloquer (trop de requêtes)",
  hint: "Après « Trop de requêtes » (429)",
  explanation:
    "Efface ce que le limiteur compte pour %{name}, quand l’app le garde dans un stock partagé. En mémoire, chaque instance compte pour elle : il faut attendre la fin de la fenêtre, 60 s au plus sans nouvel essai.",
  sentence: "Débloquer %{email} maintenant",
  running: "Déblocage en cours…",
  parameters: "Le compteur du limiteur",
  outcome: "Le limiteur ne compte plus rien pour %{name}.",
  outcome_waiting:
    "%{name} ne peut pas être débloqué depuis la console : il faut attendre la fin de la fenêtre.",
  done: "Déblocage demandé",
  next: {
    title: "Si le blocage revient",
    body: "Une seule fois est un excès passager. Plusieurs fois : cherchez qui envoie ces requêtes.",
    label: "Voir les exécutions",
  },
  result: {
    unwritten: "Rien n’a été écrit, et rien ne confirme que le client est débloqué.",
  },
  field: {
    limiter_entry: "Compteur du limiteur",
  },
  unchanged: {
    limiter_entry: "Inconnu : la mémoire de l’app ne se lit pas d’ici",
  },
  value: {
    limiter: {
      counting: "Compte en cours",
      none: "Aucun compte",
      unreadable: "Illisible d’ici",
      confirmed: "une confirmation du limiteur",
    },
  },
  proof: {
    limiter_entry: { title: "Compteur du limiteur", where: "Relu dans le stock partagé de l’app" },
    limiter_window: {
      title: "Fenêtre du limiteur",
      where: "En mémoire dans l’app : rien ne peut le confirmer d’ici",
    },
  },
  warning: {
    limiter_in_memory: {
      title: "Le limiteur de l’app compte en mémoire : rien ne peut être débloqué d’ici.",
      body: "Sa fenêtre dure %{seconds} s. Si %{name} attend sans réessayer, le blocage tombe de lui-même. L’exécution note la demande et montre le temps restant.",
    },
  },
  blocker: {
    not_limited: "Le limiteur ne compte aucune requête.",
  },
};
