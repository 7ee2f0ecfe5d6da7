export default {
  title: "Déconnecter partout",
  hint: "Ferme toutes les sessions, sans bannir",
  explanation:
    "Toutes les sessions de %{name} se ferment, sur tous ses appareils. Se reconnecter reste possible aussitôt. Une page déjà ouverte peut encore servir une heure au plus : c’est la durée d’un jeton par défaut chez Supabase. Une session fermée ne peut pas être rendue.",
  sentence: "Déconnecter %{email} partout",
  running: "Déconnexion en cours…",
  parameters: "Toutes les sessions, sur tous les appareils",
  outcome:
    "Toutes les sessions de %{name} sont fermées. Une page déjà ouverte peut encore servir une heure au plus.",
  done: "Client déconnecté partout",
  next: {
    title: "Si quelqu’un d’autre a le mot de passe",
    body: "Il peut se reconnecter aussitôt : faites-en choisir un nouveau, ou faites bannir le compte.",
    label: "Écrire au client",
  },
  mail: {
    subject: "Vos sessions Comptalyze ont été fermées",
    body: "Bonjour,\n\nNous avons fermé toutes vos sessions Comptalyze. Vous pouvez vous reconnecter dès maintenant. Si vous pensez que quelqu’un d’autre connaît votre mot de passe, choisissez-en un nouveau par « Mot de passe oublié ».\n\nL’équipe Comptalyze",
  },
  proof: {
    sessions: {
      title: "Connexions d’avant l’exécution",
      where: "Sessions de %{name} relues chez Auth",
    },
  },
  warning: {
    sessions_end: {
      title:
        "La plus ancienne session date du %{since_at}, la dernière activité connue du %{used_at}.",
      body: "%{name} devra se reconnecter sur chaque appareil ; une saisie en cours peut être perdue.",
    },
  },
  blocker: {
    no_sessions: "Aucune session n’est ouverte.",
  },
  cause: {
    no_undo: "Une session fermée ne peut pas être rendue.",
  },
};
