import Stripe from "stripe";
import { GatewayRefused, GatewayUnavailable } from "./gateway.ts";

/**
 * Runs one call and checks that the answer is the object asked for: an error without an `error` key is returned by
 * the SDK as if it were one. Throws GatewayUnavailable where the outcome is unknown or Stripe asks to repeat,
 * GatewayRefused where repeating cannot help, and Stripe's own card error.
 */
export async function ask<T extends { readonly object: string }>(
  kind: T["object"],
  call: () => Promise<T>,
): Promise<T> {
  let answer: T;
  try {
    answer = await call();
  } catch (error) {
    throw gatewayError(error);
  }
  if (answer.object !== kind || !hasId(answer)) {
    throw new GatewayUnavailable(`Stripe answered something other than a ${kind}`);
  }
  return answer;
}

/** Reads a list to its end; the SDK fetches further pages as they are needed. */
export async function* askAll<T, R>(list: () => AsyncIterable<T>, read: (item: T) => R): AsyncGenerator<R> {
  const items = list()[Symbol.asyncIterator]();
  for (;;) {
    const next = await items.next().catch((error: unknown) => {
      throw gatewayError(error);
    });
    if (next.done === true) return;
    yield read(next.value);
  }
}

const WITHOUT_ID = new Set(["balance", "cash_balance", "funding_instructions", "list", "v2.core.account_link"]);
const hasId = (answer: { readonly object: string }) =>
  WITHOUT_ID.has(answer.object) || ("id" in answer && typeof answer.id === "string");

export function gatewayError(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new GatewayUnavailable("Stripe’s answer could not be read", { cause: error });
  }
  if (error instanceof Stripe.errors.StripeCardError) return error;
  const refused = error.statusCode === 400 || error.statusCode === 404;
  if (refused && !REPEATED.has(error.code ?? "")) {
    return new GatewayRefused(error.code ?? error.rawType ?? "invalid_request", error.message, { cause: error });
  }
  return new GatewayUnavailable(error.message, { cause: error });
}

const REPEATED = new Set(["lock_timeout", "rate_limit"]);

/** Whether the call reached Stripe and may have taken effect although it failed. */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (!(error instanceof GatewayUnavailable)) return false;
  if (!(error.cause instanceof Stripe.errors.StripeError)) return true;
  const status = error.cause.statusCode;
  return status === undefined || status >= 500;
}

/**
 * Sends a write that must happen once. Stripe replays a saved failure to the same key, also of a call that took
 * effect: the object is then looked up by our own id (S1).
 */
export async function sendOnce<T>(write: {
  readonly sentBefore: boolean | undefined;
  readonly send: () => Promise<T>;
  readonly find: () => Promise<T | undefined>;
}): Promise<T> {
  if (write.sentBefore) {
    const found = await write.find();
    if (found !== undefined) return found;
  }
  try {
    return await write.send();
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    const found = await write.find().catch(() => undefined);
    if (found === undefined) throw error;
    return found;
  }
}
