import type Stripe from "stripe";
import { isUrl } from "../../../domain/is-url.ts";
import { expireSession, makeLine, makeSession } from "../checkout/session.ts";
import { type Context, update } from "../context.ts";
import { invalidRequest, notFound, refusal } from "../errors.ts";
import { assertChargeable, currency, metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords, matches, page, paging } from "../http/list.ts";
import {
  emptyable,
  type Field,
  ignored,
  integer,
  list,
  object,
  oneOf,
  positive,
  readParams,
  refusedPaymentMethodTypes,
  required,
  text,
  uncovered,
  type Values,
} from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { idOf } from "../ids.ts";
import type { WireLineItem } from "../records.ts";
import { requireCustomer } from "./customers.ts";

const webAddress: Field<string> = {
  read(value, param) {
    const given = text.read(value, param);
    if (isUrl(given.replaceAll(/[{}]/g, ""))) return given;
    throw invalidRequest("Not a valid URL", { code: "url_invalid", param });
  },
};

const lineShape = {
  price: uncovered,
  price_data: required(
    object({
      currency: required(currency),
      product: uncovered,
      product_data: required(object({ name: required(text), description: text, images: ignored, metadata })),
      recurring: uncovered,
      tax_behavior: ignored,
      unit_amount: required(integer),
    }),
  ),
  quantity: required(positive),
};

const intentShape = {
  capture_method: oneOf("automatic", "automatic_async", "manual"),
  description: text,
  metadata,
  receipt_email: text,
  setup_future_usage: oneOf("off_session", "on_session"),
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  transfer_group: text,
};

const createShape = {
  adaptive_pricing: ignored,
  allowed_payment_method_types: list(text),
  billing_address_collection: ignored,
  branding_settings: ignored,
  cancel_url: webAddress,
  client_reference_id: text,
  consent_collection: uncovered,
  currency,
  custom_text: ignored,
  customer: text,
  customer_creation: oneOf("always", "if_required"),
  customer_email: text,
  customer_update: ignored,
  discounts: uncovered,
  excluded_payment_method_types: list(text),
  expires_at: integer,
  integration_identifier: text,
  line_items: list(object(lineShape)),
  locale: text,
  metadata: emptyable(metadata),
  mode: required(oneOf("payment", "setup")),
  payment_intent_data: object(intentShape),
  payment_method_options: ignored,
  payment_method_types: refusedPaymentMethodTypes,
  setup_intent_data: object({ description: text, metadata }),
  submit_type: oneOf("auto", "book", "donate", "pay"),
  success_url: required(webAddress),
  ui_mode: oneOf("hosted_page"),
};

type Given = Values<typeof createShape>;

