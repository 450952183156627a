import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId, randomText } from "../ids.ts";
import { cancelPaymentIntent, offeredTypes } from "../payments/payment-intent.ts";
import { cancelSetupIntent, makeSetupIntent } from "../payments/setup-intent.ts";
import type { CheckoutPlan, WireLineItem } from "../records.ts";

export interface NewSession {
  readonly mode: "payment" | "setup";
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly cancelUrl: string | null;
  readonly successUrl: string;
  readonly clientReferenceId: string | null;
  readonly currency: "eur" | null;
  readonly customer: string | null;
  readonly customerCreation: "always" | "if_required" | null;
  readonly customerEmail: string | null;
  readonly expiresAt: number;
  readonly integrationIdentifier: string | null;
  readonly lineItems: readonly WireLineItem[];
  readonly locale: string | null;
  readonly metadata: Stripe.Metadata;
  readonly submitType: string | null;
  readonly intent: CheckoutPlan["intent"];
}

export function makeSession(ctx: Context, given: NewSession): Stripe.Checkout.Session {
  const id = `cs_test_${randomText(58)}`;
  const payment = given.mode === "payment";
  const total = given.lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  const setupIntent = payment
    ? null
    : makeSetupIntent(ctx, {
        customer: given.customer,
        allowed: given.allowed,
        excluded: given.excluded,
        allowRedirects: "always",
        description: given.intent.description,
        metadata: given.intent.metadata,
        paymentMethod: null,
        usage: "off_session",
        session: id,
      });
  ctx.db.put("checkout_plan", { id, lineItems: given.lineItems, intent: given.intent });
  schedule(ctx, "expire_session", id, Math.max(0, given.expiresAt * 1000 - ctx.clock.nowMs()));
  return ctx.db.put("checkout_session", {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: given.allowed === null ? null : [...given.allowed],
    amount_subtotal: payment ? total : null,
    amount_total: payment ? total : null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: given.cancelUrl,
    client_reference_id: given.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: ctx.clock.now(),
    currency: payment ? "eur" : given.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: given.customer,
    customer_account: null,
    customer_creation: given.customer === null ? (given.customerCreation ?? "if_required") : null,
    customer_details: null,
    customer_email: given.customerEmail,
    discounts: payment ? [] : null,
    excluded_payment_method_types: [...given.excluded],
    expires_at: given.expiresAt,
    integration_identifier: given.integrationIdentifier,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: given.locale,
    managed_payments: { enabled: false },
    metadata: given.metadata,
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: payment ? "if_required" : "always",
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: offeredTypes(given.allowed, given.excluded),
    payment_status: payment ? "unpaid" : "no_payment_required",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: setupIntent?.id ?? null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: given.submitType,
    subscription: null,
    success_url: given.successUrl,
    total_details: payment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: "hosted_page",
    url: `${ctx.settings.publicUrl}/c/pay/${id}`,
    wallet_options: null,
  });
}

/** Ends an open session and cancels its intent; anything else is left as it is. */
export function expireSession(ctx: Context, id: string): void {
  const session = ctx.db.get("checkout_session", id);
  if (session?.status !== "open") return;
  const expired = update(ctx, "checkout_session", session, { status: "expired", url: null });
  const setup = ctx.db.get("setup_intent", idOf(session.setup_intent) ?? "");
  if (setup !== undefined) cancelSetupIntent(ctx, setup, null);
  const payment = ctx.db.get("payment_intent", idOf(session.payment_intent) ?? "");
  if (payment !== undefined) cancelPaymentIntent(ctx, payment, "expired");
  emit(ctx, "checkout.session.expired", expired);
}

export interface NewLine {
  readonly name: string;
  readonly description: string | null;
  readonly unitAmount: number;
  readonly quantity: number;
}

/** A line made from `price_data`: price and product exist only for this line. */
export function makeLine(ctx: Context, line: NewLine): WireLineItem {
  const total = line.unitAmount * line.quantity;
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: "eur",
    description: line.name,
    metadata: {},
    price: {
      id: newId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: ctx.clock.now(),
      currency: "eur",
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newId("prod", 14),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: line.unitAmount,
      unit_amount_decimal: String(line.unitAmount),
    },
    quantity: line.quantity,
  };
}
