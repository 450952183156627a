import Stripe from "stripe";
import { type ChargeRequest, GatewayRefused, type PaymentAttempt, type PaymentGateway } from "./gateway.ts";
import { isFromCheckout, paymentAttempt } from "./payment-outcome.ts";
import { PAYMENT_PARTS, readPayment } from "./read-payment.ts";
import { ask, askAll, sendOnce } from "./stripe-call.ts";
import { toWire } from "./stripe-values.ts";

type ChargeCalls = Pick<PaymentGateway, "chargeOffSession" | "findPayment" | "cancelPayment">;

export const chargeCalls = (stripe: Stripe): ChargeCalls => ({
  findPayment: (paymentIntentId) => readPayment(stripe, paymentIntentId),
  chargeOffSession: (request) =>
    request.paymentIntentId === undefined
      ? firstAttempt(stripe, request)
      : laterAttempt(stripe, request, request.paymentIntentId),
  cancelPayment: (paymentIntentId) => cancelPayment(stripe, paymentIntentId),
});

function firstAttempt(stripe: Stripe, request: ChargeRequest): Promise<PaymentAttempt> {
  const params = {
    amount: toWire(request.amountCents),
    currency: "eur",
    customer: request.customerId,
    payment_method: request.paymentMethodId,
    off_session: true,
    confirm: true,
    transfer_group: `campaign_${request.campaignId}`,
    metadata: { pledge_id: request.pledgeId, campaign_id: request.campaignId, attempt: String(request.attempt) },
    expand: PAYMENT_PARTS,
  };
  const { idempotencyKey, sentBefore } = request;
  return sendOnce({
    sentBefore,
    send: () => outcomeOfCharge(stripe, undefined, () => stripe.paymentIntents.create(params, { idempotencyKey })),
    find: () => findByPledge(stripe, request),
  });
}

/** The same payment again, so that a pledge can never be charged twice. */
async function laterAttempt(stripe: Stripe, request: ChargeRequest, id: string): Promise<PaymentAttempt> {
  const params = { payment_method: request.paymentMethodId, off_session: true, expand: PAYMENT_PARTS };
  const { idempotencyKey } = request;
  try {
    return await outcomeOfCharge(stripe, id, () => stripe.paymentIntents.confirm(id, params, { idempotencyKey }));
  } catch (error) {
    if (error instanceof GatewayRefused && error.code === "payment_intent_unexpected_state") {
      return readPayment(stripe, id);
    }
    throw error;
  }
}

/** A decline comes as an error that names its payment; that payment, read again, says what is true now. */
async function outcomeOfCharge(
  stripe: Stripe,
  known: string | undefined,
  charge: () => Promise<Stripe.PaymentIntent>,
): Promise<PaymentAttempt> {
  try {
    return paymentAttempt(await ask("payment_intent", charge), false);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    const paymentIntentId = error.payment_intent?.id ?? known;
    if (paymentIntentId === undefined) {
      throw new GatewayRefused(error.code ?? "card_error", error.message, { cause: error });
    }
    return readPayment(stripe, paymentIntentId);
  }
}

/** The off-session payment made for a pledge, whose answer was lost. */
async function findByPledge(stripe: Stripe, request: ChargeRequest): Promise<PaymentAttempt | undefined> {
  const payments = askAll(
    () => stripe.paymentIntents.list({ customer: request.customerId, limit: 100 }),
    (payment) => payment,
  );
  for await (const payment of payments) {
    const isOurs = payment.metadata.pledge_id === request.pledgeId && !isFromCheckout(payment);
    if (isOurs && payment.status !== "canceled") return readPayment(stripe, payment.id);
  }
  return undefined;
}

const CANCELABLE = new Set(["requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"]);

/**
 * Stripe replays a refusal to the same key, so the key names the state it cancels: after another attempt it is another.
 */
async function cancelPayment(stripe: Stripe, id: string): Promise<PaymentAttempt> {
  const payment = await ask("payment_intent", () => stripe.paymentIntents.retrieve(id));
  if (CANCELABLE.has(payment.status) && !isFromCheckout(payment)) {
    const idempotencyKey = `payment:${id}:cancel:${String(payment.latest_charge)}:${payment.status}`;
    try {
      await ask("payment_intent", () => stripe.paymentIntents.cancel(id, {}, { idempotencyKey }));
    } catch (error) {
      if (!(error instanceof GatewayRefused)) throw error;
    }
  }
  return readPayment(stripe, id);
}
