export default {
  title: "Lever le bannissement",
  hint: "Rend la connexion possible tout de suite",
  explanation:
    "%{name} pourra se reconnecter dès maintenant, avec son mot de passe. Les sessions fermées par le bannissement ne reviennent pas.",
  sentence: "Lever le bannissement de %{email}",
  running: "Levée en cours…",
  parameters: "Le bannissement en cours, fin immédiate",
  outcome: "%{name} peut à nouveau se connecter.",
  undo: "Rétablir le bannissement",
  undone: "Le bannissement de %{name} est rétabli, toutes ses sessions sont fermées.",
  done: "Bannissement levé",
  next: {
    title: "Voir ce que le client a reçu",
    body: "Les e-mails envoyés disent s’il sait qu’il peut revenir.",
    label: "Voir les e-mails",
  },
  blocker: {
    not_banned: "Aucun bannissement en cours.",
  },
};
