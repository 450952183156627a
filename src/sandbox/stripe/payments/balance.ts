import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { newId } from "../ids.ts";

const day = 86_400;

export interface Movement {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  /** Signed cents. */
  readonly amount: number;
  readonly fee: number;
  readonly source: string;
  readonly description: string | null;
  /** Seconds; now or earlier means available at once. */
  readonly availableOn: number;
}

/** Books one movement of the account's balance: gross, fee and net, in cents. */
export function postMovement(ctx: Context, movement: Movement): Stripe.BalanceTransaction {
  const now = ctx.clock.now();
  const feeDetail = { amount: movement.fee, application: null, currency: "eur", type: "stripe_fee" };
  return ctx.db.put("balance_transaction", {
    id: newId("txn"),
    object: "balance_transaction",
    amount: movement.amount,
    available_on: Math.max(movement.availableOn, now),
    balance_type: "payments",
    created: now,
    currency: "eur",
    description: movement.description,
    exchange_rate: null,
    fee: movement.fee,
    fee_details: movement.fee === 0 ? [] : [{ ...feeDetail, description: "Stripe processing fees" }],
    net: movement.amount - movement.fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: movement.availableOn <= now ? "available" : "pending",
    type: movement.type,
  });
}

/** Turns pending movements into available ones once their day has come; every read of money calls it first. */
export function releaseFunds(ctx: Context): void {
  const now = ctx.clock.now();
  for (const movement of ctx.db.all("balance_transaction")) {
    if (movement.status === "pending" && movement.available_on <= now) {
      update(ctx, "balance_transaction", movement, { status: "available" });
    }
  }
}

/** Signed cents, net of fees. */
export function funds(ctx: Context): { readonly available: number; readonly pending: number } {
  releaseFunds(ctx);
  let available = 0;
  let pending = 0;
  for (const movement of ctx.db.all("balance_transaction")) {
    if (movement.status === "available") available += movement.net;
    else pending += movement.net;
  }
  return { available, pending };
}

/** Card: 1.5 % and 25 cents, rounded half up. Debit: 35 cents. Bank transfer: 0.5 %, 5 euros at most. In cents. */
export function feeFor(type: string, amount: number): number {
  if (type === "sepa_debit") return 35;
  if (type === "customer_balance") return Math.min(Math.floor((amount * 5 + 500) / 1000), 500);
  return Math.floor((amount * 15 + 500) / 1000) + 25;
}

/** When a payment's money can be used: two days later, or at once for cards that say so. */
export function availableOn(ctx: Context, atOnce: boolean): number {
  return ctx.clock.now() + (atOnce ? 0 : 2 * day);
}
