export default {
  title: "Renvoyer l’e-mail",
  hint: "Envoie à nouveau le même e-mail à la même adresse",
  explanation:
    "Le même e-mail, objet et contenu tels que Resend les a gardés, repart à %{name}. Le journal des e-mails en garde une ligne de plus.",
  sentence: "Renvoyer l’e-mail à %{email}",
  running: "Envoi en cours…",
  parameters: "Le même e-mail, à la même adresse",
  parameters_override: "Le même e-mail, malgré le rejet ou le signalement",
  outcome: "L’e-mail est reparti à %{email}.",
  refuted: "Resend dit que l’e-mail à %{label} n’arrivera pas.",
  unproved: "Resend a pris l’e-mail pour %{label}, son sort n’est pas encore connu.",
  result: {
    refuted: "Resend a pris l’e-mail, puis l’a perdu : lisez la preuve.",
    unverified: "Relisez dans quelques instants : Resend en dira plus.",
  },
  done: "E-mail renvoyé",
  next: {
    title: "Suivre les e-mails de cette adresse",
    body: "Le journal dit ce que Resend fait de chacun.",
    label: "Voir les e-mails",
  },
  blocker: {
    never_sent: "Cet e-mail n’est jamais passé par Resend.",
    gone_at_provider: "Le contenu de cet e-mail n’est plus chez Resend.",
    on_its_way: "Cet e-mail est encore en cours chez Resend : %{status}.",
    hard_bounce:
      "Cette adresse a rejeté un e-mail pour de bon le %{at}, et aucun n’y est arrivé depuis. Vérifiez-la avec le client avant de confirmer l’envoi.",
    complained:
      "Un e-mail à cette adresse a été signalé comme indésirable le %{at}. Ne le renvoyez que si la personne le demande.",
  },
  warning: {
    arrived: {
      title: "Resend dit que cet e-mail est arrivé, le %{at}.",
      body: "Faites d’abord regarder les indésirables : un second e-mail ira au même endroit.",
    },
    other_address: {
      title: "Le client a changé d’adresse : c’est maintenant %{email}.",
      body: "Cet e-mail repartirait à l’ancienne.",
    },
    hard_bounce: {
      title: "Envoi malgré un rejet définitif, le %{at}.",
      body: "Le serveur du destinataire avait répondu : %{reason}",
    },
    complained: {
      title: "Envoi malgré un signalement comme indésirable, le %{at}.",
      body: "Un envoi de plus peut nuire à la réputation du domaine.",
    },
  },
  issue: {
    email_id: "Cet e-mail n’est pas reconnu.",
  },
  item: {
    gone_at_provider: "Contenu disparu chez Resend",
  },
};
