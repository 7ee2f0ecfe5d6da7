export default {
  title: "Rafraîchir le jeton",
  hint: "Nouveau jeton chez la source",
  explanation:
    "L’app demande un nouveau jeton à la source, puis la console vérifie que la source l’accepte. La valeur du jeton ne quitte jamais le serveur de l’app.",
  sentence: "Rafraîchir le jeton, %{label}",
  parameters: "Le jeton de cette intégration",
  running: "Rafraîchissement en cours…",
  outcome: "%{label} : le jeton est renouvelé.",
  done: "Rafraîchissement du jeton",
  accepted: "Accepté",
  refused: "Refusé",
  next: {
    title: "Relancer ce qui a échoué",
    body: "Les imports en échec de cette intégration peuvent être relancés.",
    label: "Voir ses imports",
  },
  reconnect: {
    title: "Demander au client de reconnecter %{provider}",
    body: "Lui seul peut redonner l’accès, depuis les intégrations de son compte. Le message est prêt.",
    label: "Écrire au client",
  },
  mail: {
    subject: "Votre compte %{provider} doit être reconnecté",
    body: "Bonjour,\n\nComptalyze n’a plus accès à votre compte %{provider} : vos ventes ne sont plus importées. Pour rétablir l’import, ouvrez Comptalyze, allez dans vos intégrations et reconnectez %{provider}. Rien de ce qui est déjà importé n’est perdu.\n\nL’équipe Comptalyze",
  },
  field: {
    token_status: "Jeton",
    last_error: "Dernière erreur",
  },
  proof: {
    token_accepted: { title: "Jeton chez la source", where: "Ce que la source répond à l’app" },
    token_status: { title: "Jeton", where: "Expiration dans la base, relue" },
  },
  warning: {
    still_valid: {
      title: "Le jeton est valide jusqu’au %{end}.",
      body: "Le rafraîchir maintenant évite un échec au prochain import.",
    },
    reconnect_likely: {
      title: "La source a déjà refusé : le client a sans doute révoqué l’accès.",
      body: "Si elle refuse encore, seul le client peut reconnecter son compte.",
    },
  },
  blocker: {
    token_valid: "Le jeton est valide jusqu’au %{end}, sans erreur.",
    never_ends: "Le jeton n’expire pas et rien n’est en erreur.",
    no_refresh_token:
      "Cette intégration n’a pas de quoi être rafraîchie : le client doit la reconnecter.",
    already_running: "Un rafraîchissement est déjà en cours.",
  },
  item: {
    refreshed: "Renouvelé",
    reconnect: "%{provider} refuse : le client doit reconnecter son compte",
    vendor_broken: "La source ou l’app ne répond pas",
  },
  advice: {
    reconnect: "Réponse de la source : %{reason}",
    vendor_broken: "Rien n’a changé. Réessayez dans quelques minutes.",
  },
  issue: {
    integration_id: "Cette intégration n’est pas reconnue.",
  },
};
