import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { declined, notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { metadata, patchMetadata } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { object, readParams, required, text } from "../http/params.ts";
import { get, pathPart, post, type Route } from "../http/router.ts";
import { setUpOutcome } from "../payments/outcome.ts";
import {
  attach,
  billing,
  billingShape,
  createMethod,
  declineFields,
  detach,
  instrumentOf,
  methodShape,
  resolveMethod,
} from "../payments/payment-method.ts";
import { requireCustomer } from "./customers.ts";

export const paymentMethodRoutes: readonly Route[] = [
  get("/v1/payment_methods", (call) =>
    listRecords(
      call,
      call.ctx.db.all("payment_method"),
      { customer: text, type: text, allow_redisplay: text },
      (method, wanted) =>
        matches(wanted.type, method.type) &&
        matches(wanted.allow_redisplay, method.allow_redisplay ?? null) &&
        (wanted.customer === undefined ? method.customer === null : method.customer === wanted.customer),
    ),
  ),
  post("/v1/payment_methods", ({ ctx, params }) => createMethod(ctx, readParams(methodShape, params))),
  get("/v1/payment_methods/:id", (call) => {
    readParams({}, call.params);
    return requireMethod(call.ctx, pathPart(call, "id"));
  }),
  post("/v1/payment_methods/:id", (call) => {
    const given = readParams({ billing_details: object(billingShape), metadata, allow_redisplay: text }, call.params);
    const method = requireMethod(call.ctx, pathPart(call, "id"));
    const changed = update(call.ctx, "payment_method", method, {
      metadata: patchMetadata(method.metadata, given.metadata),
      allow_redisplay: given.allow_redisplay ?? method.allow_redisplay ?? "unspecified",
      billing_details: given.billing_details ? billing(given.billing_details) : method.billing_details,
    });
    emit(call.ctx, "payment_method.updated", changed);
    return changed;
  }),
  post("/v1/payment_methods/:id/attach", (call) => {
    const { customer } = readParams({ customer: required(text) }, call.params);
    const method = resolveMethod(call.ctx, pathPart(call, "id"), () => notFound("PaymentMethod", pathPart(call, "id")));
    requireCustomer(call.ctx, customer, "customer");
    const outcome = setUpOutcome(instrumentOf(call.ctx, method), true);
    if (outcome.kind === "declined") throw declined({ ...declineFields(outcome.decline) });
    return attach(call.ctx, method, customer);
  }),
  post("/v1/payment_methods/:id/detach", (call) => {
    readParams({}, call.params);
    return detach(call.ctx, requireMethod(call.ctx, pathPart(call, "id")));
  }),
  get("/v1/customers/:customer/payment_methods", (call) => {
    const customer = requireCustomer(call.ctx, pathPart(call, "customer"));
    return listRecords(
      call,
      call.ctx.db.all("payment_method"),
      { type: text, allow_redisplay: text },
      (method, wanted) => {
        return (
          method.customer === customer.id &&
          matches(wanted.type, method.type) &&
          matches(wanted.allow_redisplay, method.allow_redisplay ?? null)
        );
      },
    );
  }),
  get("/v1/customers/:customer/payment_methods/:id", (call) => {
    const method = requireMethod(call.ctx, pathPart(call, "id"));
    if (method.customer !== pathPart(call, "customer")) throw notFound("PaymentMethod", method.id);
    return method;
  }),
];

function requireMethod(ctx: Context, id: string): Stripe.PaymentMethod {
  const method = ctx.db.get("payment_method", id);
  if (method === undefined) throw notFound("PaymentMethod", id, "payment_method");
  return method;
}
