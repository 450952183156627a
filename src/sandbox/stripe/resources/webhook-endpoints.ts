import Stripe from "stripe";
import { isUrl } from "../../../domain/is-url.ts";
import { type Context, update } from "../context.ts";
import { invalidRequest, notFound } from "../errors.ts";
import { metadata, patchMetadata } from "../http/common-params.ts";
import { listRecords } from "../http/list.ts";
import { boolean, emptyable, list, readParams, required, text, type Values } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route, remove } from "../http/router.ts";
import { newId } from "../ids.ts";

const createShape = {
  api_version: text,
  connect: boolean,
  description: emptyable(text),
  enabled_events: required(list(text)),
  metadata: emptyable(metadata),
  url: required(text),
};

const updateShape = {
  description: emptyable(text),
  disabled: boolean,
  enabled_events: list(text),
  metadata: emptyable(metadata),
  url: text,
};

export const webhookEndpointRoutes: readonly Route[] = [
  get("/v1/webhook_endpoints", (call) => listRecords(call, call.ctx.db.all("webhook_endpoint"), {}, () => true)),
  post("/v1/webhook_endpoints", ({ ctx, params }) => create(ctx, readParams(createShape, params))),
  get("/v1/webhook_endpoints/:id", (call) => {
    readParams({}, call.params);
    return endpointOf(call);
  }),
  post("/v1/webhook_endpoints/:id", (call) => {
    const given = readParams(updateShape, call.params);
    const endpoint = endpointOf(call);
    return update(call.ctx, "webhook_endpoint", endpoint, {
      description: given.description === undefined ? endpoint.description : given.description,
      enabled_events: [...(given.enabled_events ?? endpoint.enabled_events)],
      metadata: patchMetadata(endpoint.metadata, given.metadata),
      status: given.disabled === undefined ? endpoint.status : given.disabled ? "disabled" : "enabled",
      url: given.url ?? endpoint.url,
    });
  }),
  remove("/v1/webhook_endpoints/:id", (call) => {
    const { id } = endpointOf(call);
    call.ctx.db.remove("webhook_endpoint", id);
    call.ctx.db.remove("endpoint_note", id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
];

function endpointOf(call: Call): Stripe.WebhookEndpoint {
  const endpoint = call.ctx.db.get("webhook_endpoint", pathPart(call, "id"));
  if (endpoint === undefined) throw notFound("webhook endpoint", pathPart(call, "id"));
  return endpoint;
}

/** The secret is shown once, in this answer. */
function create(ctx: Context, given: Values<typeof createShape>): Stripe.WebhookEndpoint {
  if (!isUrl(given.url)) throw invalidRequest("Not a valid URL", { code: "url_invalid", param: "url" });
  const secret = newId("whsec", 32);
  const endpoint = register(ctx, {
    url: given.url,
    secret,
    connect: given.connect ?? false,
    atStart: false,
    apiVersion: given.api_version ?? null,
    enabledEvents: given.enabled_events,
    description: given.description ?? null,
    metadata: patchMetadata({}, given.metadata),
  });
  return { ...endpoint, secret };
}

interface NewEndpoint {
  readonly url: string;
  readonly secret: string;
  readonly connect: boolean;
  readonly atStart: boolean;
  readonly apiVersion: string | null;
  readonly enabledEvents: readonly string[];
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
}

function register(ctx: Context, given: NewEndpoint): Stripe.WebhookEndpoint {
  const id = newId("we");
  ctx.db.put("endpoint_note", { id, secret: given.secret, connect: given.connect, atStart: given.atStart });
  return ctx.db.put("webhook_endpoint", {
    id,
    object: "webhook_endpoint",
    api_version: given.apiVersion,
    application: null,
    created: ctx.clock.now(),
    description: given.description,
    enabled_events: [...given.enabledEvents],
    livemode: false,
    metadata: given.metadata,
    status: "enabled",
    url: given.url,
  });
}

/** Endpoints given at start replace those given at an earlier start. */
export function replaceStartEndpoints(
  ctx: Context,
  endpoints: readonly { readonly url: string; readonly secret: string; readonly connect?: boolean }[],
): void {
  for (const note of ctx.db.all("endpoint_note").filter((each) => each.atStart)) {
    ctx.db.remove("webhook_endpoint", note.id);
    ctx.db.remove("endpoint_note", note.id);
  }
  for (const { url, secret, connect = false } of endpoints) {
    const facts = { atStart: true, apiVersion: Stripe.API_VERSION, enabledEvents: ["*"], description: null };
    register(ctx, { url, secret, connect, ...facts, metadata: {} });
  }
}
