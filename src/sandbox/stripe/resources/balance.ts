import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { currency, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { readParams, text } from "../http/params.ts";
import { get, pathPart, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { funds, releaseFunds } from "../payments/balance.ts";

export const balanceRoutes: readonly Route[] = [
  get("/v1/balance", ({ ctx, params }) => {
    readParams({}, params);
    return balanceOf(ctx);
  }),
  get("/v1/balance_transactions", (call) => {
    releaseFunds(call.ctx);
    return listRecords(
      call,
      call.ctx.db.all("balance_transaction"),
      { created: range, currency, payout: text, source: text, type: text },
      (movement, wanted) =>
        matches(wanted.source, idOf(movement.source)) &&
        matches(wanted.type, movement.type) &&
        (wanted.payout === undefined || isPartOf(call.ctx, movement, wanted.payout)) &&
        (wanted.created?.(movement.created) ?? true),
    );
  }),
  get("/v1/balance_transactions/:id", (call) => {
    readParams({}, call.params);
    releaseFunds(call.ctx);
    const movement = call.ctx.db.get("balance_transaction", pathPart(call, "id"));
    if (movement === undefined) throw notFound("balance transaction", pathPart(call, "id"));
    return movement;
  }),
];

/** An automatic payout lists what it paid out, and its own movement. */
function isPartOf(ctx: Context, movement: Stripe.BalanceTransaction, payout: string): boolean {
  return movement.source === payout || ctx.db.get("payout_item", movement.id)?.payout === payout;
}

function balanceOf(ctx: Context): Stripe.Balance {
  const { available, pending } = funds(ctx);
  return {
    object: "balance",
    available: [{ amount: available, currency: "eur", source_types: { card: available } }],
    connect_reserved: [{ amount: 0, currency: "eur" }],
    livemode: false,
    pending: [{ amount: pending, currency: "eur", source_types: { card: pending } }],
    refund_and_dispute_prefunding: {
      available: [{ amount: 0, currency: "eur" }],
      pending: [{ amount: 0, currency: "eur" }],
    },
  };
}
