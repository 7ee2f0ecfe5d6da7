export default {
  title: "Lever le blocage des e-mails",
  hint: "Retire une adresse de celles auxquelles Resend n’envoie plus rien",
  explanation:
    "Après un rejet définitif ou un signalement, Resend n’envoie plus rien à une adresse. La retirer de sa liste ne la répare pas : si elle rejette encore, elle sera bloquée à nouveau.",
  email: "Adresse",
  email_help: "Telle qu’elle figure dans la liste de Resend.",
  sentence: "Lever le blocage de %{email}",
  running: "Levée en cours…",
  parameters: "%{email}, dans la liste de Resend",
  outcome: "%{email} n’est plus bloquée : Resend lui enverra à nouveau.",
  unproved: "Resend a accepté de lever le blocage de %{label}, mais rien ne le confirme.",
  done: "Blocage levé",
  next: {
    title: "Renvoyer ce qui n’est pas arrivé",
    body: "Les e-mails bloqués entre-temps ne repartent pas d’eux-mêmes.",
    label: "Voir les e-mails",
  },
  field: { suppression: "Blocage chez Resend" },
  proof: {
    suppression: {
      title: "Blocage chez Resend",
      where: "Liste des adresses bloquées, relue chez Resend",
    },
  },
  result: {
    unverified: "Resend a répondu, mais sa liste contient encore cette adresse.",
  },
  blocker: {
    not_suppressed: "Cette adresse n’est pas bloquée chez Resend.",
  },
  warning: {
    hard_bounce: {
      title:
        "Cette adresse a rejeté un e-mail pour de bon le %{at}, et aucun n’y est arrivé depuis.",
      body: "Le serveur du destinataire a répondu : %{reason}. Sans nouvelle adresse, le prochain envoi sera rejeté et bloquera à nouveau.",
    },
    complained: {
      title: "Cette personne a signalé un e-mail comme indésirable le %{at}.",
      body: "Ne levez le blocage que si elle le demande : un second signalement nuit à la réputation du domaine.",
    },
  },
  issue: {
    email: "Cette adresse n’est pas complète.",
  },
  item: {
    lifted: "Retirée de la liste de Resend",
    not_suppressed: "N’était pas bloquée",
  },
};
