import type Stripe from "stripe";
import { schedule, update } from "../context.ts";
import { notFound, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { currency, metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { emptyable, ignored, oneOf, positive, readParams, required, text } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { cancelPayout, canPay, makePayout } from "../payments/payout.ts";

const dayMs = 86_400_000;

const createShape = {
  amount: required(positive),
  currency: required(currency),
  description: text,
  destination: text,
  metadata,
  method: oneOf("standard"),
  source_type: ignored,
  statement_descriptor: text,
};

export const payoutRoutes: readonly Route[] = [
  get("/v1/payouts", (call) =>
    listRecords(
      call,
      call.ctx.db.all("payout"),
      { created: range, arrival_date: range, status: text },
      (payout, wanted) =>
        matches(wanted.status, payout.status) &&
        (wanted.arrival_date?.(payout.arrival_date) ?? true) &&
        (wanted.created?.(payout.created) ?? true),
    ),
  ),
  post("/v1/payouts", ({ ctx, params }) => {
    const given = readParams(createShape, params);
    if (!canPay(ctx, given.amount)) {
      throw refusal(
        "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.",
        { code: "balance_insufficient" },
      );
    }
    const payout = makePayout(ctx, {
      amount: given.amount,
      automatic: false,
      description: given.description ?? null,
      metadata: patchMetadata({}, given.metadata),
    });
    schedule(ctx, "finish_payout", payout.id, dayMs);
    return payout;
  }),
  get("/v1/payouts/:payout", (call) => {
    readParams({}, call.params);
    return payoutOf(call);
  }),
  post("/v1/payouts/:payout", (call) => {
    const given = readParams({ metadata: emptyable(metadata) }, call.params);
    const payout = payoutOf(call);
    const changed = update(call.ctx, "payout", payout, { metadata: patchMetadata(payout.metadata, given.metadata) });
    emit(call.ctx, "payout.updated", changed, { metadata: payout.metadata });
    return changed;
  }),
  post("/v1/payouts/:payout/cancel", (call) => {
    readParams({}, call.params);
    const payout = payoutOf(call);
    if (payout.status === "pending" && !payout.automatic) return cancelPayout(call.ctx, payout);
    throw refusal("Payouts can only be canceled while they are pending and were created by you.", { param: "payout" });
  }),
];

function payoutOf(call: Call): Stripe.Payout {
  const payout = call.ctx.db.get("payout", pathPart(call, "payout"));
  if (payout === undefined) throw notFound("payout", pathPart(call, "payout"), "payout");
  return payout;
}
