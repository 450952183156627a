import type Stripe from "stripe";
import { type Context, schedule, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf, newId } from "../ids.ts";
import { funds, postMovement, releaseFunds } from "./balance.ts";

const day = 86_400;

export function makePayout(
  ctx: Context,
  given: {
    readonly amount: number;
    readonly automatic: boolean;
    readonly description: string | null;
    readonly metadata: Stripe.Metadata;
  },
): Stripe.Payout {
  const id = newId("po");
  const now = ctx.clock.now();
  const movement = postMovement(ctx, {
    type: "payout",
    reportingCategory: "payout",
    amount: -given.amount,
    fee: 0,
    source: id,
    description: given.description ?? "STRIPE PAYOUT",
    availableOn: 0,
  });
  const payout = ctx.db.put("payout", {
    id,
    object: "payout",
    amount: given.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: now + day - (now % day),
    automatic: given.automatic,
    balance_transaction: movement.id,
    created: now,
    currency: "eur",
    description: given.description,
    destination: "ba_sandbox",
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: given.metadata,
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: given.automatic ? "in_progress" : "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: "pending",
    trace_id: null,
    type: "bank_account",
  });
  emit(ctx, "payout.created", payout);
  return payout;
}

/** The daily automatic payout: everything available, with every movement it is made of. Null where nothing is due. */
export function sweepBalance(ctx: Context): Stripe.Payout | null {
  releaseFunds(ctx);
  const items = ctx.db
    .all("balance_transaction")
    .filter((each) => each.status === "available" && ctx.db.get("payout_item", each.id) === undefined);
  const amount = items.reduce((sum, each) => sum + each.net, 0);
  if (amount < 1) return null;
  const payout = makePayout(ctx, { amount, automatic: true, description: "STRIPE PAYOUT", metadata: {} });
  for (const { id } of items) ctx.db.put("payout_item", { id, payout: payout.id });
  ctx.db.put("payout_item", { id: idOf(payout.balance_transaction) ?? "", payout: payout.id });
  schedule(ctx, "finish_payout", payout.id, ctx.settings.asyncDelayMs);
  return payout;
}

/** The money reaches the bank; an automatic payout can be itemised from here on. */
export function payPayout(ctx: Context, payout: Stripe.Payout): Stripe.Payout {
  if (payout.status !== "pending" && payout.status !== "in_transit") return payout;
  const paid = update(ctx, "payout", payout, {
    status: "paid",
    reconciliation_status: payout.automatic ? "completed" : "not_applicable",
    trace_id: { status: "supported", value: `FR${payout.id.slice(-12)}` },
  });
  emit(ctx, "payout.paid", paid);
  if (payout.automatic) emit(ctx, "payout.reconciliation_completed", paid);
  return paid;
}

/** The bank sends the money back, even after `paid`: it returns to the balance. */
export function failPayout(ctx: Context, payout: Stripe.Payout): Stripe.Payout {
  const back = returnPayout(ctx, payout, "payout_failure");
  const failed = update(ctx, "payout", payout, {
    status: "failed",
    failure_balance_transaction: back,
    failure_code: "account_closed",
    failure_message: "The bank account has been closed.",
  });
  emit(ctx, "payout.failed", failed);
  return failed;
}

export function cancelPayout(ctx: Context, payout: Stripe.Payout): Stripe.Payout {
  const back = returnPayout(ctx, payout, "payout_cancel");
  const canceled = update(ctx, "payout", payout, { status: "canceled", failure_balance_transaction: back });
  emit(ctx, "payout.canceled", canceled);
  return canceled;
}

function returnPayout(ctx: Context, payout: Stripe.Payout, type: "payout_failure" | "payout_cancel"): string {
  const facts = { reportingCategory: "payout_reversal", amount: payout.amount, fee: 0, availableOn: 0 };
  return postMovement(ctx, { type, source: payout.id, description: "STRIPE PAYOUT RETURNED", ...facts }).id;
}

export function canPay(ctx: Context, amount: number): boolean {
  return funds(ctx).available >= amount;
}
