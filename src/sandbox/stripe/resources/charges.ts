import type Stripe from "stripe";
import { update } from "../context.ts";
import { notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { readParams, text } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";

export const chargeRoutes: readonly Route[] = [
  get("/v1/charges", (call) =>
    listRecords(
      call,
      call.ctx.db.all("charge"),
      { created: range, customer: text, payment_intent: text, transfer_group: text },
      (charge, wanted) =>
        matches(wanted.customer, idOf(charge.customer)) &&
        matches(wanted.payment_intent, idOf(charge.payment_intent)) &&
        matches(wanted.transfer_group, charge.transfer_group) &&
        (wanted.created?.(charge.created) ?? true),
    ),
  ),
  get("/v1/charges/:charge", (call) => {
    readParams({}, call.params);
    return chargeOf(call);
  }),
  post("/v1/charges/:charge", (call) => {
    const given = readParams({ description: text, metadata, transfer_group: text }, call.params);
    const charge = chargeOf(call);
    const changed = update(call.ctx, "charge", charge, {
      description: given.description ?? charge.description,
      transfer_group: given.transfer_group ?? charge.transfer_group,
      metadata: patchMetadata(charge.metadata, given.metadata),
    });
    emit(call.ctx, "charge.updated", changed, { metadata: charge.metadata });
    return changed;
  }),
];

function chargeOf(call: Call): Stripe.Charge {
  const charge = call.ctx.db.get("charge", pathPart(call, "charge"));
  if (charge === undefined) throw notFound("charge", pathPart(call, "charge"), "charge");
  return charge;
}
