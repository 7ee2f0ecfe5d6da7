/** Resend's own names of what goes wrong, with the status and the words it uses. */
const FAILURES = {
  missing_api_key: [401, "Missing API Key"],
  restricted_api_key: [401, "This API key is restricted to only send emails"],
  not_found: [404, "The requested endpoint does not exist."],
  invalid_idempotency_key: [400, "The key must be between 1-256 chars."],
  invalid_idempotent_request: [409, "Same idempotency key used with a different request payload."],
  concurrent_idempotent_requests: [
    409,
    "Same idempotency key used while original request is still in progress.",
  ],
  missing_required_field: [422, "The request body is missing one or more required fields."],
  invalid_parameter: [422, "The parameter must be a valid UUID."],
  validation_error: [422, "We found an error with one or more fields in the request."],
  rate_limit_exceeded: [429, "Too many requests. You can only make 2 requests per second."],
  internal_server_error: [500, "An unexpected error occurred."],
} as const satisfies Record<string, readonly [number, string]>;

export type FailureName = keyof typeof FAILURES;

export function failure(name: FailureName, message?: string, status?: number): Response {
  const [usualStatus, usualMessage] = FAILURES[name];
  const statusCode = status ?? usualStatus;
  return Response.json(
    { statusCode, name, message: message ?? usualMessage },
    { status: statusCode },
  );
}

export function tooMany(retryAfter: number): Response {
  const response = failure("rate_limit_exceeded");
  for (const [header, value] of [
    ["limit", "2"],
    ["remaining", "0"],
    ["reset", String(retryAfter)],
  ] as const) {
    response.headers.set(`ratelimit-${header}`, value);
  }
  return response;
}
