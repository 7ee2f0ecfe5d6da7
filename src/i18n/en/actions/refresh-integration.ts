export default {
  title: "Refresh the token",
  hint: "A new token at the provider",
  explanation:
    "The app asks the provider for a new token, then the console checks that the provider takes it. The value of the token never leaves the app’s server.",
  sentence: "Refresh the token, %{label}",
  parameters: "The token of this integration",
  running: "Refreshing…",
  outcome: "%{label}: the token is renewed.",
  done: "Refresh of the token",
  accepted: "Accepted",
  refused: "Refused",
  next: {
    title: "Run again what failed",
    body: "The failed imports of this integration can be run again.",
    label: "See its imports",
  },
  reconnect: {
    title: "Ask the customer to reconnect %{provider}",
    body: "Only the customer can give the access back, from the integrations of the account. The message is ready.",
    label: "Write to the customer",
  },
  mail: {
    subject: "Your %{provider} account has to be reconnected",
    body: "Hello,\n\nComptalyze has lost access to your %{provider} account: your sales are not imported any more. To restore the import, open Comptalyze, go to your integrations and reconnect %{provider}. Nothing that is imported already is lost.\n\nThe Comptalyze team",
  },
  field: {
    token_status: "Token",
    last_error: "Last error",
  },
  proof: {
    token_accepted: { title: "Token at the provider", where: "What the provider answers the app" },
    token_status: { title: "Token", where: "Its end in the database, read again" },
  },
  warning: {
    still_valid: {
      title: "The token is valid until %{end}.",
      body: "To refresh it now avoids a failure of the next import.",
    },
    reconnect_likely: {
      title: "The provider has refused before: the customer probably revoked the access.",
      body: "If it refuses again, only the customer can reconnect the account.",
    },
  },
  blocker: {
    token_valid: "The token is valid until %{end}, without an error.",
    never_ends: "The token does not expire and nothing is wrong.",
    no_refresh_token:
      "This integration has nothing to be refreshed with: the customer has to reconnect it.",
    already_running: "A refresh is running already.",
  },
  item: {
    refreshed: "Renewed",
    reconnect: "%{provider} refuses: the customer has to reconnect the account",
    vendor_broken: "The provider or the app does not answer",
  },
  advice: {
    reconnect: "Answer of the provider: %{reason}",
    vendor_broken: "Nothing has changed. Try again in a few minutes.",
  },
  issue: {
    integration_id: "This integration is not known.",
  },
};
