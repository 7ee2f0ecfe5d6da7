import { Problem } from "../problem.ts";
import { setting } from "../setting.ts";

export type Service = "stripe" | "resend" | "app" | "vercel" | "dns";

export type FailureKind =
  /** No answer in time: the vendor may or may not have done it. */
  | "timeout"
  /** No connection, or one that broke: the same doubt. */
  | "unreachable"
  | "rate_limited"
  /** An earlier call with the same key is still at work. */
  | "busy"
  /** The vendor's own fault, 5xx. */
  | "broken"
  /** An answer that is not the vendor's: a page of a proxy, a body without its envelope. */
  | "garbage"
  /** Our key is wrong or may not do this. */
  | "not_allowed"
  /** The vendor does not have it. */
  | "missing"
  /** The vendor says no to the request itself. */
  | "refused"
  | "not_configured";

const RETRYABLE: FailureKind[] = [
  "timeout",
  "unreachable",
  "rate_limited",
  "busy",
  "broken",
  "garbage",
];

const TIMEOUT_MS = 15_000;

/** The end of the year 9999, behind which no calendar of ours goes. */
export const LAST_MS = 253_402_300_799_999;

/** How long a vendor may take to answer. */
export const vendorTimeoutMs = () => Number(setting("VENDOR_TIMEOUT_MS")) || TIMEOUT_MS;

/** What a status means when nothing more is known of the failure. */
export function kindOfStatus(status: number): FailureKind {
  if (status >= 500) return "broken";
  switch (status) {
    case 401:
    case 403:
      return "not_allowed";
    case 404:
      return "missing";
    case 409:
      return "busy";
    case 429:
      return "rate_limited";
    default:
      return "refused";
  }
}

/** Waits until the vendor may be called again. */
export type Turn = () => Promise<void>;

/** What a vendor's failure means for us, whichever vendor it is. No secret is in it. */
export class ExternalError extends Error {
  readonly service: Service;
  readonly kind: FailureKind;
  /** Seconds that the vendor asked us to wait. */
  readonly retryAfter: number | null;
  readonly requestId: string | null;

  constructor(
    service: Service,
    kind: FailureKind,
    {
      retryAfter = null,
      requestId = null,
    }: { retryAfter?: number | null; requestId?: string | null } = {},
  ) {
    super(`${service}: ${kind}`);
    this.service = service;
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }

  get retryable(): boolean {
    return RETRYABLE.includes(this.kind);
  }

  /** The answer of an action that could not even begin. */
  get problem(): Problem {
    const { service, kind, retryAfter, requestId } = this;
    return kind === "not_configured"
      ? new Problem("not_configured", `The key for ${service} is not set.`, { service })
      : new Problem("vendor_failed", `${service} did not do it: ${kind}. Nothing was changed.`, {
          service,
          kind,
          retry_after: retryAfter,
          request_id: requestId,
        });
  }
}

/** Longer no run waits for a vendor before it asks again, whatever that said. */
const LONGEST_REST_S = 3600;

/** Seconds of a Retry-After header, which may be a date: an hour at most; nonsense counts as absent. */
export function retryAfterOf(header: string | null | undefined): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? Math.min(seconds, LONGEST_REST_S) : null;
  const until = Date.parse(header);
  if (Number.isNaN(until)) return null;
  return Math.min(Math.max(0, Math.ceil((until - Date.now()) / 1000)), LONGEST_REST_S);
}
