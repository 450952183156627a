import type Stripe from "stripe";
import { type Context, onAccount, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { postMovement } from "./balance.ts";

export interface NewTransfer {
  readonly amount: number;
  readonly destination: string;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly source: Stripe.Charge | null;
  readonly transferGroup: string | null;
}

/** Moves money to a connected account; from a charge still pending, it moves on the day that charge's money is there. */
export function makeTransfer(ctx: Context, given: NewTransfer): Stripe.Transfer {
  const id = newId("tr");
  const from = ctx.db.get("balance_transaction", idOf(given.source?.balance_transaction) ?? "");
  const availableOn = given.source === null ? 0 : (from?.available_on ?? ctx.clock.now() + 172_800);
  const movement = postMovement(ctx, {
    type: "transfer",
    reportingCategory: "transfer",
    amount: -given.amount,
    fee: 0,
    source: id,
    description: given.description,
    availableOn,
  });
  const received = receive(onAccount(ctx, given.destination), id, given.amount, availableOn);
  const transfer = ctx.db.put("transfer", {
    id,
    object: "transfer",
    amount: given.amount,
    amount_reversed: 0,
    balance_transaction: movement.id,
    created: ctx.clock.now(),
    currency: "eur",
    description: given.description,
    destination: given.destination,
    destination_payment: received,
    livemode: false,
    metadata: given.metadata,
    reversals: { object: "list", data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: given.source?.id ?? null,
    source_type: "card",
    transfer_group: given.transferGroup ?? given.source?.transfer_group ?? `group_${id.slice(3)}`,
  });
  emit(ctx, "transfer.created", transfer);
  return transfer;
}

/** The connected account's side: a payment of its own, `py_…`, with its movement. */
function receive(ctx: Context, transfer: string, amount: number, availableOn: number): string {
  const id = newId("py");
  const facts = { reportingCategory: "charge", amount, fee: 0, description: null, availableOn };
  const movement = postMovement(ctx, { type: "payment", source: id, ...facts });
  ctx.db.put("charge", {
    id,
    object: "charge",
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: movement.id,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: ctx.clock.now(),
    currency: "eur",
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: "stripe_account", stripe_account: {} },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: transfer,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: null,
  });
  return id;
}

/** Takes part of a transfer back from the connected account. */
export function reverseTransfer(
  ctx: Context,
  transfer: Stripe.Transfer,
  amount: number,
  metadata: Stripe.Metadata,
): Stripe.TransferReversal {
  const id = newId("trr");
  const facts = { type: "transfer_refund", reportingCategory: "transfer_reversal", fee: 0, availableOn: 0 } as const;
  const movement = postMovement(ctx, { ...facts, amount, source: id, description: null });
  const connected = onAccount(ctx, idOf(transfer.destination) ?? "");
  const payment = idOf(transfer.destination_payment) ?? "";
  postMovement(connected, {
    ...facts,
    type: "payment_refund",
    reportingCategory: "refund",
    amount: -amount,
    source: payment,
    description: null,
  });
  const reversal = ctx.db.put("transfer_reversal", {
    id,
    object: "transfer_reversal",
    amount,
    balance_transaction: movement.id,
    created: ctx.clock.now(),
    currency: "eur",
    destination_payment_refund: newId("pyr"),
    metadata,
    source_refund: null,
    transfer: transfer.id,
  });
  const reversed = transfer.amount_reversed + amount;
  const after = update(ctx, "transfer", transfer, {
    amount_reversed: reversed,
    reversed: reversed === transfer.amount,
    reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data].slice(0, 10) },
  });
  emit(ctx, "transfer.reversed", after);
  return reversal;
}
