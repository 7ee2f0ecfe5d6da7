/** Why a probe failed. */
export type ProbeFailure = "timeout" | "unreachable" | "status" | "unwell" | "garbage";

/** A row of backoffice.probes: one question to the app's health route. */
export type Probe = {
  id: number;
  at: string;
  created_at: string;
  service: string;
  ok: boolean;
  /** Of HTTP; null when nothing answered. */
  status: number | null;
  latency_ms: number | null;
  failure: ProbeFailure | null;
};
