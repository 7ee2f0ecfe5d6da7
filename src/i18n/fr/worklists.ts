export default {
  label: "À suivre",
  all: "Tous",
  name: {
    past_due: "Impayés",
    unpaid: "Relances épuisées",
    cancelling: "Résiliations prévues",
    trialing: "En essai",
  },
  about: {
    past_due:
      "Le paiement de la période a échoué et Stripe réessaie ; l’accès tient le temps de la grâce.",
    unpaid:
      "Stripe a cessé d’essayer d’encaisser la période : plus d’accès, et la somme reste due.",
    cancelling: "Courent encore, et se termineront à la date de résiliation, les premiers en tête.",
    trialing: "Sont à l’essai, ceux qui finissent d’abord en tête : le premier paiement suit.",
  },
};
