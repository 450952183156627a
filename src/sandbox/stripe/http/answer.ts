import { StripeApiError, serverError } from "../errors.ts";

/** What goes back over the wire; status 0 means: hang up without a word. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The connection is dropped. */
export const hangUp: Answer = { status: 0, body: "", headers: {} };

/** The error body of Stripe's table. */
export function failure(error: unknown, requestId: string): Answer {
  const known = error instanceof StripeApiError ? error : serverError(`The sandbox failed: ${String(error)}`);
  const { code } = known.body;
  const body = {
    ...(code === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` }),
    ...known.body,
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  };
  return { status: known.status, body: JSON.stringify({ error: body }, null, 2), headers: {} };
}
