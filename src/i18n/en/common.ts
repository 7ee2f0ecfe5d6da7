import type french from "../fr/common";
import type { SameKeys } from "../messageShape";

export default {
  sending: "Sending…",
  read_only: "Your role can read this, not change it.",
  retry: "Retry",
  copy: "Copy",
  copied: "Copied",
  not_copied: "The browser refuses to copy. Select the text to copy it.",
  copy_value: "Copy %{value}",
  open_in_stripe: "Open in Stripe",
  yes: "Yes",
  no: "No",
  nothing: "–",
  just_now: "just now",
  yesterday_at: "yesterday, %{time}",
  updated: "updated %{age}",
  per_month: "%{amount} a month",
  per_year: "%{amount} a year",
} satisfies SameKeys<typeof french>;
