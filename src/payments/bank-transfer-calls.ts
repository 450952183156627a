import type Stripe from "stripe";
import { cents, minCents } from "../domain/money.ts";
import {
  type CashRequest,
  type CashReturnRequest,
  GatewayUnavailable,
  type PaymentAttempt,
  type PaymentGateway,
  type WaitingCash,
} from "./gateway.ts";
import { paymentAttempt } from "./payment-outcome.ts";
import { PAYMENT_PARTS, readPayment } from "./read-payment.ts";
import { ask, askAll, sendOnce } from "./stripe-call.ts";
import { centsFromWire, instantOf, secondsOf, toWire } from "./stripe-values.ts";

type BankTransferCalls = Pick<
  PaymentGateway,
  "openTransferAccount" | "findCash" | "collectCash" | "listWaitingCash" | "returnCash"
>;

const BY_TRANSFER = {
  funding_type: "bank_transfer",
  bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "FR" } },
} as const;

/**
 * Bank transfers to a standing IBAN of Stripe's. What arrives waits there as the customer's cash, outside our balance,
 * until a payment takes it.
 */
export const bankTransferCalls = (stripe: Stripe): BankTransferCalls => ({
  async openTransferAccount({ potId, idempotencyKey }) {
    const customer = await ask("customer", () =>
      stripe.customers.create({ description: `pot ${potId}`, metadata: { pot_id: potId } }, { idempotencyKey }),
    );
    const options = { idempotencyKey: `${idempotencyKey}:instructions` };
    const instructions = await ask("funding_instructions", () =>
      stripe.customers.createFundingInstructions(customer.id, { currency: "eur", ...BY_TRANSFER }, options),
    );
    const iban = instructions.bank_transfer.financial_addresses.find((address) => address.iban !== undefined)?.iban;
    if (iban === undefined) throw new GatewayUnavailable(`Stripe gave no IBAN to ${customer.id}`);
    return { customerId: customer.id, holderName: iban.account_holder_name, iban: iban.iban, bic: iban.bic };
  },
  findCash: (customerId) => availableCash(stripe, customerId),
  listWaitingCash: (customerId) => waitingCash(stripe, customerId),
  // Looked for first: a decision may be carried out again long after Stripe forgot its key.
  returnCash: (request) =>
    sendOnce({ sentBefore: true, send: () => sendBack(stripe, request), find: () => findReturn(stripe, request) }),
  collectCash: (request) =>
    sendOnce({
      sentBefore: request.sentBefore,
      send: () => collect(stripe, request),
      find: () => findCollection(stripe, request),
    }),
});

async function collect(stripe: Stripe, request: CashRequest): Promise<PaymentAttempt> {
  const { potId, collectionId, customerId, amountCents, idempotencyKey } = request;
  const params = {
    amount: toWire(amountCents),
    currency: "eur",
    customer: customerId,
    confirm: true,
    payment_method_data: { type: "customer_balance" },
    payment_method_options: { customer_balance: BY_TRANSFER },
    metadata: { pot_id: potId, pot_collection_id: collectionId },
    expand: PAYMENT_PARTS,
  } satisfies Stripe.PaymentIntentCreateParams;
  const made = await ask("payment_intent", () => stripe.paymentIntents.create(params, { idempotencyKey }));
  return paymentAttempt(made, false);
}

/** The payment made for a collection, whose answer was lost. */
async function findCollection(stripe: Stripe, request: CashRequest): Promise<PaymentAttempt | undefined> {
  const payments = askAll(
    () => stripe.paymentIntents.list({ customer: request.customerId, limit: 100 }),
    (payment) => payment,
  );
  for await (const payment of payments) {
    if (payment.metadata.pot_collection_id === request.collectionId) return readPayment(stripe, payment.id);
  }
  return undefined;
}

async function availableCash(stripe: Stripe, customerId: string) {
  const balance = await ask("cash_balance", () => stripe.customers.retrieveCashBalance(customerId));
  return centsFromWire(balance.available?.eur ?? 0);
}

/** Money leaves in no told order: what is still there is taken to be what came last. */
async function waitingCash(stripe: Stripe, customerId: string): Promise<readonly WaitingCash[]> {
  let left = await availableCash(stripe, customerId);
  const found: WaitingCash[] = [];
  if (left === 0n) return found;
  const movements = askAll(
    () => stripe.customers.listCashBalanceTransactions(customerId, { limit: 100 }),
    (movement) => movement,
  );
  for await (const movement of movements) {
    if (movement.currency !== "eur" || movement.net_amount <= 0) continue;
    const amountCents = minCents(centsFromWire(movement.net_amount), left);
    const transfer = movement.funded?.bank_transfer;
    found.push({
      id: movement.id,
      amountCents,
      arrivedAt: instantOf(movement.created),
      payer: transfer?.eu_bank_transfer?.sender_name ?? undefined,
      reference: transfer?.reference ?? undefined,
    });
    left = cents(left - amountCents);
    if (left === 0n) break;
  }
  return found;
}

async function sendBack(stripe: Stripe, request: CashReturnRequest): Promise<string> {
  const { customerId, amountCents, differenceId, idempotencyKey } = request;
  const params = {
    customer: customerId,
    origin: "customer_balance",
    amount: toWire(amountCents),
    currency: "eur",
    metadata: { difference_id: differenceId },
  } satisfies Stripe.RefundCreateParams;
  return (await ask("refund", () => stripe.refunds.create(params, { idempotencyKey }))).id;
}

async function findReturn(stripe: Stripe, { differenceId, arrivedAt }: CashReturnRequest): Promise<string | undefined> {
  const refunds = askAll(
    () => stripe.refunds.list({ created: { gte: secondsOf(arrivedAt) }, limit: 100 }),
    (refund) => refund,
  );
  for await (const refund of refunds) if (refund.metadata?.difference_id === differenceId) return refund.id;
  return undefined;
}
