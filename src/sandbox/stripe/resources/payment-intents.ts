import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { invalidRequest, missingReference, notFound, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { assertChargeable, currency, metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { positive, readParams, text, type Values } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { attemptPayment } from "../payments/attempt-payment.ts";
import { applyCash, unapplyCash } from "../payments/cash.ts";
import { cancelPaymentIntent, makePaymentIntent } from "../payments/payment-intent.ts";
import { createMethod, methodFromParam } from "../payments/payment-method.ts";
import { assertReturnUrl } from "../payments/return-url.ts";
import { requireCustomer } from "./customers.ts";
import { cancelReason, confirmShape, createShape, updateShape } from "./payment-intent-params.ts";

export const paymentIntentRoutes: readonly Route[] = [
  get("/v1/payment_intents", (call) =>
    listRecords(
      call,
      call.ctx.db.all("payment_intent"),
      { created: range, customer: text },
      (intent, wanted) => matches(wanted.customer, idOf(intent.customer)) && (wanted.created?.(intent.created) ?? true),
    ),
  ),
  post("/v1/payment_intents", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/payment_intents/:intent", (call) => {
    readParams({ client_secret: text }, call.params);
    return intentOf(call);
  }),
  post("/v1/payment_intents/:intent", (call) => change(call.ctx, intentOf(call), readParams(updateShape, call.params))),
  post("/v1/payment_intents/:intent/confirm", (call) => {
    const given = readParams(confirmShape, call.params);
    const intent = intentOf(call);
    assertOwnIntent(call.ctx, intent, "confirm");
    return confirm(call.ctx, intent, given);
  }),
  post("/v1/payment_intents/:intent/cancel", (call) => {
    const { cancellation_reason: reason } = readParams({ cancellation_reason: cancelReason }, call.params);
    return cancel(call.ctx, intentOf(call), reason ?? null);
  }),
  post("/v1/payment_intents/:intent/apply_customer_balance", (call) => {
    const { amount } = readParams({ amount: positive, currency }, call.params);
    return applyBalance(call.ctx, intentOf(call), amount);
  }),
  post("/v1/payment_intents/:intent/capture", (call) => {
    const given = readParams({ amount_to_capture: positive, metadata }, call.params);
    return capture(call.ctx, intentOf(call), given.amount_to_capture);
  }),
];

function intentOf(call: Call): Stripe.PaymentIntent {
  const id = pathPart(call, "intent");
  const intent = call.ctx.db.get("payment_intent", id);
  if (intent === undefined) throw notFound("payment_intent", id, "intent");
  return intent;
}

function create(ctx: Context, given: Values<typeof createShape>): Stripe.PaymentIntent {
  assertChargeable(given.amount);
  if (given.allowed_payment_method_types && (given.excluded_payment_method_types || given.automatic_payment_methods)) {
    throw invalidRequest(
      "You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods, excluded_payment_method_types.",
      { code: "parameters_exclusive", param: "allowed_payment_method_types" },
    );
  }
  if (given.off_session && !given.confirm) {
    throw invalidRequest("`off_session` can only be set when `confirm` is true.", { param: "off_session" });
  }
  if (given.customer !== undefined) requireCustomer(ctx, given.customer, "customer");
  const method = given.payment_method === undefined ? null : methodFromParam(ctx, given.payment_method);
  const intent = makePaymentIntent(ctx, {
    amount: given.amount,
    customer: given.customer ?? null,
    allowed: given.allowed_payment_method_types ?? null,
    excluded: given.excluded_payment_method_types ?? null,
    allowRedirects: given.automatic_payment_methods?.allow_redirects ?? "always",
    captureMethod: given.capture_method ?? "automatic_async",
    description: given.description ?? null,
    metadata: patchMetadata({}, given.metadata),
    receiptEmail: given.receipt_email ?? null,
    setupFutureUsage: given.setup_future_usage ?? null,
    statementDescriptor: given.statement_descriptor ?? null,
    statementDescriptorSuffix: given.statement_descriptor_suffix ?? null,
    transferGroup: given.transfer_group ?? null,
    paymentMethod: method?.id ?? null,
    session: null,
  });
  return given.confirm ? confirm(ctx, intent, { ...given, payment_method: method?.id }) : intent;
}

function confirm(ctx: Context, before: Stripe.PaymentIntent, given: Values<typeof confirmShape>): Stripe.PaymentIntent {
  assertState(before, "confirm", ["requires_payment_method", "requires_confirmation", "requires_action"]);
  const made = given.payment_method_data === undefined ? null : createMethod(ctx, given.payment_method_data);
  const id = given.payment_method ?? idOf(before.payment_method);
  const method = made ?? (id === null ? null : methodFromParam(ctx, id));
  if (method === null) {
    throw refusal(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: "payment_intent_unexpected_state", payment_intent: before },
    );
  }
  if (method.type !== "customer_balance") assertReturnUrl(before, given);
  if (given.mandate !== undefined && ctx.db.get("mandate", given.mandate) === undefined) {
    throw missingReference("mandate", given.mandate, "mandate");
  }
  const intent = update(ctx, "payment_intent", before, {
    setup_future_usage: given.setup_future_usage ?? before.setup_future_usage,
    receipt_email: given.receipt_email ?? before.receipt_email,
    capture_method: given.capture_method ?? before.capture_method,
  });
  return attemptPayment(ctx, intent, {
    method,
    offSession: given.off_session || given.error_on_requires_action || false,
    authenticated: false,
    returnUrl: given.return_url ?? null,
    mandate: given.mandate_data,
  });
}

