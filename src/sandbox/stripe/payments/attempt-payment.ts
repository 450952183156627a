import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { declined, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { idOf } from "../ids.ts";
import { awaitTransfer } from "./cash.ts";
import { makeCharge } from "./charge.ts";
import { type MandateData, mandateFor } from "./mandate.ts";
import { chargeOutcome } from "./outcome.ts";
import { assertUsable, attach, declineFields, instrumentOf } from "./payment-method.ts";
import type { Decline } from "./test-cards.ts";
import { ibanOf } from "./test-ibans.ts";

const minute = 60_000;
/** Days a SEPA debit takes by the sandbox's clock; a control settles it at once. */
const debitDays = 5;

export interface Attempt {
  readonly method: Stripe.PaymentMethod;
  readonly offSession: boolean;
  readonly authenticated: boolean;
  readonly returnUrl: string | null;
  readonly mandate: MandateData | null | undefined;
}

/**
 * Tries to pay an intent once and leaves what Stripe leaves: charge, events, new status.
 * @throws StripeApiError 402 when the bank refuses; the failed charge and `last_payment_error` stay.
 */
export function attemptPayment(ctx: Context, intent: Stripe.PaymentIntent, attempt: Attempt): Stripe.PaymentIntent {
  const { method } = attempt;
  assertBelongs(ctx, intent, method);
  const mandate = mandateFor(ctx, method, attempt.mandate);
  const session = ctx.db.get("intent_note", intent.id)?.session ?? null;
  ctx.db.put("intent_note", { id: intent.id, session, returnUrl: attempt.returnUrl });
  const outcome = chargeOutcome(instrumentOf(ctx, method), attempt);
  switch (outcome.kind) {
    case "authentication":
      return askForAuthentication(ctx, intent, attempt);
    case "declined":
      throw refuse(ctx, intent, method, outcome.decline, attempt.authenticated);
    case "debit_sent":
      return sendDebit(ctx, intent, method, mandate);
    case "transfer_awaited":
      return awaitTransfer(ctx, intent, method);
    case "approved":
      return approve(ctx, intent, attempt);
  }
}

function assertBelongs(ctx: Context, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const customer = idOf(intent.customer);
  if (method.customer !== null && customer === null) {
    throw refusal(
      "The payment method supplied belongs to a customer: to use it you must also provide that customer in the request.",
      { param: "customer" },
    );
  }
  if (method.customer !== null && method.customer !== customer) {
    throw refusal(
      `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
      { code: "resource_missing", param: "payment_method" },
    );
  }
  assertUsable(ctx, method);
}

function askForAuthentication(ctx: Context, intent: Stripe.PaymentIntent, attempt: Attempt): Stripe.PaymentIntent {
  const url = `${ctx.settings.publicUrl}/c/authenticate/${intent.id}`;
  const waiting = update(ctx, "payment_intent", intent, {
    status: "requires_action",
    payment_method: attempt.method.id,
    last_payment_error: null,
    next_action: {
      type: "redirect_to_url",
      redirect_to_url: { return_url: attempt.returnUrl, url },
    },
  });
  emit(ctx, "payment_intent.requires_action", waiting);
  return waiting;
}

/** Writes the failed attempt and gives the 402 to throw. */
function refuse(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  authenticated: boolean,
) {
  const facts = { status: "failed", captured: false, decline, authenticated, mandate: null } as const;
  const charge = makeCharge(ctx, intent, method, instrumentOf(ctx, method), facts);
  const failed = failPayment(ctx, intent, charge, method, decline);
  return declined({ ...declineFields(decline), charge: charge.id, payment_intent: failed, payment_method: method });
}

/** Back to `requires_payment_method`, the error and its charge on record. */
export function failPayment(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  method: Stripe.PaymentMethod,
  decline: Decline,
): Stripe.PaymentIntent {
  const failed = update(ctx, "payment_intent", intent, {
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    latest_charge: charge.id,
    last_payment_error: { type: "card_error", ...declineFields(decline), charge: charge.id, payment_method: method },
  });
  emit(ctx, "charge.failed", charge);
  emit(ctx, "payment_intent.payment_failed", failed);
  return failed;
}

function sendDebit(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  mandate: string | null,
): Stripe.PaymentIntent {
  const instrument = instrumentOf(ctx, method);
  const facts = { status: "pending", captured: true, decline: null, authenticated: false, mandate } as const;
  const charge = makeCharge(ctx, intent, method, instrument, facts);
  keepMethod(ctx, intent, method);
  const waiting = update(ctx, "payment_intent", intent, {
    status: "processing",
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
    latest_charge: charge.id,
  });
  emit(ctx, "charge.pending", charge);
  emit(ctx, "payment_intent.processing", waiting);
  const delay = debitDays * 24 * 60 * minute + (ibanOf(instrument.number)?.slow ? 3 * minute : 0);
  schedule(ctx, "settle_debit", intent.id, delay);
  return waiting;
}

function approve(ctx: Context, intent: Stripe.PaymentIntent, attempt: Attempt): Stripe.PaymentIntent {
  const { method, authenticated } = attempt;
  const captured = intent.capture_method !== "manual";
  const facts = { status: "succeeded", captured, decline: null, authenticated, mandate: null } as const;
  const charge = makeCharge(ctx, intent, method, instrumentOf(ctx, method), facts);
  keepMethod(ctx, intent, method);
  const paid = update(ctx, "payment_intent", intent, {
    status: captured ? "succeeded" : "requires_capture",
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
    latest_charge: charge.id,
    amount_received: captured ? intent.amount : 0,
    amount_capturable: captured ? 0 : intent.amount,
  });
  emit(ctx, "charge.succeeded", charge);
  emit(ctx, captured ? "payment_intent.succeeded" : "payment_intent.amount_capturable_updated", paid);
  if (captured) schedule(ctx, "settle_charge", charge.id, ctx.settings.asyncDelayMs);
  return paid;
}

/** With `setup_future_usage` the method stays with the customer; used without, it can't be used again. */
function keepMethod(ctx: Context, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const customer = idOf(intent.customer);
  const instrument = instrumentOf(ctx, method);
  if (intent.setup_future_usage !== null && customer !== null) {
    update(ctx, "instrument", instrument, { setUp: instrument.setUp || intent.setup_future_usage === "off_session" });
    attach(ctx, method, customer);
  } else if (method.customer === null) {
    update(ctx, "instrument", instrument, { spent: true });
  }
}
