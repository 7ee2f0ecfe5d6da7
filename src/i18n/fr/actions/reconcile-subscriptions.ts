export default {
  title: "Réconcilier avec Stripe",
  hint: "Relit Stripe et corrige la base et le miroir",
  explanation:
    "La console lit les abonnements de %{name} chez Stripe, corrige ce qui diffère dans la base, puis le miroir lu par l’app. Rien n’est écrit chez Stripe.",
  explanation_all:
    "Tous les clients dont la base sait qu’ils ont payé un jour, quels que soient les filtres et la sélection. Un client que seul Stripe connaît n’en fait pas partie. Rien n’est écrit chez Stripe.",
  reach: {
    label: "Qui",
    one: "Un client",
    selection: "La sélection",
    all: "Tous ceux qui ont payé",
  },
  sentence_all: "Réconcilier avec Stripe tous ceux qui ont payé",
  sentence_counted: "Réconcilier avec Stripe tous ceux qui ont payé, %{label}",
  parameters_all: "Tous les clients connus pour avoir payé",
  outcome_many: "%{name} : la base dit maintenant ce que dit Stripe.",
  sentence: "Réconcilier %{email} avec Stripe",
  running: "Réconciliation en cours…",
  parameters: "Tous les abonnements, lus chez Stripe",
  outcome: "%{name} : la base dit maintenant ce que dit Stripe.",
  undo: "Remettre les lignes d’avant",
  undone: "Les lignes de %{name} sont comme avant.",
  done: "Réconcilié avec Stripe",
  next: {
    title: "Regarder les abonnements",
    body: "La liste montre ce que la base sait maintenant.",
    label: "Voir les abonnements",
  },
  proof: {
    stripe_equal: {
      title: "Écarts restants avec Stripe",
      where: "Stripe et la base, relus et comparés",
    },
  },
  issue: {
    user_ids: "De 1 à 500 clients à la fois.",
  },
  blocker: {
    stripe_away:
      "Stripe ne répond pas. Ce qui est connu date du %{known_at} ; l’action revient dès qu’il répond.",
    stripe_mode:
      "La clé Stripe n’est pas du mode de la console (test ou réel) : tout semblerait disparu. Ce qui est connu date du %{known_at}.",
    stripe_key: "La clé Stripe manque ou Stripe la refuse. Ce qui est connu date du %{known_at}.",
    no_items: "Un abonnement chez Stripe n’a aucun article.",
    unknown_price: "Un prix chez Stripe ne correspond à aucune formule.",
    unknown_interval: "Un abonnement chez Stripe n’est ni mensuel ni annuel.",
    unknown_amount: "Un abonnement chez Stripe n’a pas de montant lisible.",
    two_users:
      "Un abonnement chez Stripe peut être à deux comptes : la fiche de l’écart les nomme.",
    somebody_else: "Stripe nomme un compte, la base un autre : la fiche de l’écart les nomme.",
  },
  item: {
    reconciled: "Corrigé d’après Stripe",
    already_equal: "Déjà d’accord avec Stripe",
    no_items: "Un abonnement sans article",
    unknown_price: "Un prix sans formule",
    unknown_interval: "Un rythme inconnu",
    unknown_amount: "Un montant illisible",
    two_users: "Un abonnement que deux comptes peuvent réclamer",
    somebody_else: "Un abonnement nommé pour un autre compte",
  },
};
