import type Stripe from "stripe";

export interface ErrorBody {
  readonly type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: Stripe.PaymentIntent;
  readonly setup_intent?: Stripe.SetupIntent;
  readonly payment_method?: Stripe.PaymentMethod;
}

/**
 * An answer other than 200. `saved` says whether execution had begun, and so whether an idempotency key replays it;
 * a 402 also keeps what the failed attempt wrote (charge, last error, events), any other error leaves no trace.
 */
export class StripeApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly saved: boolean;

  constructor(status: number, body: ErrorBody, saved: boolean) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.saved = saved;
  }
}

/** 400 before execution: an idempotency key doesn't keep it. */
export function invalidRequest(message: string, details: { code?: string; param?: string } = {}): StripeApiError {
  return new StripeApiError(400, { type: "invalid_request_error", message, ...details }, false);
}

/** 400 after execution began (wrong state, no funds): an idempotency key replays it. */
export function refusal(message: string, details: Omit<ErrorBody, "type" | "message"> = {}): StripeApiError {
  return new StripeApiError(400, { type: "invalid_request_error", message, ...details }, true);
}

/** 402: the payment method was declined. */
export function declined(body: Omit<ErrorBody, "type">): StripeApiError {
  return new StripeApiError(402, { type: "card_error", ...body }, true);
}

/** 404 for an id in the URL. */
export function notFound(noun: string, id: string, param = "id"): StripeApiError {
  const message = `No such ${noun}: '${id}'`;
  return new StripeApiError(404, { type: "invalid_request_error", code: "resource_missing", message, param }, false);
}

/** 400 for an id in a parameter. */
export function missingReference(noun: string, id: string, param: string): StripeApiError {
  return invalidRequest(`No such ${noun}: '${id}'`, { code: "resource_missing", param });
}

export function unauthorised(message: string): StripeApiError {
  return new StripeApiError(401, { type: "invalid_request_error", message }, false);
}

export function forbidden(message: string): StripeApiError {
  return new StripeApiError(403, { type: "invalid_request_error", message }, false);
}

export function serverError(message = "An unknown error occurred. (sandbox)"): StripeApiError {
  return new StripeApiError(500, { type: "api_error", message }, true);
}

export function rateLimited(): StripeApiError {
  const message = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
  return new StripeApiError(429, { type: "invalid_request_error", code: "rate_limit", message }, false);
}
