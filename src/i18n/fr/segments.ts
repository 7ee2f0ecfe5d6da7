export default {
  label: "Segments",
  all: "Tous",
  name: {
    paid_without_access: "Payés sans accès",
    access_without_payment: "Accès sans paiement",
    past_due: "Impayés",
    quota_reached: "Quota atteint",
    email_bounced: "E-mail rejeté",
    grant_expiring: "Octroi qui expire",
  },
  about: {
    paid_without_access:
      "Ont droit à une formule, et l’application ne la leur ouvre pas : un écart avec Stripe ou avec le miroir est ouvert.",
    access_without_payment:
      "Ont l’accès d’un abonnement que Stripe ne dit pas en cours : un écart est ouvert.",
    past_due: "Leur dernier paiement a échoué, Stripe réessaie.",
    quota_reached: "Ont la formule Free et plus aucune simulation ce mois-ci.",
    email_bounced: "Un e-mail leur a été rejeté, et aucun n’est arrivé à cette adresse depuis.",
    grant_expiring: "Leur accès vient d’un octroi qui se termine bientôt.",
  },
};
