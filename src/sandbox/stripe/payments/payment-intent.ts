import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { emit } from "../events.ts";
import { newId, randomText } from "../ids.ts";

export interface NewPaymentIntent {
  readonly amount: number;
  readonly customer: string | null;
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[] | null;
  readonly allowRedirects: "always" | "never";
  readonly captureMethod: string;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly receiptEmail: string | null;
  readonly setupFutureUsage: "off_session" | "on_session" | null;
  readonly statementDescriptor: string | null;
  readonly statementDescriptorSuffix: string | null;
  readonly transferGroup: string | null;
  readonly paymentMethod: string | null;
  readonly session: string | null;
}

/** The methods an intent offers: the account's, narrowed by `allowed_…` or `excluded_payment_method_types`. */
export function offeredTypes(allowed: readonly string[] | null, excluded: readonly string[] | null): string[] {
  const account = ["card", "sepa_debit", "customer_balance"];
  if (allowed !== null) return account.filter((type) => allowed.includes(type));
  return account.filter((type) => type !== "customer_balance" && !excluded?.includes(type));
}

export function makePaymentIntent(ctx: Context, given: NewPaymentIntent): Stripe.PaymentIntent {
  const id = newId("pi");
  const intent = ctx.db.put("payment_intent", {
    id,
    object: "payment_intent",
    allowed_payment_method_types: given.allowed === null ? null : [...given.allowed],
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: given.allowed === null ? { allow_redirects: given.allowRedirects, enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.captureMethod,
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: "automatic",
    created: ctx.clock.now(),
    currency: "eur",
    customer: given.customer,
    customer_account: null,
    description: given.description,
    excluded_payment_method_types: given.excluded === null ? null : [...given.excluded],
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: given.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: given.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" },
      sepa_debit: {},
    },
    payment_method_types: offeredTypes(given.allowed, given.excluded),
    payment_record: null,
    processing: null,
    receipt_email: given.receiptEmail,
    review: null,
    setup_future_usage: given.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: given.statementDescriptor,
    statement_descriptor_suffix: given.statementDescriptorSuffix,
    status: given.paymentMethod === null ? "requires_payment_method" : "requires_confirmation",
    transfer_data: null,
    transfer_group: given.transferGroup,
  });
  ctx.db.put("intent_note", { id, session: given.session, returnUrl: null });
  emit(ctx, "payment_intent.created", intent);
  return intent;
}

export function cancelPaymentIntent(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  const canceled = ctx.db.put("payment_intent", {
    ...intent,
    status: "canceled",
    amount_capturable: 0,
    canceled_at: ctx.clock.now(),
    cancellation_reason: reason,
    next_action: null,
  });
  emit(ctx, "payment_intent.canceled", canceled);
  return canceled;
}
