import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { emit } from "../events.ts";
import { newId, randomText } from "../ids.ts";
import { offeredTypes } from "./payment-intent.ts";

export interface NewSetupIntent {
  readonly customer: string | null;
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[] | null;
  readonly allowRedirects: "always" | "never";
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly paymentMethod: string | null;
  readonly usage: "off_session" | "on_session";
  readonly session: string | null;
}

export function makeSetupIntent(ctx: Context, given: NewSetupIntent): Stripe.SetupIntent {
  const id = newId("seti");
  const intent = ctx.db.put("setup_intent", {
    id,
    object: "setup_intent",
    allowed_payment_method_types: given.allowed === null ? null : [...given.allowed],
    application: null,
    automatic_payment_methods: given.allowed === null ? { allow_redirects: given.allowRedirects, enabled: true } : null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: ctx.clock.now(),
    customer: given.customer,
    customer_account: null,
    description: given.description,
    excluded_payment_method_types: given.excluded === null ? null : [...given.excluded],
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: given.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: given.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: "automatic" },
      sepa_debit: {},
    },
    payment_method_types: offeredTypes(given.allowed, given.excluded),
    single_use_mandate: null,
    status: given.paymentMethod === null ? "requires_payment_method" : "requires_confirmation",
    usage: given.usage,
  });
  ctx.db.put("intent_note", { id, session: given.session, returnUrl: null });
  emit(ctx, "setup_intent.created", intent);
  return intent;
}

export function cancelSetupIntent(
  ctx: Context,
  intent: Stripe.SetupIntent,
  reason: Stripe.SetupIntent.CancellationReason | null,
): Stripe.SetupIntent {
  const canceled = update(ctx, "setup_intent", intent, {
    status: "canceled",
    cancellation_reason: reason,
    next_action: null,
  });
  emit(ctx, "setup_intent.canceled", canceled);
  return canceled;
}
