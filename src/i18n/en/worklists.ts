export default {
  label: "To look after",
  all: "All",
  name: {
    past_due: "Past due",
    unpaid: "Retries exhausted",
    cancelling: "Cancelling",
    trialing: "In trial",
  },
  about: {
    past_due:
      "The payment of the period failed and Stripe tries again; access holds for the grace.",
    unpaid:
      "Stripe stopped trying to collect the period: no access any more, and the sum is still owed.",
    cancelling: "Still run, and end on the day of the cancellation, the first on top.",
    trialing: "Are in their trial, those that end first on top: the first payment follows.",
  },
};
