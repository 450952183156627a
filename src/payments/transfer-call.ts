import type Stripe from "stripe";
import {
  GatewayRefused,
  type GatewayReversal,
  type PaymentGateway,
  type ReversalOutcome,
  type ReversalRequest,
  type TransferOutcome,
  type TransferRequest,
} from "./gateway.ts";
import { ask, askAll, sendOnce } from "./stripe-call.ts";
import { centsFromWire, fromWire, toWire } from "./stripe-values.ts";

type TransferCalls = Pick<PaymentGateway, "transfer" | "reverseTransfer" | "listReversals" | "canReceiveTransfers">;

export const transferCalls = (stripe: Stripe): TransferCalls => ({
  transfer: (request) =>
    sendOnce({
      sentBefore: request.sentBefore,
      send: () => sendTransfer(stripe, request),
      find: () => findByOurId(stripe, request),
    }),
  reverseTransfer: (request) =>
    sendOnce({
      sentBefore: true,
      send: () => sendReversal(stripe, request),
      find: async () => {
        const known = await readReversals(stripe, request.transferId);
        const found = known.find(({ ourId }) => ourId === request.reversalId);
        return found === undefined ? undefined : { kind: "reversed", reversal: found };
      },
    }),
  listReversals: (transferId) => readReversals(stripe, transferId),
  async canReceiveTransfers(accountId) {
    try {
      const include = ["configuration.recipient" as const];
      const account = await ask("v2.core.account", () => stripe.v2.core.accounts.retrieve(accountId, { include }));
      return account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status === "active";
    } catch (error) {
      if (error instanceof GatewayRefused) return false;
      throw error;
    }
  },
});

async function sendTransfer(stripe: Stripe, request: TransferRequest): Promise<TransferOutcome> {
  const params = {
    amount: toWire(request.amountCents),
    currency: "eur",
    destination: request.accountId,
    transfer_group: `campaign_${request.campaignId}`,
    metadata: { disbursement_id: request.disbursementId },
  };
  const { idempotencyKey } = request;
  try {
    return sent(await ask("transfer", () => stripe.transfers.create(params, { idempotencyKey })));
  } catch (error) {
    // A key used with other parameters is our own fault, not Stripe's word on this transfer.
    if (!(error instanceof GatewayRefused) || error.code === "idempotency_error") throw error;
    return { kind: "refused", code: error.code };
  }
}

async function sendReversal(stripe: Stripe, request: ReversalRequest): Promise<ReversalOutcome> {
  const { transferId, reversalId, idempotencyKey } = request;
  const params = { amount: toWire(request.amountCents), metadata: { reversal_id: reversalId } };
  try {
    const made = await ask("transfer_reversal", () =>
      stripe.transfers.createReversal(transferId, params, { idempotencyKey }),
    );
    return { kind: "reversed", reversal: reversalOf(made) };
  } catch (error) {
    if (!(error instanceof GatewayRefused) || error.code === "idempotency_error") throw error;
    return { kind: "refused", code: error.code };
  }
}

async function readReversals(stripe: Stripe, transferId: string): Promise<readonly GatewayReversal[]> {
  const found: GatewayReversal[] = [];
  for await (const one of askAll(() => stripe.transfers.listReversals(transferId, { limit: 100 }), reversalOf))
    found.push(one);
  return found;
}

const reversalOf = (reversal: Stripe.TransferReversal): GatewayReversal => ({
  id: reversal.id,
  amountCents: fromWire(reversal.amount),
  ourId: reversal.metadata?.reversal_id,
});

async function findByOurId(stripe: Stripe, request: TransferRequest): Promise<TransferOutcome | undefined> {
  const query = { destination: request.accountId, transfer_group: `campaign_${request.campaignId}`, limit: 100 };
  const transfers = askAll(
    () => stripe.transfers.list(query),
    (transfer) => transfer,
  );
  for await (const transfer of transfers) {
    if (transfer.metadata.disbursement_id === request.disbursementId) return sent(transfer);
  }
  return undefined;
}

const sent = (transfer: Stripe.Transfer): TransferOutcome => ({
  kind: "sent",
  transferId: transfer.id,
  amountCents: centsFromWire(transfer.amount),
});