export const checkoutSessionRoutes: readonly Route[] = [
  get("/v1/checkout/sessions", (call) =>
    listRecords(
      call,
      call.ctx.db.all("checkout_session"),
      { created: range, customer: text, payment_intent: text, setup_intent: text, status: text },
      (session, wanted) =>
        matches(wanted.customer, idOf(session.customer)) &&
        matches(wanted.payment_intent, idOf(session.payment_intent)) &&
        matches(wanted.setup_intent, idOf(session.setup_intent)) &&
        matches(wanted.status, session.status) &&
        (wanted.created?.(session.created) ?? true),
    ),
  ),
  post("/v1/checkout/sessions", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/checkout/sessions/:session", (call) => {
    readParams({}, call.params);
    return sessionOf(call);
  }),
  post("/v1/checkout/sessions/:session", (call) => {
    const given = readParams({ metadata: emptyable(metadata) }, call.params);
    const session = sessionOf(call);
    return update(call.ctx, "checkout_session", session, { metadata: patchMetadata(session.metadata, given.metadata) });
  }),
  post("/v1/checkout/sessions/:session/expire", (call) => {
    readParams({}, call.params);
    const session = sessionOf(call);
    if (session.status !== "open") {
      throw refusal(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of "${session.status}".`,
      );
    }
    expireSession(call.ctx, session.id);
    return sessionOf(call);
  }),
  get("/v1/checkout/sessions/:session/line_items", (call) => {
    const cursors = readParams(paging, call.params);
    return page(call, linesOf(call.ctx, sessionOf(call).id).toReversed(), cursors, (line) => line.id);
  }),
];

function sessionOf(call: Call): Stripe.Checkout.Session {
  const id = pathPart(call, "session");
  const session = call.ctx.db.get("checkout_session", id);
  if (session === undefined) throw notFound("checkout.session", id, "session");
  return session;
}

export function linesOf(ctx: Context, session: string): readonly WireLineItem[] {
  return ctx.db.get("checkout_plan", session)?.lineItems ?? [];
}

function create(ctx: Context, given: Given): Stripe.Checkout.Session {
  const lineItems = linesFrom(ctx, given);
  assertCoherent(given);
  if (given.customer !== undefined) requireCustomer(ctx, given.customer, "customer");
  const data = given.payment_intent_data;
  return makeSession(ctx, {
    mode: given.mode,
    allowed: given.allowed_payment_method_types ?? null,
    excluded: given.excluded_payment_method_types ?? [],
    cancelUrl: given.cancel_url ?? null,
    successUrl: given.success_url,
    clientReferenceId: given.client_reference_id ?? null,
    currency: given.currency ?? null,
    customer: given.customer ?? null,
    customerCreation: given.customer_creation ?? null,
    customerEmail: given.customer_email ?? null,
    expiresAt: expiry(ctx, given.expires_at),
    integrationIdentifier: given.integration_identifier ?? null,
    lineItems,
    locale: given.locale ?? null,
    metadata: patchMetadata({}, given.metadata),
    submitType: given.submit_type ?? null,
    intent: {
      captureMethod: data?.capture_method === "manual" ? "manual" : "automatic_async",
      description: data?.description ?? given.setup_intent_data?.description ?? null,
      metadata: patchMetadata({}, data?.metadata ?? given.setup_intent_data?.metadata),
      receiptEmail: data?.receipt_email ?? null,
      setupFutureUsage: data?.setup_future_usage ?? null,
      statementDescriptor: data?.statement_descriptor ?? null,
      statementDescriptorSuffix: data?.statement_descriptor_suffix ?? null,
      transferGroup: data?.transfer_group ?? null,
    },
  });
}

function linesFrom(ctx: Context, given: Given): readonly WireLineItem[] {
  if (given.mode === "setup") {
    if (given.line_items === undefined) return [];
    throw invalidRequest("You can not pass `line_items` in `setup` mode.", { param: "line_items" });
  }
  if (given.line_items === undefined || given.line_items.length === 0) {
    throw invalidRequest("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  }
  const lines = given.line_items.map(({ price_data: price, quantity }, index) => {
    if (price.unit_amount < 0) {
      throw invalidRequest("This value must be greater than or equal to 0.", {
        code: "parameter_invalid_integer",
        param: `line_items[${index}][price_data][unit_amount]`,
      });
    }
    const { name, description } = price.product_data;
    return makeLine(ctx, { name, description: description ?? null, unitAmount: price.unit_amount, quantity });
  });
  assertChargeable(
    lines.reduce((sum, line) => sum + line.amount_total, 0),
    "line_items",
  );
  return lines;
}

function assertCoherent(given: Given): void {
  const refuse = (param: string) => {
    throw invalidRequest(`You can not pass \`${param}\` in \`${given.mode}\` mode.`, { param });
  };
  if (given.mode === "setup") {
    if (given.payment_intent_data !== undefined) refuse("payment_intent_data");
    if (given.submit_type !== undefined) refuse("submit_type");
    if (given.currency === undefined) {
      throw invalidRequest("`currency` is required in `setup` mode with dynamic payment methods.", {
        code: "parameter_missing",
        param: "currency",
      });
    }
  } else if (given.setup_intent_data !== undefined) refuse("setup_intent_data");
  if (given.customer !== undefined && given.customer_email !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: customer, customer_email.", {
      code: "parameters_exclusive",
    });
  }
  if (given.customer !== undefined && given.customer_creation !== undefined) refuse("customer_creation");
}

/** Between 30 minutes and 24 hours away; the longest by default. */
function expiry(ctx: Context, wanted: number | undefined): number {
  const now = ctx.clock.now();
  const at = wanted ?? now + 86_400;
  if (at < now + 1_795 || at > now + 86_405) {
    const bound = at < now + 1_795 ? "at least 30 minutes" : "less than 24 hours";
    throw invalidRequest(`The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`, {
      param: "expires_at",
    });
  }
  return at;
}
