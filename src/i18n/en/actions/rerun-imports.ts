export default {
  title: "Run an import again",
  hint: "Dry run, then the real import",
  explanation:
    "The app makes a dry run first: the preview shows what the import would bring. The run then imports, one integration after the other. What is imported already is neither done again nor doubled.",
  reach: {
    label: "Scope",
    one: "This integration",
    customer: "One customer",
    this_customer: "This customer",
    failed: "What is missing",
    everyone: "Everyone",
    all: "All",
  },
  whose: {
    one: "%{who}",
    customer: "all integrations of %{who}",
    failed: "what is not imported",
    failed_of: "what is not imported from %{provider}",
    everyone: "everyone",
    everyone_of: "all %{provider} accounts",
  },
  sentence: "Import %{month}, %{whose}",
  parameters: "%{month}, %{whose}",
  running: "Importing…",
  outcome: "%{month} is imported: %{whose}.",
  done: "Import run again",
  next: {
    title: "Look at the imports of the month",
    body: "The log says what each import gave, and what is still missing.",
    label: "See the imports",
  },
  remedy: {
    expired: "See the expired tokens",
    reconnect: "See the accounts to reconnect",
  },
  field: {
    import_status: "Import of the month",
    revenue_cents: "Revenue",
    rows_imported: "Rows",
  },
  value: { not_imported: "Not imported" },
  proof: {
    import_status: { title: "Import of the month", where: "Log of the imports, read again" },
    revenue_cents: {
      title: "Imported revenue",
      where: "Log of the imports, compared with the dry run",
    },
  },
  warning: {
    failed_token_expired: {
      title:
        "Token expired: %{count} integration will be left out. |||| Token expired: %{count} integrations will be left out.",
      body: "%{who}. Refresh the token, then run it again.",
    },
    failed_reconnect: {
      title:
        "Access revoked: %{count} integration will be left out. |||| Access revoked: %{count} integrations will be left out.",
      body: "%{who}. Only the customer can reconnect the account.",
    },
    failed_rate_limited: {
      title:
        "Too many requests at the provider: %{count} integration will be left out. |||| Too many requests at the provider: %{count} integrations will be left out.",
      body: "%{who}. Run it again in a few minutes.",
    },
    failed_provider_down: {
      title:
        "The provider does not answer: %{count} integration will be left out. |||| The provider does not answer: %{count} integrations will be left out.",
      body: "%{who}. Run it again when the provider answers.",
    },
    failed_unreadable: {
      title:
        "Unreadable answer of the provider: %{count} integration will be left out. |||| Unreadable answer of the provider: %{count} integrations will be left out.",
      body: "%{who}. If it lasts, the app has to be mended.",
    },
    failed_other: {
      title:
        "The dry run failed: %{count} integration will be left out. |||| The dry run failed: %{count} integrations will be left out.",
      body: "%{who}. The text of the error is in the log of the imports.",
    },
    not_in_dry_run: {
      title:
        "The app said nothing of %{count} integration: it will be left out. |||| The app said nothing of %{count} integrations: they will be left out.",
      body: "%{who}.",
    },
    already_imported: {
      title: "Everything is imported already.",
      body: "Another run changes nothing: the revenue stays the same.",
    },
  },
  blocker: {
    failed_token_expired: "Token expired: nothing can be imported before it is refreshed (%{who}).",
    failed_reconnect:
      "Access revoked: the customer has to reconnect the account before any import (%{who}).",
    failed_rate_limited: "The provider refuses: too many requests. Wait a few minutes.",
    failed_provider_down: "The provider does not answer: nothing can be imported for now.",
    failed_unreadable: "The provider answers something unreadable: nothing can be imported.",
    failed_other: "The dry run failed: nothing can be imported.",
    nothing_failed: "Nothing is missing: everything is imported for this month.",
    no_integration: "This customer had no account connected at the end of that month.",
    nobody_connected: "Nobody had an account connected at the end of that month.",
    too_many: "More than %{most} integrations: choose a provider, a customer, or what is missing.",
    already_running: "This import is running already.",
  },
  item: {
    imported: "Imported, %{revenue_cents}",
    already_imported: "Imported already, %{revenue_cents}",
    no_sales: "No sales this month",
    not_in_dry_run: "Left out: the app said nothing of it",
    dry_run_failed: "Left out: %{error}",
    dry_run_changed: "Not imported: the dry run says otherwise than in the preview",
    import_failed: "The import failed: %{error}",
  },
  advice: {
    dry_run_changed: "Make the preview again: what the import would bring has changed since.",
    import_failed:
      "Nothing was imported. Mend the cause, for instance by refreshing the token, then run it again.",
    vendor_broken: "Nothing was imported. Retry the failure when the app answers.",
  },
  issue: {
    month: "From January 2020 to the present month.",
    user_id: "Choose the customer.",
  },
};
