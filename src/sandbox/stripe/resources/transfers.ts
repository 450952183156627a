import type Stripe from "stripe";
import { type Context, onAccount, update } from "../context.ts";
import { missingReference, notFound, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { currency, metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { emptyable, ignored, positive, readParams, required, text, uncovered, type Values } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { funds } from "../payments/balance.ts";
import { makeTransfer, reverseTransfer } from "../payments/transfer.ts";
import { canReceiveTransfers } from "./accounts.ts";

const createShape = {
  amount: required(positive),
  currency: required(currency),
  description: text,
  destination: required(text),
  metadata,
  source_transaction: text,
  source_type: ignored,
  transfer_group: text,
};

const reversalShape = { amount: positive, description: text, metadata, refund_application_fee: uncovered };

export const transferRoutes: readonly Route[] = [
  get("/v1/transfers", (call) =>
    listRecords(
      call,
      call.ctx.db.all("transfer"),
      { created: range, destination: text, transfer_group: text },
      (transfer, wanted) =>
        matches(wanted.destination, idOf(transfer.destination)) &&
        matches(wanted.transfer_group, transfer.transfer_group) &&
        (wanted.created?.(transfer.created) ?? true),
    ),
  ),
  post("/v1/transfers", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/transfers/:transfer", (call) => {
    readParams({}, call.params);
    return transferOf(call);
  }),
  post("/v1/transfers/:transfer", (call) => {
    const given = readParams({ description: text, metadata: emptyable(metadata) }, call.params);
    const transfer = transferOf(call);
    const changed = update(call.ctx, "transfer", transfer, {
      description: given.description ?? transfer.description,
      metadata: patchMetadata(transfer.metadata, given.metadata),
    });
    emit(call.ctx, "transfer.updated", changed, { metadata: transfer.metadata });
    return changed;
  }),
  get("/v1/transfers/:transfer/reversals", (call) => {
    const transfer = transferOf(call);
    const reversals = call.ctx.db.all("transfer_reversal").filter((each) => each.transfer === transfer.id);
    return listRecords(call, reversals, {}, () => true);
  }),
  post("/v1/transfers/:transfer/reversals", (call) => {
    const given = readParams(reversalShape, call.params);
    return reverse(call.ctx, transferOf(call), given);
  }),
  get("/v1/transfers/:transfer/reversals/:id", (call) => {
    const reversal = call.ctx.db.get("transfer_reversal", pathPart(call, "id"));
    if (reversal === undefined) throw notFound("transfer reversal", pathPart(call, "id"));
    return reversal;
  }),
];

function transferOf(call: Call): Stripe.Transfer {
  const transfer = call.ctx.db.get("transfer", pathPart(call, "transfer"));
  if (transfer === undefined) throw notFound("transfer", pathPart(call, "transfer"), "transfer");
  return transfer;
}

function create(ctx: Context, given: Values<typeof createShape>): Stripe.Transfer {
  if (ctx.db.get("account", given.destination) === undefined) {
    throw missingReference("destination", given.destination, "destination");
  }
  if (!canReceiveTransfers(ctx, given.destination)) {
    throw refusal(
      "Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments",
      { code: "capability_not_active" },
    );
  }
  const source = given.source_transaction === undefined ? null : sourceOf(ctx, given.source_transaction, given.amount);
  if (source === null && funds(ctx).available < given.amount) {
    throw refusal(
      "You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance",
      { code: "balance_insufficient" },
    );
  }
  return makeTransfer(ctx, {
    amount: given.amount,
    destination: given.destination,
    description: given.description ?? null,
    metadata: patchMetadata({}, given.metadata),
    source,
    transferGroup: given.transfer_group ?? null,
  });
}

/** The transfers of one charge never exceed it. */
function sourceOf(ctx: Context, id: string, amount: number): Stripe.Charge {
  const charge = ctx.db.get("charge", id);
  if (charge === undefined) throw missingReference("charge", id, "source_transaction");
  if (charge.status !== "succeeded" || !charge.captured) {
    throw refusal("Transfers can only be created from a successful charge.", { param: "source_transaction" });
  }
  const used = ctx.db
    .all("transfer")
    .filter((each) => each.source_transaction === id)
    .reduce((sum, each) => sum + each.amount - each.amount_reversed, 0);
  if (used + amount > charge.amount) {
    throw refusal(
      `Transfers using this transaction as a source must not exceed the source amount of €${(charge.amount / 100).toFixed(2)}. (There is already €${(used / 100).toFixed(2)} of transfers using this source.)`,
      { param: "amount" },
    );
  }
  return charge;
}

function reverse(
  ctx: Context,
  transfer: Stripe.Transfer,
  given: Values<typeof reversalShape>,
): Stripe.TransferReversal {
  const left = transfer.amount - transfer.amount_reversed;
  const amount = given.amount ?? left;
  if (left === 0) throw refusal("This transfer has already been fully reversed.", { param: "transfer" });
  if (amount > left) throw refusal("The reversal amount is greater than the unreversed amount.", { param: "amount" });
  const connected = funds(onAccount(ctx, idOf(transfer.destination) ?? ""));
  if (connected.available + connected.pending < amount) {
    throw refusal("The connected account has insufficient funds to reverse this transfer.", {
      code: "balance_insufficient",
    });
  }
  return reverseTransfer(ctx, transfer, amount, patchMetadata({}, given.metadata));
}
