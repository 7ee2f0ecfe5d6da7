export default {
  label: "Segments",
  all: "All",
  name: {
    paid_without_access: "Paid without access",
    access_without_payment: "Access without payment",
    past_due: "Past due",
    quota_reached: "Quota reached",
    email_bounced: "E-mail bounced",
    grant_expiring: "Grant expiring",
  },
  about: {
    paid_without_access:
      "Are entitled to a plan that the app does not open to them: there is an open difference with Stripe or with the mirror.",
    access_without_payment:
      "Have the access of a subscription that is not live at Stripe: there is an open difference.",
    past_due: "Their last payment failed, Stripe tries again.",
    quota_reached: "Are on Free, with no simulation left this month.",
    email_bounced: "An e-mail to them bounced, and none has reached that address since.",
    grant_expiring: "Their access is a grant that ends soon.",
  },
};
