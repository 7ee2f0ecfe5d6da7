type Details = {
  type?: "invalid_request_error" | "api_error" | "idempotency_error";
  code?: string;
  message: string;
  param?: string | undefined;
};

/** An error of the Stripe API: its status and the inside of its envelope. */
export class StripeFailure extends Error {
  override name = "StripeFailure";
  readonly status: number;
  readonly details: Details;

  constructor(status: number, details: Details) {
    super(details.message);
    this.status = status;
    this.details = details;
  }
}

export function failureEnvelope({ details }: StripeFailure, requestId: string) {
  const { type = "invalid_request_error", code, message, param } = details;
  return {
    error: {
      ...(code === undefined
        ? {}
        : { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` }),
      message,
      ...(param === undefined ? {} : { param }),
      request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      type,
    },
  };
}

/** What a retrieval of an unknown object answers. */
export const missing = (kind: string, id: string, param = "id") =>
  new StripeFailure(404, {
    code: "resource_missing",
    message: `No such ${kind}: '${id}'`,
    param,
  });
