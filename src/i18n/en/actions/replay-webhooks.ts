export default {
  title: "Replay webhooks",
  hint: "Has Stripe send events again, then reconciles what stays wrong",
  explanation:
    "Stripe sends %{name} to the app again. Then the console reads Stripe: each customer ends as Stripe says, even if the app still refuses.",
  since: {
    label: "All failures since (Paris time)",
    quick: {
      hour: "1 h",
      day: "24 h",
      week: "7 d",
      month: "30 d",
    },
    pick: {
      hour: "For the last hour",
      day: "For the last 24 hours",
      week: "For the last seven days",
      month: "For the last thirty days",
    },
    type: "Type of event",
    every_type: "All types",
  },
  sentence: "Replay %{label}",
  sentence_since: "Replay failures since %{at}",
  sentence_since_counted: "Replay %{label}, failed since %{at}",
  running: "Sending again…",
  parameters: "The chosen events, oldest first",
  parameters_since: "All failures since %{at}, %{type}",
  outcome: "%{name}: replayed, and the customer is as Stripe says.",
  outcome_many: "%{name}: replayed, and the customers are as Stripe says.",
  done: "Webhook replayed",
  plan: {
    title: "Oldest first",
    pace: "%{count} a minute at most, about %{duration}",
    first: "The first %{count}",
    event: "Event",
    customer: "Customer",
    expected: "Expected",
    resend: "Sent again, no change expected",
    plan: "Sent again: from %{before} to %{after}",
    changes: "Sent again: %{count} field mended |||| Sent again: %{count} fields mended",
    with_earlier: "Sent again, with the customer’s earlier one",
    open: "Sent again, then compared",
    compare: "Compared only, more than 30 days old",
    nobody: "Will fail: no account",
  },
  next: {
    title: "Look at what still fails",
    body: "The list shows the events that the app has still not processed.",
    label: "See the failures",
  },
  proof: {
    processed: {
      title: "Processed by the app",
      where: "The app’s own record, read after it was sent again",
    },
    stripe_equal: {
      title: "Differences left with Stripe",
      where: "Stripe and the database, read again and compared",
    },
    items_verified: {
      title: "Events processed by the app, and customers that agree with Stripe",
      where: "Each event, read after it was sent again",
    },
  },
  result: {
    unverified:
      "The customer is as Stripe says, but the app has not processed all the events: they still count as failed deliveries.",
  },
  issue: {
    event_ids: "1 to 500 events at a time.",
    since: "Choose a date and a time.",
    types: "1 to 20 types.",
  },
  warning: {
    other_account: {
      title: "%{count} of another Stripe account |||| %{count} of another Stripe account",
      body: "Left out. |||| Left out.",
    },
    already_processed: {
      title: "%{count} already processed by the app |||| %{count} already processed by the app",
      body: "Left out. |||| Left out.",
    },
    in_flight: {
      title: "%{count} still being sent |||| %{count} still being sent",
      body: "Stripe goes on trying until %{until_at}: left out. |||| Stripe goes on trying until %{until_at}: left out.",
    },
    too_old: {
      title: "%{count} more than 30 days old |||| %{count} more than 30 days old",
      body: "Stripe has them no more: the customer is only compared.",
    },
    unknown_user: {
      title: "%{count} without an account |||| %{count} without an account",
      body: "Nothing is sent or given for them: the run tells it as a failure to look at.",
    },
    endpoint_disabled: {
      title: "The app’s endpoint is disabled at Stripe",
      body: "Nothing will be sent again: the customers are only compared.",
    },
  },
  blocker: {
    stripe_away:
      "Stripe does not answer. What is known is of %{known_at}; the action is back as soon as it does.",
    stripe_mode:
      "The Stripe key is not of the console’s mode (test or live): everything would seem gone. What is known dates from %{known_at}.",
    stripe_key: "The Stripe key is missing, or Stripe refuses it. What is known is of %{known_at}.",
    other_account:
      "This event comes from another Stripe account. |||| These %{count} events come from another Stripe account.",
    already_processed:
      "The app has processed this event already. |||| The app has processed these %{count} events already.",
    in_flight:
      "Stripe is still trying, until %{until_at}. |||| Stripe is still trying these %{count} events, until %{until_at}.",
    nothing_to_replay: "Nothing failed since then.",
    no_items: "A subscription at Stripe has no items.",
    unknown_price: "A price at Stripe belongs to no plan.",
    unknown_interval: "A subscription at Stripe is neither monthly nor yearly.",
    unknown_amount: "A subscription at Stripe has no readable amount.",
    two_users: "A subscription at Stripe may be two accounts’: the finding names them.",
    somebody_else: "Stripe names one account, the database another: the finding names them.",
  },
  item: {
    replayed: "Sent again and processed by the app",
    already_processed: "Processed by the app already",
    reconciled_unprocessed: "Customer reconciled, the app did not process the event",
    reconciled_refused: "Customer reconciled, Stripe refuses to send it again",
    reconciled_too_old: "Customer reconciled, the event is too old for Stripe",
    reconciled_no_endpoint: "Customer reconciled, the endpoint is disabled at Stripe",
    unknown_user: "No account, or several: to be corrected at Stripe",
    not_equal: "Still a difference with Stripe after mending",
    no_items: "A subscription without items",
    unknown_price: "A price without a plan",
    unknown_interval: "An unknown interval",
    unknown_amount: "An unreadable amount",
    two_users: "A subscription that two accounts could claim",
    somebody_else: "A subscription named for another account",
  },
};
