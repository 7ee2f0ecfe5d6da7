export default {
  title: "Envoyer un e-mail de test",
  hint: "Envoie un modèle de Resend, rempli de valeurs d’exemple",
  to: "Destinataire",
  to_help: "L’adresse d’un client ou d’un membre de l’équipe, aucune autre.",
  to_record: "Le client",
  to_me: "Moi",
  template: "Modèle",
  templates_failed: "Les modèles de Resend n’ont pas pu être lus",
  sample: "Aperçu du modèle %{template}",
  sample_subject: "Objet",
  sample_failed: "Le modèle n’a pas pu être lu",
  sentence: "Envoyer le test « %{template} » à %{email}",
  running: "Envoi en cours…",
  parameters: "« %{template} », à %{email}",
  parameters_override: "« %{template} », à %{email} malgré le rejet ou le signalement",
  outcome: "Le test « %{template} » est parti à %{email}.",
  refuted: "Resend dit que l’e-mail à %{label} n’arrivera pas.",
  unproved: "Resend a pris l’e-mail pour %{label}, son sort n’est pas encore connu.",
  result: {
    refuted: "Resend a pris l’e-mail, puis l’a perdu : lisez la preuve.",
    unverified: "Relisez dans quelques instants : Resend en dira plus.",
  },
  done: "E-mail de test envoyé",
  next: {
    title: "Suivre les e-mails de cette adresse",
    body: "Le journal dit ce que Resend fait de chacun.",
    label: "Voir les e-mails",
  },
  blocker: {
    unknown_address: "%{email} n’est l’adresse d’aucun client ni d’aucun membre de l’équipe.",
    template_unpublished: "Ce modèle n’est pas publié chez Resend : il ne peut pas être envoyé.",
    hard_bounce:
      "Cette adresse a rejeté un e-mail pour de bon le %{at}, et aucun n’y est arrivé depuis. Vérifiez-la avec le client avant de confirmer l’envoi.",
    complained:
      "Un e-mail à cette adresse a été signalé comme indésirable le %{at}. N’y envoyez rien que la personne n’ait demandé.",
  },
  warning: {
    template_changed: {
      title: "Ce modèle a été modifié depuis sa publication.",
      body: "L’aperçu montre la dernière version, Resend enverra la version publiée.",
    },
    hard_bounce: {
      title:
        "Cette adresse a rejeté un e-mail pour de bon le %{at}, et aucun n’y est arrivé depuis.",
      body: "Le serveur du destinataire a répondu : %{reason}",
    },
    complained: {
      title: "Un e-mail à cette adresse a été signalé comme indésirable le %{at}.",
      body: "Un envoi de plus peut nuire à la réputation du domaine.",
    },
  },
  issue: {
    to: "Cette adresse n’est pas complète.",
    template: "Choisissez un modèle que Resend connaît.",
  },
  item: {
    template_unpublished: "Modèle non publié chez Resend",
    invalid_input: "Modèle inconnu de Resend",
  },
};
