import type Stripe from "stripe";
import type { GatewayDispute, PaymentGateway } from "./gateway.ts";
import { ask } from "./stripe-call.ts";
import { centsFromWire, fromWire, idOf, instantOf } from "./stripe-values.ts";

type DisputeCalls = Pick<PaymentGateway, "findDispute" | "answerDispute">;

export const disputeCalls = (stripe: Stripe): DisputeCalls => ({
  async findDispute(disputeId) {
    return disputeOf(await ask("dispute", () => stripe.disputes.retrieve(disputeId)));
  },
  async answerDispute({ disputeId, kind, text, idempotencyKey }) {
    const evidence = { evidence: { uncategorized_text: text }, submit: true };
    const answered = await ask("dispute", () =>
      kind === "evidence"
        ? stripe.disputes.update(disputeId, evidence, { idempotencyKey })
        : stripe.disputes.close(disputeId, {}, { idempotencyKey }),
    );
    return disputeOf(answered);
  },
});

function disputeOf(dispute: Stripe.Dispute): GatewayDispute {
  const moved = dispute.balance_transactions.map((movement) => ({
    amountCents: fromWire(movement.amount),
    occurredAt: instantOf(movement.created),
  }));
  const withdrawal = moved.find(({ amountCents }) => amountCents < 0n);
  const reinstatement = moved.find(({ amountCents }) => amountCents > 0n);
  const dueBy = dispute.evidence_details.due_by;
  return {
    id: dispute.id,
    chargeId: idOf(dispute.charge) ?? "",
    status: dispute.status,
    reason: dispute.reason,
    amountCents: centsFromWire(dispute.amount),
    openedAt: instantOf(dispute.created),
    evidenceDueAt: dueBy === null ? undefined : instantOf(dueBy),
    withdrawn: withdrawal && { ...withdrawal, amountCents: -withdrawal.amountCents },
    reinstated: reinstatement,
  };
}
