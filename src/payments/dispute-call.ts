import type Stripe from "stripe";
import type { GatewayDispute, PaymentGateway } from "./gateway.ts";
import { ask } from "./stripe-call.ts";
import { centsFromWire, fromWire, idOf, instantOf } from "./stripe-values.ts";

type DisputeCalls = Pick<PaymentGateway, "findDispute">;

export const disputeCalls = (stripe: Stripe): DisputeCalls => ({
  async findDispute(disputeId) {
    return disputeOf(await ask("dispute", () => stripe.disputes.retrieve(disputeId)));
  },
});

function disputeOf(dispute: Stripe.Dispute): GatewayDispute {
  const moved = dispute.balance_transactions.map((movement) => ({
    amountCents: fromWire(movement.amount),
    occurredAt: instantOf(movement.created),
  }));
  const withdrawal = moved.find(({ amountCents }) => amountCents < 0n);
  const reinstatement = moved.find(({ amountCents }) => amountCents > 0n);
  return {
    id: dispute.id,
    chargeId: idOf(dispute.charge) ?? "",
    status: dispute.status,
    reason: dispute.reason,
    amountCents: centsFromWire(dispute.amount),
    openedAt: instantOf(dispute.created),
    withdrawn: withdrawal && { ...withdrawal, amountCents: -withdrawal.amountCents },
    reinstated: reinstatement,
  };
}
