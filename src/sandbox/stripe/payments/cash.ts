import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { invalidRequest, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { makeCharge } from "./charge.ts";
import { instrumentOf } from "./payment-method.ts";
import { cashAccountOf, transferInstructions } from "./virtual-iban.ts";

type CashKind = Pick<
  Stripe.CustomerCashBalanceTransaction,
  "type" | "funded" | "applied_to_payment" | "unapplied_from_payment"
>;

/** Moves cash of a customer's account, in signed cents, and says so. */
function moveCash(ctx: Context, customer: string, amount: number, kind: CashKind) {
  const account = cashAccountOf(ctx, customer);
  const ending = account.availableCents + amount;
  update(ctx, "cash_account", account, { availableCents: ending });
  const movement = ctx.db.put("cash_transaction", {
    id: newId("ccsbtxn"),
    object: "customer_cash_balance_transaction",
    created: ctx.clock.now(),
    currency: "eur",
    customer,
    customer_account: null,
    ending_balance: ending,
    livemode: false,
    net_amount: amount,
    ...kind,
  });
  emit(ctx, "customer_cash_balance_transaction.created", movement);
  return movement;
}

/** A bank transfer arrives: cash first, then, unless the customer is reconciled by hand, to the intents that wait. */
export function receiveTransfer(ctx: Context, customer: string, amount: number, reference: string | null) {
  const bank = { bic: "AGRIFRPP", iban_last4: "2606", sender_name: "Association des communes" };
  const movement = moveCash(ctx, customer, amount, {
    type: "funded",
    funded: { bank_transfer: { eu_bank_transfer: bank, reference, type: "eu_bank_transfer" } },
  });
  if (cashAccountOf(ctx, customer).mode === "manual") return movement;
  for (const intent of waitingFor(ctx, customer)) applyCash(ctx, intent, null);
  if (cashAccountOf(ctx, customer).availableCents > 0)
    emit(ctx, "cash_balance.funds_available", cashBalanceOf(ctx, customer));
  return movement;
}

/** What a customer's open intents still wait for, in cents. */
export function awaitedCents(ctx: Context, customer: string): number {
  return waitingFor(ctx, customer).reduce(
    (sum, intent) => sum + (intent.next_action?.display_bank_transfer_instructions?.amount_remaining ?? 0),
    0,
  );
}

function waitingFor(ctx: Context, customer: string): Stripe.PaymentIntent[] {
  return ctx.db
    .all("payment_intent")
    .filter(
      (intent) =>
        idOf(intent.customer) === customer && intent.next_action?.type === "display_bank_transfer_instructions",
    );
}

export function cashBalanceOf(ctx: Context, customer: string): Stripe.CashBalance {
  const account = cashAccountOf(ctx, customer);
  return {
    object: "cash_balance",
    available: { eur: account.availableCents },
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: account.mode ?? "automatic", using_merchant_default: account.mode === null },
  };
}

/** Confirming with the cash balance: paid from what is there, or with instructions for a transfer. */
export function awaitTransfer(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const customer = idOf(intent.customer);
  if (customer === null) {
    throw invalidRequest("A customer is required to pay by bank transfer.", { param: "customer" });
  }
  const waiting = update(ctx, "payment_intent", intent, {
    status: "requires_action",
    payment_method: method.id,
    last_payment_error: null,
    next_action: transferInstructions(ctx, customer, intent.amount),
    payment_method_types: [...new Set([...intent.payment_method_types, "customer_balance"])],
  });
  const account = cashAccountOf(ctx, customer);
  if (account.mode !== "manual" && account.availableCents >= intent.amount) return applyCash(ctx, waiting, null);
  emit(ctx, "payment_intent.requires_action", waiting);
  return waiting;
}

/** Applies cash to an intent: `wanted` cents, or what is there and still missing. */
export function applyCash(ctx: Context, intent: Stripe.PaymentIntent, wanted: number | null): Stripe.PaymentIntent {
  const customer = idOf(intent.customer) ?? "";
  const available = cashAccountOf(ctx, customer).availableCents;
  const applied = ctx.db.get("cash_hold", intent.id)?.appliedCents ?? 0;
  const missing = intent.amount - applied;
  const amount = wanted ?? Math.min(available, missing);
  if (amount > available || amount > missing) {
    throw refusal("The amount to apply is greater than the customer's cash balance or than what is missing.", {
      code: "balance_insufficient",
      param: "amount",
    });
  }
  if (amount <= 0) return intent;
  const applying = { payment_intent: intent.id };
  moveCash(ctx, customer, -amount, { type: "applied_to_payment", applied_to_payment: applying });
  ctx.db.put("cash_hold", { id: intent.id, appliedCents: applied + amount });
  return amount === missing ? fund(ctx, intent) : partiallyFund(ctx, intent, customer, missing - amount);
}

function partiallyFund(
  ctx: Context,
  intent: Stripe.PaymentIntent,
  customer: string,
  remaining: number,
): Stripe.PaymentIntent {
  const partly = update(ctx, "payment_intent", intent, {
    next_action: transferInstructions(ctx, customer, remaining),
  });
  emit(ctx, "payment_intent.partially_funded", partly);
  return partly;
}

function fund(ctx: Context, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const method = ctx.db.get("payment_method", idOf(intent.payment_method) ?? "");
  if (method === undefined) return intent;
  const facts = { status: "succeeded", captured: true, decline: null, authenticated: false, mandate: null } as const;
  const charge = makeCharge(ctx, intent, method, instrumentOf(ctx, method), facts);
  const paid = update(ctx, "payment_intent", intent, {
    status: "succeeded",
    next_action: null,
    latest_charge: charge.id,
    amount_received: intent.amount,
  });
  emit(ctx, "charge.succeeded", charge);
  emit(ctx, "payment_intent.succeeded", paid);
  schedule(ctx, "settle_charge", charge.id, ctx.settings.asyncDelayMs);
  return paid;
}

/** A cancelled intent gives back what was applied to it. */
export function unapplyCash(ctx: Context, intent: Stripe.PaymentIntent): void {
  const applied = ctx.db.get("cash_hold", intent.id)?.appliedCents ?? 0;
  if (applied === 0) return;
  ctx.db.remove("cash_hold", intent.id);
  const from = { payment_intent: intent.id };
  moveCash(ctx, idOf(intent.customer) ?? "", applied, { type: "unapplied_from_payment", unapplied_from_payment: from });
}

/** Sends unapplied cash back to the customer's bank account. */
export function returnCash(ctx: Context, customer: string, amount: number, metadata: Stripe.Metadata): Stripe.Refund {
  if (amount > cashAccountOf(ctx, customer).availableCents) {
    throw refusal("The refund amount is greater than the customer's cash balance.", {
      code: "balance_insufficient",
      param: "amount",
    });
  }
  moveCash(ctx, customer, -amount, { type: "return_initiated" });
  const refund = ctx.db.put("refund", {
    id: newId("pyr"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: null,
    created: ctx.clock.now(),
    currency: "eur",
    customer,
    customer_account: null,
    destination_details: {
      type: "eu_bank_transfer",
      eu_bank_transfer: { reference: null, reference_status: "pending" },
    },
    metadata,
    payment_intent: null,
    payment_method: null,
    pending_reason: "processing",
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "pending",
    transfer_reversal: null,
  });
  emit(ctx, "refund.created", refund);
  schedule(ctx, "advance_refund", refund.id, ctx.settings.asyncDelayMs);
  return refund;
}
