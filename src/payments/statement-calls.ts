import type Stripe from "stripe";
import { type GatewayBalanceTransaction, GatewayUnavailable, type PaymentGateway } from "./gateway.ts";
import { ask, askAll } from "./stripe-call.ts";
import { fromWire, idOf, instantOf, objectOf, secondsOf } from "./stripe-values.ts";

type StatementCalls = Pick<
  PaymentGateway,
  "listBalanceTransactions" | "listPayoutTransactions" | "findPayout" | "findBalance" | "findCharge"
>;

/** Stripe's own statement of our money (R1). */
export const statementCalls = (stripe: Stripe): StatementCalls => ({
  listBalanceTransactions: (since) =>
    askAll(
      () => stripe.balanceTransactions.list({ created: { gte: secondsOf(since) }, limit: 100 }),
      balanceTransaction,
    ),
  listPayoutTransactions: (payout) =>
    askAll(() => stripe.balanceTransactions.list({ payout, limit: 100 }), balanceTransaction),
  async findPayout(payoutId) {
    const payout = await ask("payout", () => stripe.payouts.retrieve(payoutId));
    return {
      id: payout.id,
      amountCents: fromWire(payout.amount),
      state: payout.status,
      arrivesAt: instantOf(payout.arrival_date),
      automatic: payout.automatic,
      failureCode: payout.failure_code ?? undefined,
      itemised: payout.automatic && payout.reconciliation_status === "completed",
    };
  },
  async findBalance() {
    const balance = await ask("balance", () => stripe.balance.retrieve());
    return { availableCents: euros(balance.available), pendingCents: euros(balance.pending) };
  },
  async findCharge(chargeId) {
    const charge = await ask("charge", () => stripe.charges.retrieve(chargeId, { expand: ["balance_transaction"] }));
    const movement = objectOf(charge.balance_transaction);
    return {
      id: charge.id,
      paymentIntentId: idOf(charge.payment_intent),
      balanceTransaction: movement === undefined ? undefined : balanceTransaction(movement),
    };
  },
});

function balanceTransaction(movement: Stripe.BalanceTransaction): GatewayBalanceTransaction {
  if (movement.currency !== "eur") {
    throw new GatewayUnavailable(
      `${movement.id} is in ${movement.currency}: the fund's Stripe account must be in euros`,
    );
  }
  return {
    id: movement.id,
    type: movement.type,
    reportingCategory: movement.reporting_category,
    amountCents: fromWire(movement.amount),
    feeCents: fromWire(movement.fee),
    netCents: fromWire(movement.net),
    sourceId: idOf(movement.source),
    occurredAt: instantOf(movement.created),
    availableAt: instantOf(movement.available_on),
  };
}

const euros = (sums: readonly { readonly amount: number; readonly currency: string }[]): bigint =>
  sums.filter((sum) => sum.currency === "eur").reduce((total, sum) => total + fromWire(sum.amount), 0n);
