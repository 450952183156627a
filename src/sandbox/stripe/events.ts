import Stripe from "stripe";
import type { Context } from "./context.ts";
import { schedule } from "./context.ts";
import { newId } from "./ids.ts";
import type { Delivery, StoredEvent } from "./records.ts";

/** Records an event with the object as it is now, and sends it on its way to every endpoint that wants it. */
export function emit(ctx: Context, type: string, object: object, previous?: object): StoredEvent {
  const platform = ctx.store.view("");
  const wanting = platform.all("webhook_endpoint").filter((endpoint) => {
    const connect = platform.get("endpoint_note", endpoint.id)?.connect ?? false;
    return endpoint.status === "enabled" && connect === (ctx.account !== "") && wants(endpoint.enabled_events, type);
  });
  const event: StoredEvent = {
    id: newId("evt"),
    object: "event",
    ...(ctx.account === "" ? {} : { account: ctx.account }),
    api_version: Stripe.API_VERSION,
    created: ctx.clock.now(),
    data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: wanting.length,
    request: { id: ctx.request.id, idempotency_key: ctx.request.idempotencyKey },
    type,
  };
  ctx.db.put("event", event);
  for (const endpoint of wanting) sendTo(ctx, event, endpoint.id);
  return event;
}

/** Puts one event on its way to one endpoint. */
export function sendTo(ctx: Context, event: StoredEvent, endpoint: string): Delivery {
  const delivery: Delivery = {
    id: newId("dlv", 16),
    account: ctx.account,
    event: event.id,
    endpoint,
    attempts: 0,
    state: "pending",
    lastStatus: null,
  };
  ctx.store.view("").put("delivery", delivery);
  schedule(ctx, "deliver_event", delivery.id, 0);
  return delivery;
}

function wants(enabled: readonly string[], type: string): boolean {
  return enabled.includes("*") || enabled.includes(type);
}
