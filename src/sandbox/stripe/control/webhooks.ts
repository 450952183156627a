import { schedule } from "../context.ts";
import { boolean, integer, list, object, oneOf, positive, readParams, required, text } from "../http/params.ts";
import type { Delivery } from "../records.ts";
import type { Control, ControlCall } from "./control.ts";

const ruleShape = {
  action: required(oneOf("drop", "duplicate", "delay", "distort")),
  count: positive,
  delayMs: integer,
  distortion: object({ wrongSecret: boolean, ageSeconds: integer, livemode: boolean, apiVersion: text, account: text }),
  types: list(text),
};

/** How webhooks go wrong: lost, twice, late, out of order, forged. */
export const webhookControls: readonly Control[] = [
  {
    method: "GET",
    pattern: "/_sandbox/webhooks",
    run: ({ sandbox }) => ({ holding: sandbox.webhooks.holding, rules: sandbox.webhooks.pending }),
  },
  {
    method: "POST",
    pattern: "/_sandbox/webhooks/rules",
    run: ({ sandbox, params }) => {
      const given = readParams(ruleShape, params);
      sandbox.webhooks.add({
        action: given.action,
        count: given.count ?? 1,
        delayMs: given.delayMs ?? 1_000,
        distortion: given.distortion ?? {},
        types: given.types ?? null,
      });
      return { rules: sandbox.webhooks.pending };
    },
  },
  {
    method: "DELETE",
    pattern: "/_sandbox/webhooks/rules",
    run: ({ sandbox }) => {
      sandbox.webhooks.clear();
      return { rules: [] };
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/webhooks/hold",
    run: ({ sandbox }) => {
      sandbox.webhooks.holding = true;
      return { holding: true };
    },
  },
  { method: "POST", pattern: "/_sandbox/webhooks/flush", run: flush },
];

const betweenMs = 20;

/** Lets held deliveries go: as they came, backwards, shuffled, or by the event ids or types given first. */
function flush(call: ControlCall): object {
  const { order = "as_held", first = [] } = readParams(
    { order: oneOf("as_held", "reversed", "shuffled"), first: list(text) },
    call.params,
  );
  const { ctx, sandbox } = call;
  sandbox.webhooks.holding = false;
  const held = ctx.db.all("delivery").filter((delivery) => delivery.state === "held");
  const rank = (delivery: Delivery) => {
    const type = ctx.store.view(delivery.account).get("event", delivery.event)?.type ?? "";
    const index = first.findIndex((each) => each === delivery.event || each === type);
    return index < 0 ? first.length : index;
  };
  const base =
    order === "reversed" ? held.toReversed() : order === "shuffled" ? held.toSorted(() => Math.random() - 0.5) : held;
  const ordered = base.toSorted((a, b) => rank(a) - rank(b));
  for (const [index, delivery] of ordered.entries()) {
    ctx.db.put("delivery", { ...delivery, state: "pending" });
    schedule(ctx, "deliver_event", delivery.id, index * betweenMs);
  }
  return { flushed: ordered.map((delivery) => delivery.event) };
}
