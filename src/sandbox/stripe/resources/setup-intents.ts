import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalidRequest, missingReference, notFound, refusal } from "../errors.ts";
import { metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches } from "../http/list.ts";
import {
  boolean,
  emptyable,
  ignored,
  list,
  object,
  oneOf,
  readParams,
  refusedPaymentMethodTypes,
  required,
  text,
  uncovered,
  type Values,
} from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import { attemptSetUp } from "../payments/attempt-set-up.ts";
import { mandateData } from "../payments/mandate.ts";
import { createMethod, methodFromParam, methodShape } from "../payments/payment-method.ts";
import { assertReturnUrl } from "../payments/return-url.ts";
import { cancelSetupIntent, makeSetupIntent } from "../payments/setup-intent.ts";
import { requireCustomer } from "./customers.ts";

const confirmShape = {
  mandate_data: mandateData,
  payment_method: text,
  payment_method_data: object(methodShape),
  payment_method_options: ignored,
  payment_method_types: refusedPaymentMethodTypes,
  return_url: text,
  use_stripe_sdk: boolean,
};

const createShape = {
  ...confirmShape,
  allowed_payment_method_types: list(text),
  automatic_payment_methods: object({ enabled: required(boolean), allow_redirects: oneOf("always", "never") }),
  confirm: boolean,
  customer: text,
  description: text,
  excluded_payment_method_types: list(text),
  metadata,
  on_behalf_of: uncovered,
  single_use: uncovered,
  usage: oneOf("off_session", "on_session"),
};

const updateShape = {
  customer: text,
  description: emptyable(text),
  metadata: emptyable(metadata),
  payment_method: text,
  payment_method_types: refusedPaymentMethodTypes,
};

const cancelReason = oneOf("duplicate", "requested_by_customer", "abandoned");
const open = ["requires_payment_method", "requires_confirmation", "requires_action"];

export const setupIntentRoutes: readonly Route[] = [
  get("/v1/setup_intents", (call) =>
    listRecords(
      call,
      call.ctx.db.all("setup_intent"),
      { created: range, customer: text, payment_method: text },
      (intent, wanted) =>
        matches(wanted.customer, idOf(intent.customer)) &&
        matches(wanted.payment_method, idOf(intent.payment_method)) &&
        (wanted.created?.(intent.created) ?? true),
    ),
  ),
  post("/v1/setup_intents", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/setup_intents/:intent", (call) => {
    readParams({ client_secret: text }, call.params);
    return intentOf(call);
  }),
  post("/v1/setup_intents/:intent", (call) => change(call.ctx, intentOf(call), readParams(updateShape, call.params))),
  post("/v1/setup_intents/:intent/confirm", (call) => {
    const given = readParams(confirmShape, call.params);
    const intent = intentOf(call);
    assertOwnIntent(call.ctx, intent, "confirm");
    return confirm(call.ctx, intent, given);
  }),
  post("/v1/setup_intents/:intent/cancel", (call) => {
    const { cancellation_reason: reason } = readParams({ cancellation_reason: cancelReason }, call.params);
    const intent = intentOf(call);
    assertOwnIntent(call.ctx, intent, "cancel");
    assertState(intent, "cancel");
    return cancelSetupIntent(call.ctx, intent, reason ?? null);
  }),
  get("/v1/setup_attempts", (call) =>
    listRecords(
      call,
      call.ctx.db.all("setup_attempt"),
      { created: range, setup_intent: required(text) },
      (attempt, wanted) => {
        return attempt.setup_intent === wanted.setup_intent && (wanted.created?.(attempt.created) ?? true);
      },
    ),
  ),
  get("/v1/mandates/:id", (call) => {
    readParams({}, call.params);
    const mandate = call.ctx.db.get("mandate", pathPart(call, "id"));
    if (mandate === undefined) throw notFound("mandate", pathPart(call, "id"), "mandate");
    return mandate;
  }),
];

function intentOf(call: Call): Stripe.SetupIntent {
  const id = pathPart(call, "intent");
  const intent = call.ctx.db.get("setup_intent", id);
  if (intent === undefined) throw notFound("setupintent", id, "intent");
  return intent;
}

function create(ctx: Context, given: Values<typeof createShape>): Stripe.SetupIntent {
  if (given.customer !== undefined) requireCustomer(ctx, given.customer, "customer");
  if (given.return_url !== undefined && !given.confirm) {
    throw invalidRequest("`return_url` can only be set when `confirm` is true.", { param: "return_url" });
  }
  const method = given.payment_method === undefined ? null : methodFromParam(ctx, given.payment_method);
  const intent = makeSetupIntent(ctx, {
    customer: given.customer ?? null,
    allowed: given.allowed_payment_method_types ?? null,
    excluded: given.excluded_payment_method_types ?? null,
    allowRedirects: given.automatic_payment_methods?.allow_redirects ?? "always",
    description: given.description ?? null,
    metadata: patchMetadata({}, given.metadata),
    paymentMethod: method?.id ?? null,
    usage: given.usage ?? "off_session",
    session: null,
  });
  return given.confirm ? confirm(ctx, intent, { ...given, payment_method: method?.id }) : intent;
}

function confirm(ctx: Context, intent: Stripe.SetupIntent, given: Values<typeof confirmShape>): Stripe.SetupIntent {
  assertState(intent, "confirm");
  const made = given.payment_method_data === undefined ? null : createMethod(ctx, given.payment_method_data);
  const id = given.payment_method ?? idOf(intent.payment_method);
  const method = made ?? (id === null ? null : methodFromParam(ctx, id));
  if (method === null) {
    throw refusal(
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
      { code: "setup_intent_unexpected_state", setup_intent: intent },
    );
  }
  assertReturnUrl({ automatic_payment_methods: { allow_redirects: redirects(intent), enabled: true } }, given);
  return attemptSetUp(ctx, intent, {
    method,
    authenticated: false,
    returnUrl: given.return_url ?? null,
    mandate: given.mandate_data,
  });
}

function redirects(intent: Stripe.SetupIntent): string {
  return intent.automatic_payment_methods?.allow_redirects ?? "never";
}

function change(ctx: Context, before: Stripe.SetupIntent, given: Values<typeof updateShape>): Stripe.SetupIntent {
  if (given.customer !== undefined && ctx.db.get("customer", given.customer) === undefined) {
    throw missingReference("customer", given.customer, "customer");
  }
  const method = given.payment_method === undefined ? null : methodFromParam(ctx, given.payment_method).id;
  return ctx.db.put("setup_intent", {
    ...before,
    ...(given.customer === undefined ? {} : { customer: given.customer }),
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(method === null ? {} : { payment_method: method, status: "requires_confirmation" }),
    metadata: patchMetadata(before.metadata, given.metadata),
  });
}

function assertOwnIntent(ctx: Context, intent: Stripe.SetupIntent, verb: string): void {
  const session = ctx.db.get("intent_note", intent.id)?.session ?? null;
  if (session === null) return;
  throw refusal(
    `You cannot ${verb} this SetupIntent because it was created by a Checkout Session (${session}). Expire the Checkout Session instead.`,
    { code: "setup_intent_unexpected_state", setup_intent: intent },
  );
}

function assertState(intent: Stripe.SetupIntent, verb: string): void {
  if (open.includes(intent.status)) return;
  throw refusal(
    `You cannot ${verb} this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be ${verb}ed: ${open.join(", ")}.`,
    { code: "setup_intent_unexpected_state", setup_intent: intent },
  );
}
