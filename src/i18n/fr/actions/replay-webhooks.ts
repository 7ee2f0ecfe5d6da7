export default {
  title: "Rejouer des webhooks",
  hint: "Fait renvoyer des événements par Stripe, puis réconcilie ce qui reste faux",
  explanation:
    "Stripe envoie de nouveau %{name} à l’app. Ensuite la console relit Stripe : chaque client finit comme chez Stripe, même si l’app refuse encore.",
  since: {
    label: "Tous les échecs depuis (heure de Paris)",
    quick: {
      hour: "1 h",
      day: "24 h",
      week: "7 j",
      month: "30 j",
    },
    pick: {
      hour: "Depuis une heure",
      day: "Depuis 24 heures",
      week: "Depuis sept jours",
      month: "Depuis trente jours",
    },
    type: "Type d’événement",
    every_type: "Tous les types",
  },
  sentence: "Rejouer %{label}",
  sentence_since: "Rejouer les échecs depuis le %{at}",
  sentence_since_counted: "Rejouer %{label}, en échec depuis le %{at}",
  running: "Renvoi en cours…",
  parameters: "Les événements choisis, du plus ancien au plus récent",
  parameters_since: "Tous les échecs depuis le %{at}, %{type}",
  outcome: "%{name} : rejoué, et le client est comme chez Stripe.",
  outcome_many: "%{name} : rejoués, et les clients sont comme chez Stripe.",
  done: "Webhook rejoué",
  plan: {
    title: "Du plus ancien au plus récent",
    pace: "%{count} par minute au plus, environ %{duration}",
    first: "Les %{count} premiers",
    event: "Événement",
    customer: "Client",
    expected: "Attendu",
    resend: "Renvoi, sans changement attendu",
    plan: "Renvoi : de %{before} à %{after}",
    changes: "Renvoi : %{count} champ corrigé |||| Renvoi : %{count} champs corrigés",
    with_earlier: "Renvoi, avec le précédent du client",
    open: "Renvoi, puis comparaison",
    compare: "Comparaison seule, plus de 30 jours",
    nobody: "Échec annoncé : aucun compte",
  },
  next: {
    title: "Regarder ce qui reste en échec",
    body: "La liste montre les événements que l’app n’a toujours pas traités.",
    label: "Voir les échecs",
  },
  proof: {
    processed: {
      title: "Traité par l’app",
      where: "Le registre de l’app, relu après le renvoi",
    },
    stripe_equal: {
      title: "Écarts restants avec Stripe",
      where: "Stripe et la base, relus et comparés",
    },
    items_verified: {
      title: "Événements traités par l’app et clients d’accord avec Stripe",
      where: "Chaque événement, relu après son renvoi",
    },
  },
  result: {
    unverified:
      "Le client est comme chez Stripe, mais l’app n’a pas traité tous les événements : ils restent comptés comme échecs de livraison.",
  },
  issue: {
    event_ids: "De 1 à 500 événements à la fois.",
    since: "Choisissez une date et une heure.",
    types: "De 1 à 20 types.",
  },
  warning: {
    other_account: {
      title: "%{count} d’un autre compte Stripe |||| %{count} d’un autre compte Stripe",
      body: "Laissé de côté. |||| Laissés de côté.",
    },
    already_processed: {
      title: "%{count} déjà traité par l’app |||| %{count} déjà traités par l’app",
      body: "Laissé de côté. |||| Laissés de côté.",
    },
    in_flight: {
      title: "%{count} encore en cours d’envoi |||| %{count} encore en cours d’envoi",
      body: "Stripe essaie encore jusqu’à %{until_at} : laissé de côté. |||| Stripe essaie encore jusqu’à %{until_at} : laissés de côté.",
    },
    too_old: {
      title: "%{count} de plus de 30 jours |||| %{count} de plus de 30 jours",
      body: "Stripe ne les a plus : le client est seulement comparé.",
    },
    unknown_user: {
      title: "%{count} sans compte |||| %{count} sans compte",
      body: "Rien n’est envoyé ni donné pour eux : l’exécution le signale comme un échec à regarder.",
    },
    endpoint_disabled: {
      title: "L’endpoint de l’app est désactivé chez Stripe",
      body: "Rien ne sera renvoyé : les clients sont seulement comparés.",
    },
  },
  blocker: {
    stripe_away:
      "Stripe ne répond pas. Ce qui est connu date du %{known_at} ; l’action revient dès qu’il répond.",
    stripe_mode:
      "La clé Stripe n’est pas du mode de la console (test ou réel) : tout semblerait disparu. Ce qui est connu date du %{known_at}.",
    stripe_key: "La clé Stripe manque ou Stripe la refuse. Ce qui est connu date du %{known_at}.",
    other_account:
      "Cet événement vient d’un autre compte Stripe. |||| Ces %{count} événements viennent d’un autre compte Stripe.",
    already_processed:
      "L’app a déjà traité cet événement. |||| L’app a déjà traité ces %{count} événements.",
    in_flight:
      "Stripe essaie encore, jusqu’à %{until_at}. |||| Stripe essaie encore ces %{count} événements, jusqu’à %{until_at}.",
    nothing_to_replay: "Aucun échec depuis ce moment.",
    no_items: "Un abonnement chez Stripe n’a aucun article.",
    unknown_price: "Un prix chez Stripe ne correspond à aucune formule.",
    unknown_interval: "Un abonnement chez Stripe n’est ni mensuel ni annuel.",
    unknown_amount: "Un abonnement chez Stripe n’a pas de montant lisible.",
    two_users:
      "Un abonnement chez Stripe peut être à deux comptes : la fiche de l’écart les nomme.",
    somebody_else: "Stripe nomme un compte, la base un autre : la fiche de l’écart les nomme.",
  },
  item: {
    replayed: "Renvoyé et traité par l’app",
    already_processed: "Déjà traité par l’app",
    reconciled_unprocessed: "Client réconcilié, l’app n’a pas traité l’événement",
    reconciled_refused: "Client réconcilié, Stripe refuse le renvoi",
    reconciled_too_old: "Client réconcilié, événement trop ancien pour Stripe",
    reconciled_no_endpoint: "Client réconcilié, endpoint désactivé chez Stripe",
    unknown_user: "Aucun compte, ou plusieurs : à corriger chez Stripe",
    not_equal: "Encore un écart avec Stripe après correction",
    no_items: "Un abonnement sans article",
    unknown_price: "Un prix sans formule",
    unknown_interval: "Un rythme inconnu",
    unknown_amount: "Un montant illisible",
    two_users: "Un abonnement que deux comptes peuvent réclamer",
    somebody_else: "Un abonnement nommé pour un autre compte",
  },
};
