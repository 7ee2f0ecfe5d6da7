export default {
  title: "Révoquer Premium",
  hint: "Met fin à l’accès donné par l’équipe",
  explanation:
    "Tous les octrois en cours de %{name} prennent fin maintenant. Ce qui est payé n’est pas touché.",
  sentence: "Révoquer l’octroi de %{email} maintenant",
  running: "Révocation en cours…",
  parameters: "Tous les octrois en cours, fin immédiate",
  outcome: "%{name} est maintenant en %{plan}.",
  outcome_open: "Les octrois de %{name} ont pris fin.",
  undo: "Rétablir l’octroi",
  undone: "%{name} retrouve %{plan}.",
  done: "Octroi révoqué",
  next: {
    title: "Vérifier ce qui est payé",
    body: "Sans octroi, seul l’abonnement décide de l’accès.",
    label: "Voir les abonnements",
  },
  warning: {
    subscription_stays: {
      title: "%{name} garde %{plan} par son abonnement.",
      body: "Il n’est pas touché : révoquer l’octroi ne change pas l’accès d’aujourd’hui.",
    },
  },
  blocker: {
    no_running_grant: "Aucun octroi en cours.",
  },
};
