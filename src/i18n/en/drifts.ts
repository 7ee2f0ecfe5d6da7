import type french from "../fr/drifts";
import type { SameKeys } from "../messageShape";

export default {
  open: {
    label: "Open drift",
    none: "No drift",
    none_detail: "Stripe, the database and the app say the same thing.",
    unknown: "Nothing has been compared yet.",
    at_stake: "a month at stake",
    no_money: "no money at stake",
  },
  stripe: {
    label: "Stripe read",
    never: "Never",
    every: "what changes, every minute",
    soon: "first reading within a minute",
    suspended: "Repair is suspended.",
  },
  walk: {
    label: "Everything compared",
    never: "Never",
    soon: "The first comparison begins within a minute.",
    requested: "Asked for: begins within a minute",
    running: "Under way",
    read: "%{count} subscription read |||| %{count} subscriptions read",
    read_of:
      "%{count} subscription of about %{about} read |||| %{count} subscriptions of about %{about} read",
    done: "%{count} subscription, every %{hours} h |||| %{count} subscriptions, every %{hours} h",
  },
  compare: {
    now: "Compare now",
    requested: "Asked for: begins at the next turn, within a minute",
    running: "Comparison under way",
    off: "Stripe cannot be read",
    failed: "The request did not get through, try again",
  },
  not_read: "The findings could not be read. Nothing was changed.",
  all_clear: {
    title: "Everything agrees",
    as_of:
      "Stripe, the database, the grants and the mirror say the same thing, everything compared",
    not_yet: "Nothing has been compared yet",
  },
  by_class: "Drift by kind",
  a_month: "a month",
  a_plan: "a plan",
  group: {
    drifts: "%{count} finding |||| %{count} findings",
    classes: "%{count} kind |||| %{count} kinds",
    customers: "%{count} customer |||| %{count} customers",
    show: "See the finding |||| See the %{count}",
    repair: "Reconcile the customer |||| Reconcile the %{count}",
    repair_first: "Reconcile the first of %{all} |||| Reconcile the first %{count} of %{all}",
  },
  barred: {
    closed: "Already put right",
    nobody: "No customer of ours to reconcile",
    by_hand: "Put right by hand: its page says how",
  },
  class: {
    paid_without_access: {
      title: "Paid without access",
      sentence: "%{who} pays for %{there} without access by the subscription",
      meaning: "Stripe collects a subscription that gives no access here.",
      advice: "Reconcile: the database takes Stripe’s state and access opens.",
    },
    mirror_behind: {
      title: "The app shows less than the right",
      sentence: "%{who} is entitled to %{here}, the app shows less",
      meaning: "The mirror that the app reads gives less than the customer is entitled to.",
      advice: "Reconcile: the mirror is written anew from the computed entitlement.",
    },
    customer_without_user: {
      title: "Pays without an account here",
      sentence: "%{who} pays for %{there} at Stripe, without a known account here",
      meaning: "A running subscription at Stripe belongs to no account, or to two.",
      advice:
        "Write the id of the right account into user_id, in the customer’s metadata at Stripe. The next finding will say whom to reconcile; no access is given by guessing.",
    },
    unreadable: {
      title: "Unreadable subscription",
      sentence: "No rule of ours can read the subscription of %{who}",
      meaning: "Stripe gives a subscription that our rules cannot read: it opens nothing.",
      advice: "Correct it at Stripe, or have the missing rule added.",
    },
    two_live_subscriptions: {
      title: "Pays twice",
      sentence: "%{who} pays for %{count} subscriptions at once",
      meaning: "Several subscriptions are running at Stripe for the same customer.",
      advice: "Cancel the one too many at Stripe and refund it; the database follows by itself.",
    },
    access_without_payment: {
      title: "Access without payment",
      sentence: "%{who} has %{here} by a subscription that Stripe no longer collects",
      meaning: "The database holds a subscription to be running that is not at Stripe.",
      advice: "Reconcile: access follows Stripe. If it is to last, give a grant.",
    },
    user_without_customer: {
      title: "Stripe customer gone",
      sentence: "%{who} has %{here}, but the customer is gone at Stripe",
      meaning:
        "The database holds a subscription to be running whose customer was deleted at Stripe.",
      advice:
        "Reconcile: the subscription is closed in the database. If money came, see the invoices.",
    },
    wrong_plan: {
      title: "Another plan",
      sentence: "%{who}: %{there} at Stripe, %{here} here",
      meaning: "Both sides have the subscription, but not the same plan.",
      advice: "Reconcile: the database takes Stripe’s plan.",
    },
    wrong_period: {
      title: "Other terms",
      sentence: "%{who}: same plan, other terms",
      meaning: "Same subscription, same plan, but the period, the amount or the end differ.",
      advice: "Reconcile: the database takes Stripe’s dates and amounts.",
    },
    other_mode: {
      title: "A test among real money",
      sentence: "The database holds a subscription of %{who} of another mode of Stripe to be live",
      meaning:
        "The database has a subscription of another mode of Stripe than the console’s (test or live): it opens nothing and counts nowhere.",
      advice: "Reconcile: the database takes what Stripe has for this customer.",
    },
    mirror_ahead: {
      title: "The app shows more than the right",
      sentence: "%{who} is entitled to %{here}, the app shows more",
      meaning:
        "The mirror promises more than the computed entitlement; the customer may have written it.",
      advice: "Reconcile: the mirror is written anew. If it changes again, find out who writes it.",
    },
    admin_claim: {
      title: "Claims to be an admin",
      sentence: "The account of %{who} claims to be an admin",
      meaning: "Its metadata say is_admin, which the customer can write. It opens nothing here.",
      advice:
        "Ask who wrote it and take is_admin out of the metadata. A true member of the team is added by “Add to the team”.",
    },
  },
  cause: {
    paid_without_access: {
      covered: { body: "A grant gives at least as much for now: access falls when it ends." },
      unknown_here: { body: "The database does not know this subscription." },
      other_mode: { body: "The database holds it to be a test (test mode)." },
      ended_here: { body: "The database holds this subscription to be over." },
    },
    customer_without_user: {
      unnamed: {
        name: "no account named",
        body: "Its metadata name no account, and its e-mail is nobody’s.",
      },
      not_an_id: {
        name: "user_id unreadable",
        body: "user_id, in its metadata, is not the id of an account.",
      },
      no_such_user: {
        name: "no such account",
        body: "user_id, in its metadata, names an account that does not exist, or not any more.",
      },
      somebody_else: {
        name: "two accounts at odds",
        body: "user_id names an account, but the database or the subscription points at another one. If the database is right, write its account there; if not, only the database can move the subscription to other hands.",
      },
      two_users: {
        name: "two possible accounts",
        body: "Two accounts may be the right one: nobody chooses by guessing.",
      },
    },
    unreadable: {
      other_mode: {
        name: "other mode of Stripe",
        body: "It is of another mode of Stripe (test or live) than the console: it opens nothing and counts nowhere.",
      },
      unknown_status: { name: "unknown status", body: "Its status is not in our rules." },
      no_items: { name: "no items", body: "It has no items." },
      unknown_price: {
        name: "price without a plan",
        body: "Its price belongs to no plan: add it to the prices, or change the price.",
      },
      unknown_interval: {
        name: "neither monthly nor yearly",
        body: "It is neither monthly nor yearly.",
      },
      unknown_amount: {
        name: "unreadable amount",
        body: "Its price has no fixed amount, or more than the database counts.",
      },
      foreign_currency: {
        name: "another currency than the euro",
        body: "It is paid in another currency than the euro, which the database does not count.",
      },
    },
    access_without_payment: {
      ended_there: { body: "At Stripe it has ended or is no longer paid." },
      unknown_there: { body: "Stripe does not know this subscription with this customer." },
    },
  },
  in_flight:
    "It is so fresh that Stripe may still tell the app: otherwise the finding opens after a quarter of an hour.",
  closed: {
    title: "Put right on %{at}",
    body: "A comparison did not meet it any more. Below, what both sides said the last time.",
  },
  open_customer: "Open the customer in Stripe",
  open_subscription: "Open the subscription in Stripe",
  open_subscriptions: "Open the subscriptions in Stripe",
  open_surplus: "Open the one too many in Stripe",
  open_user: "See the customer’s page",
  latest_events: "The latest Stripe events",
  found_at: "Found on",
  checked_at: "Checked on",
  closed_at: "Put right on",
  sides: {
    both: "Both sides",
    several: "The subscriptions at Stripe",
    one: "What Stripe says",
    fact: "Fact",
    differs: "differs",
    differing: "%{smart_count} difference |||| %{smart_count} differences",
  },
  side: {
    stripe: "Stripe",
    ours: "Here",
    mirror: "Mirror read by the app",
    entitled: "Computed entitlement",
    account: "Said by the account",
    team: "True for the console",
    surplus: "Subscription %{number}, one too many",
    subscription: "Subscription %{number}",
  },
  candidates: {
    title: "The account that could be meant |||| The accounts that could be meant",
    by: {
      subscription: "named by the subscription",
      customer: "named by the Stripe customer",
      database: "in the database",
      email: "same e-mail",
    },
  },
  access: {
    title: "The entitlement here",
    by: {
      default: "by default",
      grant: "by a grant",
      subscription: "by the subscription in the database",
    },
  },
  field: {
    subscription: "Subscription",
    customer: "Stripe customer",
    plan: "Plan",
    status: "Status",
    interval: "Interval",
    amount_cents: "Amount",
    currency: "Currency",
    current_period_start: "Start of period",
    current_period_end: "End of period",
    cancel_at: "Ends on",
    livemode: "Real money",
    email: "E-mail",
    named_user: "Named user_id",
    mirror: { is_premium: "is_premium", subscription_plan: "subscription_plan" },
    is_admin: "is_admin",
  },
  gist: {
    nothing: "nothing",
    none: "None",
    absent: "absent",
    not_planned: "Not planned",
    gone: "customer deleted",
    granted: "%{plan} by a grant",
    sides: "Stripe: %{there} · here: %{here}",
    term: "%{field}: %{there} · here: %{here}",
    mirror: "%{field}: %{said} · right: %{truth}",
    two: "%{count} running subscriptions: %{each}",
    nobody: "Stripe: %{there} · %{why}",
    unreadable: "Stripe: %{there} · %{why}",
    admin_claim: "is_admin: true · team: no",
  },
} satisfies SameKeys<typeof french>;
