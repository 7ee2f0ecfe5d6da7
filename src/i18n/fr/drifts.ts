export default {
  open: {
    label: "Écarts ouverts",
    none: "Aucun écart",
    none_detail: "Stripe, la base et l’app disent la même chose.",
    unknown: "Rien n’a encore été comparé.",
    at_stake: "par mois en jeu",
    no_money: "aucun montant en jeu",
  },
  stripe: {
    label: "Stripe relu",
    never: "Jamais",
    every: "les changements, toutes les minutes",
    soon: "première lecture dans la minute",
    suspended: "Réparation suspendue.",
  },
  walk: {
    label: "Tout comparé",
    never: "Jamais",
    soon: "La première comparaison commence dans la minute.",
    requested: "Demandé : commence dans la minute",
    running: "En cours",
    read: "%{count} abonnement lu |||| %{count} abonnements lus",
    read_of:
      "%{count} abonnement lu sur environ %{about} |||| %{count} abonnements lus sur environ %{about}",
    done: "%{count} abonnement, toutes les %{hours} h |||| %{count} abonnements, toutes les %{hours} h",
  },
  compare: {
    now: "Comparer maintenant",
    requested: "Demandé : commence au prochain tour, dans la minute",
    running: "Comparaison en cours",
    off: "Stripe ne peut pas être lu",
    failed: "La demande n’a pas abouti, réessayez",
  },
  not_read: "Les écarts n’ont pas pu être lus. Rien n’a été modifié.",
  all_clear: {
    title: "Tout concorde",
    as_of: "Stripe, la base, les octrois et le miroir disent la même chose, tout comparé",
    not_yet: "Rien n’a encore été comparé",
  },
  by_class: "Écarts par nature",
  a_month: "par mois",
  a_plan: "une formule",
  group: {
    drifts: "%{count} écart |||| %{count} écarts",
    classes: "%{count} nature |||| %{count} natures",
    customers: "%{count} client |||| %{count} clients",
    show: "Voir l’écart |||| Voir les %{count}",
    repair: "Réconcilier le client |||| Réconcilier les %{count}",
    repair_first:
      "Réconcilier le premier sur %{all} |||| Réconcilier les %{count} premiers sur %{all}",
  },
  barred: {
    closed: "Déjà réglé",
    nobody: "Aucun client chez nous à réconcilier",
    by_hand: "Se règle à la main : la fiche dit comment",
  },
  class: {
    paid_without_access: {
      title: "Payé sans accès",
      sentence: "%{who} paie %{there} sans accès par son abonnement",
      meaning: "Stripe encaisse un abonnement qui n’ouvre aucun accès chez nous.",
      advice: "Réconciliez : la base reprend l’état de Stripe et l’accès s’ouvre.",
    },
    mirror_behind: {
      title: "L’app montre moins que le droit",
      sentence: "%{who} a droit à %{here}, l’app montre moins",
      meaning: "Le miroir que lit l’app donne moins que ce à quoi le client a droit.",
      advice: "Réconciliez : le miroir est récrit d’après le droit calculé.",
    },
    customer_without_user: {
      title: "Paie sans compte chez nous",
      sentence: "%{who} paie %{there} chez Stripe, sans compte reconnu chez nous",
      meaning: "Un abonnement en cours chez Stripe n’appartient à aucun compte, ou à deux.",
      advice:
        "Écrivez l’identifiant du bon compte dans user_id, dans les métadonnées du client chez Stripe. L’écart suivant dira qui réconcilier ; aucun accès n’est donné d’office.",
    },
    unreadable: {
      title: "Abonnement illisible",
      sentence: "L’abonnement de %{who} ne se lit par aucune de nos règles",
      meaning: "Stripe donne un abonnement que nos règles ne savent pas lire : il n’ouvre rien.",
      advice: "Corrigez-le chez Stripe, ou faites ajouter la règle qui manque.",
    },
    two_live_subscriptions: {
      title: "Paie deux fois",
      sentence: "%{who} paie %{count} abonnements à la fois",
      meaning: "Plusieurs abonnements sont en cours chez Stripe pour le même client.",
      advice: "Résiliez celui de trop chez Stripe et remboursez-le ; la base suit d’elle-même.",
    },
    access_without_payment: {
      title: "Accès sans paiement",
      sentence: "%{who} a %{here} par un abonnement que Stripe n’encaisse plus",
      meaning: "La base tient pour en cours un abonnement qui ne l’est pas chez Stripe.",
      advice: "Réconciliez : l’accès suit ce que dit Stripe. S’il doit durer, posez un octroi.",
    },
    user_without_customer: {
      title: "Client Stripe disparu",
      sentence: "%{who} a %{here}, mais son client n’existe plus chez Stripe",
      meaning: "La base tient pour en cours un abonnement dont le client est supprimé chez Stripe.",
      advice: "Réconciliez : l’abonnement est clos en base. S’il a payé, voyez ses factures.",
    },
    wrong_plan: {
      title: "Autre formule",
      sentence: "%{who} : %{there} chez Stripe, %{here} chez nous",
      meaning: "Les deux côtés ont l’abonnement, mais pas la même formule.",
      advice: "Réconciliez : la base reprend la formule de Stripe.",
    },
    wrong_period: {
      title: "Autres conditions",
      sentence: "%{who} : même formule, autres conditions",
      meaning: "Même abonnement, même formule, mais la période, le montant ou la fin diffèrent.",
      advice: "Réconciliez : la base reprend les dates et les montants de Stripe.",
    },
    other_mode: {
      title: "Essai parmi l’argent réel",
      sentence: "La base tient pour en cours un abonnement de %{who} d’un autre mode de Stripe",
      meaning:
        "La base a un abonnement d’un autre mode de Stripe que la console (test ou réel) : il n’ouvre rien et ne compte pas.",
      advice: "Réconciliez : la base reprend ce que Stripe a pour ce client.",
    },
    mirror_ahead: {
      title: "L’app montre plus que le droit",
      sentence: "%{who} a droit à %{here}, l’app montre davantage",
      meaning:
        "Le miroir promet plus que le droit calculé ; le client peut l’avoir écrit lui-même.",
      advice: "Réconciliez : le miroir est récrit. S’il change encore, regardez qui l’écrit.",
    },
    admin_claim: {
      title: "Se dit administrateur",
      sentence: "Le compte de %{who} se dit administrateur",
      meaning:
        "Ses métadonnées disent is_admin, que le client peut écrire lui-même. Cela n’ouvre rien ici.",
      advice:
        "Demandez qui l’a écrit et retirez is_admin des métadonnées. Un vrai membre de l’équipe s’ajoute par « Ajouter à l’équipe ».",
    },
  },
  cause: {
    paid_without_access: {
      covered: {
        body: "Un octroi lui donne au moins autant pour l’instant : à sa fin, l’accès tombe.",
      },
      unknown_here: { body: "La base ne connaît pas cet abonnement." },
      other_mode: { body: "La base le tient pour un essai (mode test)." },
      ended_here: { body: "La base tient cet abonnement pour terminé." },
    },
    customer_without_user: {
      unnamed: {
        name: "aucun compte nommé",
        body: "Ses métadonnées ne nomment aucun compte, et son e-mail n’est celui de personne.",
      },
      not_an_id: {
        name: "user_id illisible",
        body: "user_id, dans ses métadonnées, n’est pas un identifiant de compte.",
      },
      no_such_user: {
        name: "compte inexistant",
        body: "user_id, dans ses métadonnées, nomme un compte qui n’existe pas ou plus.",
      },
      somebody_else: {
        name: "deux comptes en désaccord",
        body: "user_id nomme un compte, mais la base ou l’abonnement en désigne un autre. Si la base a raison, écrivez-y son compte ; sinon, seule la base peut changer l’abonnement de mains.",
      },
      two_users: {
        name: "deux comptes possibles",
        body: "Deux comptes peuvent être le sien : on ne choisit pas à sa place.",
      },
    },
    unreadable: {
      other_mode: {
        name: "autre mode de Stripe",
        body: "Il est d’un autre mode de Stripe (test ou réel) que la console : il n’ouvre rien et ne compte pas.",
      },
      unknown_status: { name: "statut inconnu", body: "Son statut n’est pas dans nos règles." },
      no_items: { name: "aucun article", body: "Il n’a aucun article." },
      unknown_price: {
        name: "prix sans formule",
        body: "Son prix ne correspond à aucune formule : ajoutez-le aux tarifs, ou changez de prix.",
      },
      unknown_interval: {
        name: "ni mensuel ni annuel",
        body: "Il n’est ni mensuel ni annuel.",
      },
      unknown_amount: {
        name: "montant illisible",
        body: "Son prix n’a pas de montant fixe, ou plus que la base n’en compte.",
      },
      foreign_currency: {
        name: "autre devise que l’euro",
        body: "Il est payé dans une autre devise que l’euro, que la base ne compte pas.",
      },
    },
    access_without_payment: {
      ended_there: { body: "Chez Stripe, il est terminé ou n’est plus payé." },
      unknown_there: { body: "Stripe ne connaît pas cet abonnement chez ce client." },
    },
  },
  in_flight:
    "C’est si récent que Stripe peut encore le dire à l’app : sans quoi l’écart s’ouvre au bout d’un quart d’heure.",
  closed: {
    title: "Réglé le %{at}",
    body: "Une comparaison n’a plus constaté cet écart. Ci-dessous, ce que disaient les deux côtés la dernière fois.",
  },
  open_customer: "Ouvrir le client dans Stripe",
  open_subscription: "Ouvrir l’abonnement dans Stripe",
  open_subscriptions: "Ouvrir les abonnements dans Stripe",
  open_surplus: "Ouvrir celui de trop dans Stripe",
  open_user: "Voir la fiche du client",
  latest_events: "Ses derniers événements Stripe",
  found_at: "Constaté le",
  checked_at: "Revérifié le",
  closed_at: "Réglé le",
  sides: {
    both: "Les deux côtés",
    several: "Ses abonnements chez Stripe",
    one: "Ce que dit Stripe",
    fact: "Fait",
    differs: "diffère",
    differing: "%{smart_count} différence |||| %{smart_count} différences",
  },
  side: {
    stripe: "Stripe",
    ours: "Chez nous",
    mirror: "Miroir lu par l’app",
    entitled: "Droit calculé",
    account: "Dit par le compte",
    team: "Vrai pour la console",
    surplus: "Abonnement %{number}, de trop",
    subscription: "Abonnement %{number}",
  },
  candidates: {
    title: "Le compte possible |||| Les comptes possibles",
    by: {
      subscription: "nommé par l’abonnement",
      customer: "nommé par le client Stripe",
      database: "en base",
      email: "même e-mail",
    },
  },
  access: {
    title: "Son droit chez nous",
    by: {
      default: "par défaut",
      grant: "par un octroi",
      subscription: "par l’abonnement en base",
    },
  },
  field: {
    subscription: "Abonnement",
    customer: "Client Stripe",
    plan: "Formule",
    status: "Statut",
    interval: "Rythme",
    amount_cents: "Montant",
    currency: "Devise",
    current_period_start: "Début de période",
    current_period_end: "Fin de période",
    cancel_at: "Prend fin le",
    livemode: "Argent réel",
    email: "E-mail",
    named_user: "user_id nommé",
    mirror: { is_premium: "is_premium", subscription_plan: "subscription_plan" },
    is_admin: "is_admin",
  },
  gist: {
    nothing: "rien",
    none: "Aucun",
    absent: "absent",
    not_planned: "Non prévu",
    gone: "client supprimé",
    granted: "%{plan} par octroi",
    sides: "Stripe : %{there} · chez nous : %{here}",
    term: "%{field} : %{there} · chez nous : %{here}",
    mirror: "%{field} : %{said} · droit : %{truth}",
    two: "%{count} abonnements en cours : %{each}",
    nobody: "Stripe : %{there} · %{why}",
    unreadable: "Stripe : %{there} · %{why}",
    admin_claim: "is_admin : true · équipe : non",
  },
};
