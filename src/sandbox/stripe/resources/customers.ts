import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { missingReference, notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { address, metadata, patchMetadata, range, wireAddress } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import { emptyable, ignored, list, object, oneOf, readParams, text, type Values } from "../http/params.ts";
import { get, pathPart, post, type Route, remove } from "../http/router.ts";
import { newId, randomText } from "../ids.ts";
import { detach } from "../payments/payment-method.ts";

const shape = {
  address: emptyable(address),
  cash_balance: object({ settings: object({ reconciliation_mode: oneOf("automatic", "manual", "merchant_default") }) }),
  description: emptyable(text),
  email: emptyable(text),
  invoice_settings: ignored,
  metadata,
  name: emptyable(text),
  phone: emptyable(text),
  preferred_locales: list(text),
  tax_exempt: ignored,
};

export const customerRoutes: readonly Route[] = [
  get("/v1/customers", (call) =>
    listRecords(
      call,
      call.ctx.db.all("customer"),
      { created: range, email: text },
      (customer, wanted) => matches(wanted.email, customer.email) && (wanted.created?.(customer.created) ?? true),
    ),
  ),
  post("/v1/customers", ({ ctx, params }) => createCustomer(ctx, readParams(shape, params))),
  get("/v1/customers/:id", (call) => {
    readParams({}, call.params);
    const id = pathPart(call, "id");
    return call.ctx.db.get("deleted_customer", id) ?? requireCustomer(call.ctx, id);
  }),
  post("/v1/customers/:id", (call) => updateCustomer(call.ctx, pathPart(call, "id"), readParams(shape, call.params))),
  remove("/v1/customers/:id", (call) => deleteCustomer(call.ctx, pathPart(call, "id"))),
];

/** A customer from the URL (404), or from the parameter that named it (400). */
export function requireCustomer(ctx: Context, id: string, param?: string): Stripe.Customer {
  const customer = ctx.db.get("customer", id);
  if (customer !== undefined) return customer;
  throw param === undefined ? notFound("customer", id) : missingReference("customer", id, param);
}

export function createCustomer(ctx: Context, given: Values<typeof shape>): Stripe.Customer {
  const customer = ctx.db.put("customer", {
    id: newId("cus", 14),
    object: "customer",
    address: given.address ? wireAddress(given.address) : null,
    balance: 0,
    created: ctx.clock.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: given.description ?? null,
    discount: null,
    email: given.email ?? null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: patchMetadata({}, given.metadata),
    name: given.name ?? null,
    next_invoice_sequence: 1,
    phone: given.phone ?? null,
    preferred_locales: [...(given.preferred_locales ?? [])],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  });
  emit(ctx, "customer.created", customer);
  return customer;
}

function updateCustomer(ctx: Context, id: string, given: Values<typeof shape>): Stripe.Customer {
  const before = requireCustomer(ctx, id);
  const after = update(ctx, "customer", before, {
    ...(given.address === undefined ? {} : { address: given.address ? wireAddress(given.address) : null }),
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.email === undefined ? {} : { email: given.email }),
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.phone === undefined ? {} : { phone: given.phone }),
    ...(given.preferred_locales === undefined ? {} : { preferred_locales: [...given.preferred_locales] }),
    metadata: patchMetadata(before.metadata, given.metadata),
  });
  emit(ctx, "customer.updated", after, differences(before, after));
  return after;
}

function deleteCustomer(ctx: Context, id: string): Stripe.DeletedCustomer {
  const customer = requireCustomer(ctx, id);
  for (const method of ctx.db.all("payment_method")) {
    if (method.customer === id) detach(ctx, method);
  }
  ctx.db.remove("customer", id);
  emit(ctx, "customer.deleted", customer);
  return ctx.db.put("deleted_customer", { id, object: "customer", deleted: true });
}

/** `previous_attributes`: the old value of each field that changed. */
function differences(before: object, after: object): object {
  const old = new Map(Object.entries(before));
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(old.get(key)),
  );
  return Object.fromEntries(changed.map(([key]) => [key, old.get(key) ?? null]));
}
