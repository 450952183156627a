import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { invalidRequest, missingReference, notFound, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { currency, metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { emptyable, oneOf, positive, readParams, text, uncovered, type Values } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { returnCash } from "../payments/cash.ts";
import { cancelRefund, makeRefund } from "../payments/refund.ts";
import { requireCustomer } from "./customers.ts";

const createShape = {
  amount: positive,
  charge: text,
  currency,
  customer: text,
  instructions_email: text,
  metadata: emptyable(metadata),
  origin: oneOf("customer_balance"),
  payment_intent: text,
  reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
  refund_application_fee: uncovered,
  reverse_transfer: uncovered,
};

export const refundRoutes: readonly Route[] = [
  get("/v1/refunds", (call) =>
    listRecords(
      call,
      call.ctx.db.all("refund"),
      { created: range, charge: text, payment_intent: text },
      (refund, wanted) =>
        matches(wanted.charge, idOf(refund.charge)) &&
        matches(wanted.payment_intent, idOf(refund.payment_intent)) &&
        (wanted.created?.(refund.created) ?? true),
    ),
  ),
  post("/v1/refunds", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/refunds/:id", (call) => {
    readParams({}, call.params);
    return refundOf(call);
  }),
  post("/v1/refunds/:id", (call) => {
    const given = readParams({ metadata: emptyable(metadata) }, call.params);
    const refund = refundOf(call);
    const changed = update(call.ctx, "refund", refund, { metadata: patchMetadata(refund.metadata, given.metadata) });
    emit(call.ctx, "refund.updated", changed, { metadata: refund.metadata });
    return changed;
  }),
  post("/v1/refunds/:id/cancel", (call) => {
    readParams({}, call.params);
    const refund = refundOf(call);
    if (refund.status === "pending" || refund.status === "requires_action") return cancelRefund(call.ctx, refund);
    throw refusal(`This refund has a status of ${refund.status} and can't be canceled.`, { param: "id" });
  }),
];

function refundOf(call: Call): Stripe.Refund {
  const refund = call.ctx.db.get("refund", pathPart(call, "id"));
  if (refund === undefined) throw notFound("refund", pathPart(call, "id"));
  return refund;
}

function create(ctx: Context, given: Values<typeof createShape>): Stripe.Refund {
  if (given.origin !== undefined) return createFromCash(ctx, given);
  const charge = chargeToRefund(ctx, given);
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.refunded || left === 0) {
    throw refusal(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  const dispute = ctx.db.all("dispute").find((each) => each.charge === charge.id && !each.is_charge_refundable);
  if (dispute !== undefined) {
    throw refusal(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
  }
  const amount = given.amount ?? left;
  if (amount > left) {
    const message = `Refund amount (${euros(amount)}) is greater than unrefunded amount on charge (${euros(left)})`;
    throw refusal(message, { param: "amount" });
  }
  return makeRefund(ctx, charge, {
    amount,
    reason: given.reason ?? null,
    metadata: patchMetadata({}, given.metadata),
  });
}

function createFromCash(ctx: Context, given: Values<typeof createShape>): Stripe.Refund {
  for (const param of ["customer", "amount", "currency"] as const) {
    if (given[param] !== undefined) continue;
    throw invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  const customer = requireCustomer(ctx, given.customer ?? "", "customer");
  return returnCash(ctx, customer.id, given.amount ?? 0, patchMetadata({}, given.metadata));
}

function chargeToRefund(ctx: Context, given: Values<typeof createShape>): Stripe.Charge {
  if (given.charge === undefined && given.payment_intent === undefined) {
    throw invalidRequest("One of the following params should be provided for this request: payment_intent or charge.");
  }
  if (given.charge !== undefined && given.payment_intent !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: charge, payment_intent.");
  }
  const intent = given.payment_intent === undefined ? undefined : ctx.db.get("payment_intent", given.payment_intent);
  if (given.payment_intent !== undefined && intent === undefined) {
    throw missingReference("payment_intent", given.payment_intent, "payment_intent");
  }
  const id = given.charge ?? idOf(intent?.latest_charge) ?? "";
  const charge = ctx.db.get("charge", id);
  if (charge === undefined && given.charge !== undefined) throw missingReference("charge", id, "charge");
  if (charge?.status === "succeeded" && charge.captured) return charge;
  throw refusal(
    intent === undefined
      ? `Charge ${id} can't be refunded: it has a status of ${charge?.status}.`
      : `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    { code: "charge_not_refundable" },
  );
}

function euros(cents: number): string {
  return `€${(cents / 100).toFixed(2)}`;
}
