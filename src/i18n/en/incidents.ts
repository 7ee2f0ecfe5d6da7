export default {
  failure: {
    conflict: "The incident has changed meanwhile: nothing was written. Read it again and retry.",
    blocked: "The incident is not in that state any more: nothing was written.",
  },
  read_only: "Your role can follow incidents, not change them.",
  broken: "Broken",
  since: "Since %{at}",
  over: "Over after %{span}",
  owner: "Owner",
  nobody: { draft: "Not declared yet", open: "Nobody so far", resolved: "Nobody" },
  touched: "Affected",
  reading: "Reading…",
  not_counted: "Not counted",
  customers: "%{count} customer |||| %{count} customers",
  customers_mrr: "%{customers}, %{amount} a month",
  span: {
    minutes: "%{minutes} min %{seconds} s",
    hours: "%{hours} h %{minutes} min",
    days: "%{days} d %{hours} h",
  },
  clock: {
    respond: "Response, %{within}",
    resolve: "Resolution, %{within}",
    kept: "Kept in %{took}",
    missed: "Missed, %{took}",
    left: "%{span} left",
    late: "Late by %{span}",
  },
  draft: { do: "Draft an incident", open: "Open the draft", see: "Open the incident" },
  strip: {
    label: "%{severity}, %{code}",
    declared: "Declared at %{at}",
    taken: "Declared at %{at}, taken at %{taken}",
    untaken: "Declared at %{at}, nobody has taken it",
    follow: "Follow the procedure",
    top: "%{words}, open incident: %{code}, %{title}",
  },
  severity: {
    question: "What is wrong?",
    P0: "P0 · Site down, or payments blocked",
    P1: "P1 · An important feature is broken",
    P2: "P2 · A minor feature is broken",
    P3: "P3 · A small or visual defect",
  },
  declare: {
    detail: "Three answers, then the two clocks start.",
    title: "What is broken",
    title_help: "In a few words, as you would tell a colleague.",
    since: "Since when",
    since_alert: "First seen, %{at}",
    just_now: "Just now",
    ago: "%{span} ago",
    off_title: "Say what is broken, in %{min} to %{max} characters.",
    off_severity: "Answer “What is wrong?”.",
    told: "The team is told in Slack.",
    do: "Declare the %{severity} incident",
    do_any: "Declare the incident",
  },
  move: {
    declare: { open: "Declare an incident", short: "Declare" },
    take: { do: "Take it" },
    severity: { open: "Change the severity", do: "Make %{code} a %{severity}" },
    resolve: {
      open: "Resolve",
      do: "Resolve %{code}",
      detail: "The clocks stop. The reason says what was done.",
    },
    reopen: {
      open: "Reopen",
      do: "Reopen %{code}",
      detail: "The clocks go on, from the declaration.",
    },
    discard: {
      open: "Discard the draft",
      do: "Discard %{code}",
      detail: "The draft goes; the alert stays and can give another one.",
    },
  },
  story: {
    began: "First seen",
    alert: "alert %{code}",
    drafted: "Draft prepared",
    declared: "Incident declared",
    taken: "Taken",
    severity: "Severity changed",
    severity_detail: "%{from} → %{to}",
    resolved: "Resolved",
    reopened: "Reopened",
    ahead: { draft: "To be declared", open: "To be resolved" },
    ahead_detail: {
      draft: "Nothing is told and no clock runs.",
      open: "Follow the procedure, then read again what was broken.",
    },
  },
  playbook: {
    title: "Procedure: %{name}",
    site_down: {
      name: "site down",
      symptom: "Errors 502 or 504, timeouts",
      health: {
        prose: "See whether the probe gets an answer, and since when it does not.",
        do: "Uptime",
      },
      deployment: {
        prose: "An outage after a deployment mostly comes from it: compare the times.",
        do: "Deployments",
      },
      rollback: {
        prose: "If the last deployment is to blame, put the one before back into production.",
        do: "Open Vercel",
      },
      database: {
        prose:
          "If the database does not answer, look at its state at Supabase before touching the app.",
        do: "Open Supabase",
      },
      verify: {
        prose: "The probe has answered for a quarter of an hour: the incident can be resolved.",
        do: "Read the probe again",
      },
    },
    site_slow: {
      name: "site slow",
      symptom: "Slow pages, p95 latency past its threshold",
      latency: {
        prose: "Find the moment at which answer times changed, and what happened then.",
        do: "Latency",
      },
      deployment: {
        prose: "If a deployment came before the change, read its logs or roll back.",
        do: "Open Vercel",
      },
      database: {
        prose: "Slow queries or too many connections show in the reports of the database.",
        do: "Open Supabase",
      },
      verify: { prose: "Latency is below its threshold again.", do: "Read latency again" },
    },
    webhooks_failing: {
      name: "Stripe webhooks failing",
      symptom: "Payments succeed, but customers are left without access",
      causes: {
        prose: "Failed events are grouped by cause: the most frequent first.",
        do: "See the causes",
      },
      secret: {
        prose:
          "A 401 comes from another signing secret: compare the endpoint’s with the app’s. Its value is written nowhere here.",
        do: "Stripe endpoints",
      },
      replay: {
        prose: "Once the cause is mended, replay what failed. What was processed is skipped.",
        do: "Plan the replay",
      },
      reconcile: {
        prose: "What still differs from Stripe is reconciled, one by one or together.",
        do: "See the findings",
      },
      verify: {
        prose:
          "Nobody pays without access any more. Until then a grant helps a customer on the phone.",
        do: "Paid without access",
      },
    },
    import_missed: {
      name: "monthly import failing",
      symptom: "The month’s revenue did not arrive",
      failures: {
        prose: "Read the imports that still fail, grouped by cause.",
        do: "Failed imports",
      },
      tokens: {
        prose: "An expired token is refreshed; a revoked one needs the customer to connect again.",
        do: "Integrations",
      },
      rerun: {
        prose: "Run the import again: the preview is a dry run, nothing is imported twice.",
        do: "Run the imports again",
      },
      verify: {
        prose: "The month has a success and open failures go down.",
        do: "Read the job again",
      },
    },
    emails_lost: {
      name: "e-mails not received",
      symptom: "Welcome, summary or reminder that does not arrive",
      bounced: {
        prose: "An address that bounces for good is for the customer to change.",
        do: "Bounced e-mails",
      },
      domains: {
        prose: "Without SPF, DKIM and DMARC everything lands in spam.",
        do: "Sending domains",
      },
      suppressions: {
        prose: "A suppressed address receives nothing until it is lifted.",
        do: "Suppressions",
      },
      test: { prose: "Send a test e-mail and follow its status.", do: "Test a message" },
      provider: {
        prose: "If Resend refuses everything, its key or its service is to blame.",
        do: "Open Resend",
      },
    },
    rate_limited: {
      name: "customer held by the limit",
      symptom: "“Too many requests”, error 429",
      wait: { prose: "The window opens by itself after a minute: the customer can try again." },
      unblock: { prose: "If it stays, unblock them from their page.", do: "Find the customer" },
      abuse: { prose: "If the requests are abuse, the app’s logs show it.", do: "Open Vercel" },
    },
  },
};
