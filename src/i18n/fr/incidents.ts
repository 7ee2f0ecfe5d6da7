export default {
  failure: {
    conflict: "L’incident a changé entre-temps : rien n’a été écrit. Relisez-le et recommencez.",
    blocked: "L’incident n’est plus dans cet état : rien n’a été écrit.",
  },
  read_only: "Votre rôle peut suivre les incidents, pas les modifier.",
  broken: "En panne",
  since: "Depuis le %{at}",
  over: "Rétabli après %{span}",
  owner: "Prise en charge",
  nobody: {
    draft: "Pas encore déclaré",
    open: "Personne pour l’instant",
    resolved: "Personne",
  },
  touched: "Touchés",
  reading: "Lecture…",
  not_counted: "Pas de décompte",
  customers: "%{count} client |||| %{count} clients",
  customers_mrr: "%{customers}, %{amount} par mois",
  span: {
    minutes: "%{minutes} min %{seconds} s",
    hours: "%{hours} h %{minutes} min",
    days: "%{days} j %{hours} h",
  },
  clock: {
    respond: "Réponse, %{within}",
    resolve: "Résolution, %{within}",
    kept: "Tenue en %{took}",
    missed: "Dépassée, %{took}",
    left: "Reste %{span}",
    late: "Dépassée de %{span}",
  },
  draft: {
    do: "Préparer un incident",
    open: "Ouvrir le brouillon",
    see: "Ouvrir l’incident",
  },
  strip: {
    label: "%{severity}, %{code}",
    declared: "Déclaré à %{at}",
    taken: "Déclaré à %{at}, pris en charge à %{taken}",
    untaken: "Déclaré à %{at}, personne ne l’a pris",
    follow: "Suivre la procédure",
    top: "%{words}, incident ouvert : %{code}, %{title}",
  },
  severity: {
    question: "Qu’est-ce qui ne va pas ?",
    P0: "P0 · Site inaccessible, ou paiements bloqués",
    P1: "P1 · Une fonction importante est cassée",
    P2: "P2 · Une fonction secondaire est cassée",
    P3: "P3 · Défaut mineur ou visuel",
  },
  declare: {
    detail: "Trois réponses, puis les deux horloges partent.",
    title: "Ce qui est cassé",
    title_help: "En quelques mots, comme on le dirait à un collègue.",
    since: "Depuis quand",
    since_alert: "Début constaté, %{at}",
    just_now: "À l’instant",
    ago: "Il y a %{span}",
    off_title: "Dites ce qui est cassé, en %{min} à %{max} caractères.",
    off_severity: "Répondez à « Qu’est-ce qui ne va pas ? ».",
    told: "L’équipe est prévenue dans Slack.",
    do: "Déclarer l’incident %{severity}",
    do_any: "Déclarer l’incident",
  },
  move: {
    declare: { open: "Déclarer un incident", short: "Déclarer" },
    take: { do: "Prendre en charge" },
    severity: { open: "Changer la gravité", do: "Passer %{code} en %{severity}" },
    resolve: {
      open: "Résoudre",
      do: "Résoudre %{code}",
      detail: "Les horloges s’arrêtent. Le motif dit ce qui a été fait.",
    },
    reopen: {
      open: "Rouvrir",
      do: "Rouvrir %{code}",
      detail: "Les horloges reprennent depuis la déclaration.",
    },
    discard: {
      open: "Écarter le brouillon",
      do: "Écarter %{code}",
      detail: "Le brouillon disparaît ; l’alerte reste et peut en redonner un.",
    },
  },
  story: {
    began: "Début constaté",
    alert: "alerte %{code}",
    drafted: "Brouillon préparé",
    declared: "Incident déclaré",
    taken: "Pris en charge",
    severity: "Gravité changée",
    severity_detail: "%{from} → %{to}",
    resolved: "Résolu",
    reopened: "Rouvert",
    ahead: { draft: "À déclarer", open: "À résoudre" },
    ahead_detail: {
      draft: "Rien n’est annoncé et aucune horloge ne tourne.",
      open: "Suivez la procédure, puis relisez ce qui était cassé.",
    },
  },
  playbook: {
    title: "Procédure : %{name}",
    site_down: {
      name: "site inaccessible",
      symptom: "Erreurs 502 ou 504, délais dépassés",
      health: {
        prose: "Regardez si la sonde obtient une réponse, et depuis quand elle n’en a plus.",
        do: "Disponibilité",
      },
      deployment: {
        prose:
          "Une panne qui suit un déploiement vient le plus souvent de lui : comparez les heures.",
        do: "Déploiements",
      },
      rollback: {
        prose: "Si le dernier déploiement est en cause, remettez le précédent en production.",
        do: "Ouvrir Vercel",
      },
      database: {
        prose:
          "Si la base ne répond plus, regardez son état chez Supabase avant de toucher à l’app.",
        do: "Ouvrir Supabase",
      },
      verify: {
        prose: "La sonde répond à nouveau pendant un quart d’heure : l’incident peut être résolu.",
        do: "Relire la sonde",
      },
    },
    site_slow: {
      name: "site lent",
      symptom: "Pages lentes, latence p95 au-dessus du seuil",
      latency: {
        prose:
          "Cherchez le moment où les temps de réponse ont changé, et ce qui s’est passé alors.",
        do: "Latence",
      },
      deployment: {
        prose: "Si un déploiement précède le changement, lisez ses journaux ou revenez en arrière.",
        do: "Ouvrir Vercel",
      },
      database: {
        prose: "Des requêtes lentes ou trop de connexions se voient dans les rapports de la base.",
        do: "Ouvrir Supabase",
      },
      verify: { prose: "La latence est repassée sous son seuil.", do: "Relire la latence" },
    },
    webhooks_failing: {
      name: "webhooks Stripe en échec",
      symptom: "Paiements réussis, mais des clients restent sans accès",
      causes: {
        prose: "Les événements en échec sont groupés par cause : la plus fréquente d’abord.",
        do: "Voir les causes",
      },
      secret: {
        prose:
          "Un refus 401 vient d’un secret de signature différent : comparez celui de l’endpoint et celui de l’app. Sa valeur ne s’écrit nulle part ici.",
        do: "Endpoints Stripe",
      },
      replay: {
        prose:
          "Une fois la cause réparée, rejouez ce qui a échoué. Ce qui est déjà traité est sauté.",
        do: "Planifier le rejeu",
      },
      reconcile: {
        prose: "Ce qui reste différent de Stripe se réconcilie, client par client ou ensemble.",
        do: "Voir les écarts",
      },
      verify: {
        prose:
          "Plus personne ne paie sans accès. En attendant, un octroi dépanne un client au téléphone.",
        do: "Payés sans accès",
      },
    },
    import_missed: {
      name: "import mensuel en échec",
      symptom: "Le chiffre d’affaires du mois n’est pas arrivé",
      failures: {
        prose: "Lisez les imports encore en échec, groupés par cause.",
        do: "Imports en échec",
      },
      tokens: {
        prose:
          "Un jeton expiré se rafraîchit ; un jeton révoqué demande au client de se reconnecter.",
        do: "Intégrations",
      },
      rerun: {
        prose: "Relancez l’import : l’aperçu est un essai à blanc, rien n’est importé deux fois.",
        do: "Relancer les imports",
      },
      verify: {
        prose: "Le mois a un succès et les échecs ouverts diminuent.",
        do: "Relire le job",
      },
    },
    emails_lost: {
      name: "e-mails non reçus",
      symptom: "Bienvenue, récapitulatif ou relance qui n’arrivent pas",
      bounced: {
        prose: "Une adresse rejetée pour de bon est à changer par le client.",
        do: "E-mails rejetés",
      },
      domains: {
        prose: "SPF, DKIM et DMARC manquants envoient tout en indésirable.",
        do: "Domaines d’envoi",
      },
      suppressions: {
        prose: "Une adresse retenue ne reçoit plus rien, tant qu’elle n’est pas libérée.",
        do: "Adresses retenues",
      },
      test: { prose: "Envoyez un e-mail de test et suivez son statut.", do: "Tester un envoi" },
      provider: {
        prose: "Si Resend refuse tout, sa clé ou son service est en cause.",
        do: "Ouvrir Resend",
      },
    },
    rate_limited: {
      name: "client bloqué par la limite",
      symptom: "« Trop de requêtes », erreur 429",
      wait: {
        prose: "La fenêtre se rouvre seule au bout d’une minute : le client peut réessayer.",
      },
      unblock: {
        prose: "S’il reste bloqué, débloquez-le depuis sa page.",
        do: "Chercher le client",
      },
      abuse: {
        prose: "Si les demandes sont un abus, les journaux de l’app le montrent.",
        do: "Ouvrir Vercel",
      },
    },
  },
};
