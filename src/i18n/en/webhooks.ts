import type french from "../fr/webhooks";
import type { SameKeys } from "../messageShape";

export default {
  rate: {
    label: "Failures over %{hours} h",
    under: "%{failed} of %{total}, limit %{limit}",
    over: "%{failed} of %{total}, past the limit of %{limit}",
    none: "No events, limit %{limit}",
  },
  sync: {
    label: "Stripe read",
    never: "Never",
    every: "every minute",
    failure: {
      rate_limited: "Stripe asks to wait, the next turn goes on.",
      timeout: "Stripe does not answer in time.",
      unreachable: "Stripe cannot be reached.",
      broken: "Stripe is out of order.",
      not_allowed: "Stripe refuses the key.",
      not_configured: "The Stripe key is missing.",
      wrong_mode: "The Stripe key is not of the console’s mode (test or live).",
      no_endpoint: "Stripe has no endpoint of the app.",
      other: "The reading failed, the next turn goes on.",
    },
  },
  endpoint: {
    label: "The app’s endpoint at Stripe",
    on: "Enabled",
    on_detail: "Stripe sends the events.",
    off: "Disabled",
    off_detail: "Stripe sends nothing any more.",
    unknown: "–",
    unknown_detail: "No endpoint is known.",
    open: "Open the endpoints in Stripe",
  },
  causes: "Failures by likely cause",
  no_failure: "No failed event",
  group: {
    events: "%{count} event |||| %{count} events",
    causes: "%{count} cause |||| %{count} causes",
    customers: "%{count} customer |||| %{count} customers",
    since_time: "since %{at}",
    since_date: "since %{at}",
    replay_time: "Replay since %{at}",
    replay_date: "Replay since %{at}",
    show: "See the event |||| See the %{count}",
    old: "%{count} is too old for Stripe: it will only be compared. |||| %{count} are too old for Stripe: they will only be compared.",
  },
  cause: {
    signature: {
      name: "Turned away",
      title: "Turned away at the door, likely by the signature",
      advice:
        "The app answers, but received nothing. Compare STRIPE_WEBHOOK_SECRET with the endpoint’s secret at Stripe, deploy again if it differs, then replay.",
    },
    server_error: {
      name: "Error of the app",
      title: "Received, then failed in the app",
      advice:
        "The signature is good and the processing fails: each event carries the app’s error. Mend it, then replay.",
    },
    timeout: {
      name: "Lost on the way",
      title: "Lost one by one",
      advice: "Others got in right before and right after: a timeout or a short outage. Replay.",
    },
    unreachable: {
      name: "App out of reach",
      title: "The app did not answer",
      advice: "Its health check failed as well. Replay as soon as the app answers.",
    },
    unknown_user: {
      name: "Unknown account",
      title: "No account, or several",
      advice:
        "The Stripe customer names no account, or two. Correct user_id in its metadata at Stripe, then replay. No access is given by guessing.",
    },
    endpoint_disabled: {
      name: "Endpoint disabled",
      title: "Endpoint disabled at Stripe",
      advice: "Stripe sends nothing any more. Enable the endpoint at Stripe, then replay.",
    },
    unknown: {
      name: "Unknown cause",
      title: "Cause not known yet",
      advice: "It is looked for each time Stripe is read.",
    },
  },
  replay: "Replay failures since…",
  subscription: "Subscription",
  deliveries: "Delivery and processing",
  delivered: "Delivered by Stripe",
  undelivered: "Not delivered",
  as_of: "read",
  no_record: "No trace in the app",
  replays: "Runs that replayed it",
  answer: {
    old: "It is more than thirty days old: Stripe cannot send it again, the customer will only be compared.",
    reconciled: {
      title: "Customer brought back to Stripe’s state",
      body: "The app did not process it, but the console has read Stripe since: what it had to tell is applied.",
      body_undelivered:
        "The app never received it, but the console has read Stripe since: what it had to tell is applied.",
    },
    delivered: {
      title: "Delivered, processing unknown",
      body: "Stripe had a good answer, but the app noted nothing of its processing.",
      body_undelivered: "The app noted nothing of its processing.",
    },
    other_account: {
      title: "Event of another Stripe account",
      body: "It comes from a connected account, not from ours: nothing follows from it, it does not count among the failures and is not replayed.",
      body_undelivered:
        "It comes from a connected account, not from ours: nothing follows from it, it does not count among the failures and is not replayed.",
    },
  },
} satisfies SameKeys<typeof french>;
