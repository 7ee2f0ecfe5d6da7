export default {
  title: "Reconcile with Stripe",
  hint: "Reads Stripe again and mends database and mirror",
  explanation:
    "The console reads %{name}’s subscriptions at Stripe, mends what differs in the database, then the mirror that the app reads. Nothing is written at Stripe.",
  explanation_all:
    "All customers of whom the database knows that they paid one day, whatever the filters and the selection. A customer that only Stripe knows is not among them. Nothing is written at Stripe.",
  reach: {
    label: "Who",
    one: "One customer",
    selection: "The selection",
    all: "All who have paid",
  },
  sentence_all: "Reconcile with Stripe all who have paid",
  sentence_counted: "Reconcile with Stripe all who have paid, %{label}",
  parameters_all: "All customers known to have paid",
  outcome_many: "%{name}: the database now says what Stripe says.",
  sentence: "Reconcile %{email} with Stripe",
  running: "Reconciling…",
  parameters: "All subscriptions, as read at Stripe",
  outcome: "%{name}: the database now says what Stripe says.",
  undo: "Put the former rows back",
  undone: "%{name}’s rows are as they were.",
  done: "Reconciled with Stripe",
  next: {
    title: "Look at the subscriptions",
    body: "The list shows what the database knows now.",
    label: "See the subscriptions",
  },
  proof: {
    stripe_equal: {
      title: "Differences left with Stripe",
      where: "Stripe and the database, read again and compared",
    },
  },
  issue: {
    user_ids: "1 to 500 customers at a time.",
  },
  blocker: {
    stripe_away:
      "Stripe does not answer. What is known is of %{known_at}; the action is back as soon as it does.",
    stripe_mode:
      "The Stripe key is not of the console’s mode (test or live): everything would seem gone. What is known dates from %{known_at}.",
    stripe_key: "The Stripe key is missing, or Stripe refuses it. What is known is of %{known_at}.",
    no_items: "A subscription at Stripe has no items.",
    unknown_price: "A price at Stripe belongs to no plan.",
    unknown_interval: "A subscription at Stripe is neither monthly nor yearly.",
    unknown_amount: "A subscription at Stripe has no readable amount.",
    two_users: "A subscription at Stripe may be two accounts’: the finding names them.",
    somebody_else: "Stripe names one account, the database another: the finding names them.",
  },
  item: {
    reconciled: "Mended from Stripe",
    already_equal: "Agrees with Stripe already",
    no_items: "A subscription without items",
    unknown_price: "A price without a plan",
    unknown_interval: "An unknown interval",
    unknown_amount: "An unreadable amount",
    two_users: "A subscription that two accounts could claim",
    somebody_else: "A subscription named for another account",
  },
};
