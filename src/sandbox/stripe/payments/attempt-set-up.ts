import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { declined } from "../errors.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { type MandateData, mandateFor } from "./mandate.ts";
import { setUpOutcome } from "./outcome.ts";
import { assertUsable, attach, declineFields, instrumentOf } from "./payment-method.ts";
import type { Decline } from "./test-cards.ts";

export interface SetUpAttempt {
  readonly method: Stripe.PaymentMethod;
  readonly authenticated: boolean;
  readonly returnUrl: string | null;
  readonly mandate: MandateData | null | undefined;
}

/**
 * Tries to save a payment method for later; on success it belongs to the intent's customer.
 * @throws StripeApiError 402 when the bank refuses; the attempt and `last_setup_error` stay.
 */
export function attemptSetUp(ctx: Context, intent: Stripe.SetupIntent, attempt: SetUpAttempt): Stripe.SetupIntent {
  const { method } = attempt;
  assertUsable(ctx, method);
  const mandate = mandateFor(ctx, method, attempt.mandate);
  const session = ctx.db.get("intent_note", intent.id)?.session ?? null;
  ctx.db.put("intent_note", { id: intent.id, session, returnUrl: attempt.returnUrl });
  const outcome = setUpOutcome(instrumentOf(ctx, method), attempt.authenticated);
  if (outcome.kind === "declined") throw refuseSetUp(ctx, intent, method, outcome.decline);
  if (outcome.kind === "authentication") return askForAuthentication(ctx, intent, attempt);
  return succeed(ctx, intent, method, mandate);
}

function askForAuthentication(ctx: Context, intent: Stripe.SetupIntent, attempt: SetUpAttempt): Stripe.SetupIntent {
  const url = `${ctx.settings.publicUrl}/c/authenticate/${intent.id}`;
  const waiting = update(ctx, "setup_intent", intent, {
    status: "requires_action",
    payment_method: attempt.method.id,
    latest_attempt: recordAttempt(ctx, intent, attempt.method, "requires_action", null).id,
    last_setup_error: null,
    next_action: { type: "redirect_to_url", redirect_to_url: { return_url: attempt.returnUrl, url } },
  });
  emit(ctx, "setup_intent.requires_action", waiting);
  return waiting;
}

/** Writes the failed attempt and gives the 402 to throw. */
export function refuseSetUp(ctx: Context, intent: Stripe.SetupIntent, method: Stripe.PaymentMethod, decline: Decline) {
  const error = { type: "card_error", ...declineFields(decline), payment_method: method } as const;
  const failed = update(ctx, "setup_intent", intent, {
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    latest_attempt: recordAttempt(ctx, intent, method, "failed", error).id,
    last_setup_error: error,
  });
  emit(ctx, "setup_intent.setup_failed", failed);
  return declined({ ...declineFields(decline), setup_intent: failed, payment_method: method });
}

function succeed(
  ctx: Context,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  mandate: string | null,
): Stripe.SetupIntent {
  const customer = idOf(intent.customer);
  const instrument = instrumentOf(ctx, method);
  update(ctx, "instrument", instrument, { setUp: instrument.setUp || intent.usage === "off_session" });
  if (customer !== null) attach(ctx, method, customer);
  const ready = update(ctx, "setup_intent", intent, {
    status: "succeeded",
    payment_method: method.id,
    mandate,
    latest_attempt: recordAttempt(ctx, intent, method, "succeeded", null).id,
    last_setup_error: null,
    next_action: null,
  });
  emit(ctx, "setup_intent.succeeded", ready);
  return ready;
}

function recordAttempt(
  ctx: Context,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  status: string,
  error: Stripe.SetupAttempt.SetupError | null,
): Stripe.SetupAttempt {
  const { card } = method;
  return ctx.db.put("setup_attempt", {
    id: newId("setatt"),
    object: "setup_attempt",
    application: null,
    created: ctx.clock.now(),
    customer: idOf(intent.customer),
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details:
      card === undefined
        ? { type: method.type, sepa_debit: {} }
        : {
            type: "card",
            card: {
              brand: card.brand,
              checks: card.checks,
              country: card.country,
              exp_month: card.exp_month,
              exp_year: card.exp_year,
              fingerprint: card.fingerprint ?? null,
              funding: card.funding,
              last4: card.last4,
              network: card.brand,
              three_d_secure: null,
              wallet: null,
            },
          },
    setup_error: error,
    setup_intent: intent.id,
    status,
    usage: intent.usage,
  });
}
