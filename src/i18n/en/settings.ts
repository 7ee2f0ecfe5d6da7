import type french from "../fr/settings";
import type { SameKeys } from "../messageShape";

export default {
  thresholds: "Thresholds of the runbook",
  about:
    "A changed threshold holds at once, on the home page and for the alerts that follow it. Each change keeps its reason.",
  read_only: "Your role may read the thresholds, not change them.",
  history: "Changes in the journal",
  failed: "The thresholds could not be read",
  job: "Threshold: %{threshold}. There is nothing to set: the import succeeded by its hour, or it did not.",
  bound: { min: "At least", max: "At most" },
  window: "Measured over",
  field_of: "%{label}, %{name}",
  usual: "By default %{value}",
  restore: "Restore",
  restore_of: "Restore %{label}, %{name}",
  reason_of: "Reason, %{name}",
  refused: {
    threshold: "A number with two decimals at most: 0 to 100%, or 0 to 60,000 ms.",
    window_hours: "A whole number of hours, from 1 to 2,160.",
  },
  save: "Save: %{threshold} over %{window}",
} satisfies SameKeys<typeof french>;
