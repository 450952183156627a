import type Stripe from "stripe";
import { GatewayRefused, type PaymentGateway, type RefundOutcome, type RefundRequest } from "./gateway.ts";
import { ask, askAll, sendOnce } from "./stripe-call.ts";
import { centsFromWire, toWire } from "./stripe-values.ts";

type RefundCalls = Pick<PaymentGateway, "refund" | "findRefund">;

export const refundCalls = (stripe: Stripe): RefundCalls => ({
  refund: (request) =>
    sendOnce({
      sentBefore: request.sentBefore,
      send: () => sendRefund(stripe, request),
      find: () => findByOurId(stripe, request),
    }),
  async findRefund(refundId) {
    const refund = await ask("refund", () => stripe.refunds.retrieve(refundId));
    return { ...outcomeOf(refund), metadataRefundId: refund.metadata?.refund_id, metadataAttempt: attemptOf(refund) };
  },
});

async function sendRefund(stripe: Stripe, request: RefundRequest): Promise<RefundOutcome> {
  const params = {
    charge: request.chargeId,
    amount: toWire(request.amountCents),
    metadata: { refund_id: request.refundId, pledge_id: request.pledgeId, attempt: String(request.attempt) },
  };
  const { idempotencyKey } = request;
  try {
    return outcomeOf(await ask("refund", () => stripe.refunds.create(params, { idempotencyKey })));
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    const found = await findByOurId(stripe, request);
    if (found === undefined) throw error;
    return found;
  }
}

async function findByOurId(stripe: Stripe, request: RefundRequest): Promise<RefundOutcome | undefined> {
  const refunds = askAll(
    () => stripe.refunds.list({ charge: request.chargeId, limit: 100 }),
    (refund) => refund,
  );
  for await (const refund of refunds) {
    if (refund.metadata?.refund_id === request.refundId && attemptOf(refund) === request.attempt)
      return outcomeOf(refund);
  }
  return undefined;
}

const attemptOf = (refund: Stripe.Refund): number => Number(refund.metadata?.attempt ?? "1");

const outcomeOf = (refund: Stripe.Refund): RefundOutcome => ({
  stripeRefundId: refund.id,
  state: stateOf(refund.status),
  amountCents: centsFromWire(refund.amount),
});

function stateOf(status: string | null): RefundOutcome["state"] {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}