function change(ctx: Context, before: Stripe.PaymentIntent, given: Values<typeof updateShape>): Stripe.PaymentIntent {
  const { metadata: patch, currency: _same, payment_method_types: _refused, ...rest } = given;
  if (Object.keys(rest).length > 0) {
    assertState(before, "update", ["requires_payment_method", "requires_confirmation", "requires_action"]);
  }
  if (rest.amount !== undefined) assertChargeable(rest.amount);
  if (rest.customer !== undefined) requireCustomer(ctx, rest.customer, "customer");
  const method = rest.payment_method ? methodFromParam(ctx, rest.payment_method).id : null;
  return update(ctx, "payment_intent", before, {
    ...(rest.amount === undefined ? {} : { amount: rest.amount }),
    ...(rest.customer === undefined ? {} : { customer: rest.customer }),
    ...(rest.description === undefined ? {} : { description: rest.description }),
    ...(rest.receipt_email === undefined ? {} : { receipt_email: rest.receipt_email }),
    ...(rest.setup_future_usage === undefined ? {} : { setup_future_usage: rest.setup_future_usage }),
    ...(rest.transfer_group === undefined ? {} : { transfer_group: rest.transfer_group }),
    ...(method === null ? {} : { payment_method: method, status: "requires_confirmation" }),
    metadata: patchMetadata(before.metadata, patch),
  });
}

function cancel(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  assertOwnIntent(ctx, intent, "cancel");
  const open = ["requires_payment_method", "requires_capture", "requires_confirmation", "requires_action"];
  assertState(intent, "cancel", open);
  unapplyCash(ctx, intent);
  return cancelPaymentIntent(ctx, intent, reason);
}

function applyBalance(ctx: Context, intent: Stripe.PaymentIntent, amount: number | undefined): Stripe.PaymentIntent {
  if (intent.next_action?.type === "display_bank_transfer_instructions") return applyCash(ctx, intent, amount ?? null);
  throw refusal("This PaymentIntent doesn't wait for a bank transfer.", {
    code: "payment_intent_unexpected_state",
    payment_intent: intent,
  });
}

function capture(ctx: Context, intent: Stripe.PaymentIntent, wanted: number | undefined): Stripe.PaymentIntent {
  assertState(intent, "capture", ["requires_capture"]);
  const amount = wanted ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw refusal("The amount to capture is greater than the amount that can be captured.", {
      code: "amount_too_large",
      param: "amount_to_capture",
    });
  }
  const charge = ctx.db.get("charge", idOf(intent.latest_charge) ?? "");
  if (charge !== undefined) {
    const captured = update(ctx, "charge", charge, { captured: true, amount_captured: amount });
    emit(ctx, "charge.captured", captured);
    schedule(ctx, "settle_charge", charge.id, ctx.settings.asyncDelayMs);
  }
  const paid = update(ctx, "payment_intent", intent, {
    status: "succeeded",
    amount_received: amount,
    amount_capturable: 0,
  });
  emit(ctx, "payment_intent.succeeded", paid);
  return paid;
}

function assertOwnIntent(ctx: Context, intent: Stripe.PaymentIntent, verb: string): void {
  const session = ctx.db.get("intent_note", intent.id)?.session ?? null;
  if (session === null) return;
  throw refusal(
    `You cannot ${verb} this PaymentIntent because it was created by a Checkout Session (${session}). Expire the Checkout Session instead.`,
    { code: "payment_intent_unexpected_state", payment_intent: intent },
  );
}

function assertState(intent: Stripe.PaymentIntent, verb: string, allowed: readonly string[]): void {
  if (allowed.includes(intent.status)) return;
  const past = verb === "cancel" ? "canceled" : verb === "capture" ? "captured" : `${verb}ed`;
  throw refusal(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${past}: ${allowed.join(", ")}.`,
    { code: "payment_intent_unexpected_state", payment_intent: intent },
  );
}
