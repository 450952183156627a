import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { StripeApiError } from "../errors.ts";
import { emit } from "../events.ts";
import { idOf } from "../ids.ts";
import { attemptPayment } from "../payments/attempt-payment.ts";
import { attemptSetUp } from "../payments/attempt-set-up.ts";
import { authenticatePayment, authenticateSetUp } from "../payments/authenticate.ts";
import { acceptedOnPage } from "../payments/mandate.ts";
import { makePaymentIntent } from "../payments/payment-intent.ts";
import { createMethod } from "../payments/payment-method.ts";
import { ibanOf } from "../payments/test-ibans.ts";
import { createCustomer } from "../resources/customers.ts";

/** What the payer filled in: a card number or an IBAN, and who they are. */
export interface Submission {
  readonly number: string;
  readonly email: string;
  readonly name: string;
}

/** Where the payer goes next. */
export type Step =
  | { readonly kind: "done"; readonly url: string }
  | { readonly kind: "authenticate"; readonly intent: string }
  | { readonly kind: "declined"; readonly reason: string; readonly message: string }
  | { readonly kind: "expired" };

/** Pays or saves once: a second submit of the same page only shows the way on. */
export function submitCheckout(ctx: Context, session: Stripe.Checkout.Session, given: Submission): Step {
  if (session.status !== "open") return nextStep(session);
  const waiting = intentOf(ctx, session);
  if (waiting?.status === "requires_action") return { kind: "authenticate", intent: waiting.id };
  return tryOut(ctx, () => {
    const isIban = ibanOf(given.number) !== undefined;
    const method = createMethod(ctx, {
      type: isIban ? "sepa_debit" : "card",
      billing_details: { email: given.email, name: given.name },
      ...(isIban ? { sepa_debit: { iban: given.number } } : { card: { number: given.number } }),
    });
    const named = nameCustomer(ctx, session, given);
    const attempt = { method, authenticated: false, returnUrl: null, mandate: acceptedOnPage };
    if (named.mode === "payment") {
      const intent = paymentIntentOf(ctx, named);
      attemptPayment(ctx, intent, { ...attempt, offSession: false });
    } else {
      const intent = ctx.db.get("setup_intent", idOf(named.setup_intent) ?? "");
      if (intent !== undefined) attemptSetUp(ctx, { ...intent, customer: named.customer }, attempt);
    }
    return completeWhereDone(ctx, session.id);
  });
}

/** The payer comes back from their bank's page. */
export function answerAuthentication(
  ctx: Context,
  intent: Stripe.PaymentIntent | Stripe.SetupIntent,
  result: "succeed" | "fail",
): Step {
  const session = ctx.db.get("intent_note", intent.id)?.session ?? "";
  return tryOut(ctx, () => {
    const answered =
      intent.object === "payment_intent"
        ? authenticatePayment(ctx, intent, result)
        : authenticateSetUp(ctx, intent, result);
    if (session !== "") return completeWhereDone(ctx, session);
    return { kind: "done", url: returnUrl(ctx, answered) };
  });
}

/** A decline keeps what the attempt wrote and becomes a message on the page. */
function tryOut(ctx: Context, attempt: () => Step): Step {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    if (error.status !== 402) ctx.store.rollback();
    return { kind: "declined", reason: error.body.decline_code ?? error.body.code ?? "", message: error.message };
  }
}

function completeWhereDone(ctx: Context, id: string): Step {
  const session = ctx.db.get("checkout_session", id);
  const intent = session && intentOf(ctx, session);
  if (session === undefined || intent === undefined) return { kind: "expired" };
  if (session.status === "open" && isDone(intent)) {
    const paid = intent.object === "payment_intent" && intent.status === "succeeded";
    const complete = update(ctx, "checkout_session", session, {
      status: "complete",
      url: null,
      payment_status: session.mode === "setup" ? "no_payment_required" : paid ? "paid" : "unpaid",
    });
    emit(ctx, "checkout.session.completed", complete);
    return nextStep(complete);
  }
  if (intent.status === "requires_action") return { kind: "authenticate", intent: intent.id };
  const error = intent.object === "payment_intent" ? intent.last_payment_error : intent.last_setup_error;
  if (error === null) return nextStep(session);
  return { kind: "declined", reason: error.decline_code ?? error.code ?? "", message: error.message ?? "" };
}

function isDone(intent: Stripe.PaymentIntent | Stripe.SetupIntent): boolean {
  return ["succeeded", "processing", "requires_capture"].includes(intent.status);
}

function nextStep(session: Stripe.Checkout.Session): Step {
  if (session.status === "expired") return { kind: "expired" };
  return { kind: "done", url: (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id) };
}

function intentOf(ctx: Context, session: Stripe.Checkout.Session) {
  const payment = ctx.db.get("payment_intent", idOf(session.payment_intent) ?? "");
  return payment ?? ctx.db.get("setup_intent", idOf(session.setup_intent) ?? "");
}

/** Records who pays, and makes the customer where the session wants one. */
function nameCustomer(ctx: Context, session: Stripe.Checkout.Session, given: Submission): Stripe.Checkout.Session {
  const keeps = ctx.db.get("checkout_plan", session.id)?.intent.setupFutureUsage != null;
  const wanted = session.customer === null && (session.customer_creation === "always" || keeps);
  const customer = wanted ? createCustomer(ctx, { email: given.email, name: given.name }).id : session.customer;
  return update(ctx, "checkout_session", session, {
    customer,
    customer_details: {
      address: null,
      business_name: null,
      email: given.email,
      individual_name: null,
      name: given.name,
      phone: null,
      tax_exempt: "none",
      tax_ids: [],
    },
  });
}

/** The session's own payment intent: made at the first attempt, used again after a decline. */
function paymentIntentOf(ctx: Context, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const existing = ctx.db.get("payment_intent", idOf(session.payment_intent) ?? "");
  if (existing !== undefined) return existing;
  const plan = ctx.db.get("checkout_plan", session.id)?.intent;
  const intent = makePaymentIntent(ctx, {
    amount: session.amount_total ?? 0,
    customer: idOf(session.customer),
    allowed: session.allowed_payment_method_types,
    excluded: session.excluded_payment_method_types ?? null,
    allowRedirects: "always",
    captureMethod: plan?.captureMethod ?? "automatic_async",
    description: plan?.description ?? null,
    metadata: plan?.metadata ?? {},
    receiptEmail: plan?.receiptEmail ?? null,
    setupFutureUsage: plan?.setupFutureUsage ?? null,
    statementDescriptor: plan?.statementDescriptor ?? null,
    statementDescriptorSuffix: plan?.statementDescriptorSuffix ?? null,
    transferGroup: plan?.transferGroup ?? null,
    paymentMethod: null,
    session: session.id,
  });
  update(ctx, "checkout_session", session, { payment_intent: intent.id });
  return intent;
}

/** Where an intent confirmed through the API sends its payer back to. */
function returnUrl(ctx: Context, intent: Stripe.PaymentIntent | Stripe.SetupIntent): string {
  const back = ctx.db.get("intent_note", intent.id)?.returnUrl;
  if (back === null || back === undefined) return `${ctx.settings.publicUrl}/`;
  const url = new URL(back);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? "");
  url.searchParams.set("redirect_status", isDone(intent) ? "succeeded" : "failed");
  return url.href;
}
