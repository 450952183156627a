import type { Context } from "../context.ts";
import { invalidRequest, notFound } from "../errors.ts";
import { range } from "../http/common-params.ts";
import { listRecords } from "../http/list.ts";
import { boolean, list, readParams, text } from "../http/params.ts";
import { get, pathPart, type Route } from "../http/router.ts";
import type { StoredEvent } from "../records.ts";

const monthSeconds = 30 * 86_400;

export const eventRoutes: readonly Route[] = [
  get("/v1/events", (call) => {
    const { ctx } = call;
    const arrived = arrivals(ctx);
    const oldest = ctx.clock.now() - monthSeconds;
    return listRecords(
      call,
      ctx.db.all("event").map((event) => withPending(event, arrived.get(event.id))),
      { created: range, delivery_success: boolean, type: text, types: list(text) },
      (event, wanted) => {
        if (wanted.types !== undefined && (wanted.type !== undefined || wanted.types.length > 20)) {
          throw invalidRequest("`types` takes up to 20 event names and can't be combined with `type`.", {
            param: "types",
          });
        }
        return (
          event.created >= oldest &&
          (wanted.created?.(event.created) ?? true) &&
          (wanted.type === undefined || isOfType(event, wanted.type)) &&
          (wanted.types === undefined || wanted.types.some((type) => isOfType(event, type))) &&
          (wanted.delivery_success === undefined || wanted.delivery_success === (event.pending_webhooks === 0))
        );
      },
    );
  }),
  get("/v1/events/:id", (call) => {
    readParams({}, call.params);
    const event = call.ctx.db.get("event", pathPart(call, "id"));
    if (event === undefined) throw notFound("event", pathPart(call, "id"));
    return withPending(event, arrivals(call.ctx).get(event.id));
  }),
];

function isOfType(event: StoredEvent, type: string): boolean {
  return type.endsWith(".*") ? event.type.startsWith(type.slice(0, -1)) : event.type === type;
}

/** `pending_webhooks`: how many endpoints haven't answered 2xx yet. */
function withPending(event: StoredEvent, arrived: ReadonlySet<string> | undefined): StoredEvent {
  return { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - (arrived?.size ?? 0)) };
}

/** By event: the endpoints it arrived at. */
function arrivals(ctx: Context): ReadonlyMap<string, ReadonlySet<string>> {
  const byEvent = new Map<string, Set<string>>();
  for (const { event, endpoint, state } of ctx.store.view("").all("delivery")) {
    if (state !== "delivered") continue;
    const endpoints = byEvent.get(event);
    if (endpoints === undefined) byEvent.set(event, new Set([endpoint]));
    else endpoints.add(endpoint);
  }
  return byEvent;
}
