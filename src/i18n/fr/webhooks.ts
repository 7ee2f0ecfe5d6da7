export default {
  rate: {
    label: "Échecs sur %{hours} h",
    under: "%{failed} sur %{total}, seuil %{limit}",
    over: "%{failed} sur %{total}, au-delà du seuil de %{limit}",
    none: "Aucun événement, seuil %{limit}",
  },
  sync: {
    label: "Stripe relu",
    never: "Jamais",
    every: "toutes les minutes",
    failure: {
      rate_limited: "Stripe demande d’attendre, la suite au prochain tour.",
      timeout: "Stripe ne répond pas à temps.",
      unreachable: "Stripe est injoignable.",
      broken: "Stripe est en panne.",
      not_allowed: "La clé Stripe est refusée.",
      not_configured: "La clé Stripe manque.",
      wrong_mode: "La clé Stripe n’est pas du mode de la console (test ou réel).",
      no_endpoint: "Stripe n’a aucun endpoint de l’app.",
      other: "La lecture a échoué, la suite au prochain tour.",
    },
  },
  endpoint: {
    label: "Endpoint de l’app chez Stripe",
    on: "Activé",
    on_detail: "Stripe envoie les événements.",
    off: "Désactivé",
    off_detail: "Stripe n’envoie plus rien.",
    unknown: "–",
    unknown_detail: "Aucun endpoint connu.",
    open: "Ouvrir les endpoints dans Stripe",
  },
  causes: "Échecs par cause probable",
  no_failure: "Aucun événement en échec",
  group: {
    events: "%{count} événement |||| %{count} événements",
    causes: "%{count} cause |||| %{count} causes",
    customers: "%{count} client |||| %{count} clients",
    since_time: "depuis %{at}",
    since_date: "depuis le %{at}",
    replay_time: "Rejouer depuis %{at}",
    replay_date: "Rejouer depuis le %{at}",
    show: "Voir l’événement |||| Voir les %{count}",
    old: "%{count} est trop ancien pour Stripe : il sera seulement comparé. |||| %{count} sont trop anciens pour Stripe : ils seront seulement comparés.",
  },
  cause: {
    signature: {
      name: "Refus à l’entrée",
      title: "Refusés à l’entrée, signature probable",
      advice:
        "L’app répond, mais n’a rien reçu. Comparez STRIPE_WEBHOOK_SECRET avec le secret de l’endpoint chez Stripe, redéployez si besoin, puis rejouez.",
    },
    server_error: {
      name: "Erreur de l’app",
      title: "Reçus, puis échoués dans l’app",
      advice:
        "La signature est bonne et le traitement échoue : chaque événement porte l’erreur de l’app. Corrigez-la, puis rejouez.",
    },
    timeout: {
      name: "Perdu en route",
      title: "Perdus un par un",
      advice:
        "D’autres sont passés juste avant et juste après : délai dépassé ou panne brève. Rejouez.",
    },
    unreachable: {
      name: "App injoignable",
      title: "L’app ne répondait pas",
      advice: "Son contrôle de santé échouait aussi. Rejouez dès que l’app répond.",
    },
    unknown_user: {
      name: "Compte inconnu",
      title: "Aucun compte, ou plusieurs",
      advice:
        "Le client Stripe ne désigne aucun compte, ou en désigne deux. Corrigez user_id dans ses métadonnées chez Stripe, puis rejouez. Aucun accès n’est donné d’office.",
    },
    endpoint_disabled: {
      name: "Endpoint désactivé",
      title: "Endpoint désactivé chez Stripe",
      advice: "Stripe n’envoie plus rien. Réactivez l’endpoint chez Stripe, puis rejouez.",
    },
    unknown: {
      name: "Cause inconnue",
      title: "Cause pas encore connue",
      advice: "Elle est cherchée à chaque lecture de Stripe.",
    },
  },
  replay: "Rejouer les échecs depuis…",
  subscription: "Abonnement",
  deliveries: "Remise et traitement",
  delivered: "Remis par Stripe",
  undelivered: "Non remis",
  as_of: "relu",
  no_record: "Aucune trace dans l’app",
  replays: "Exécutions qui l’ont rejoué",
  answer: {
    old: "Il a plus de trente jours : Stripe ne peut plus le renvoyer, le client sera seulement comparé.",
    reconciled: {
      title: "Client remis d’accord avec Stripe",
      body: "L’app ne l’a pas traité, mais la console a relu Stripe depuis : ce qu’il annonçait est appliqué.",
      body_undelivered:
        "L’app ne l’a jamais reçu, mais la console a relu Stripe depuis : ce qu’il annonçait est appliqué.",
    },
    delivered: {
      title: "Remis, traitement inconnu",
      body: "Stripe a eu une bonne réponse, mais l’app n’a rien noté de son traitement.",
      body_undelivered: "L’app n’a rien noté de son traitement.",
    },
    other_account: {
      title: "Événement d’un autre compte Stripe",
      body: "Il vient d’un compte connecté, pas du nôtre : rien n’en est déduit, il ne compte pas dans les échecs et ne se rejoue pas.",
      body_undelivered:
        "Il vient d’un compte connecté, pas du nôtre : rien n’en est déduit, il ne compte pas dans les échecs et ne se rejoue pas.",
    },
  },
};
