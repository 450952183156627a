import { createHmac } from "node:crypto";
import { type Context, onAccount, schedule, update } from "../context.ts";
import { sendTo } from "../events.ts";
import type { Delivery, StoredEvent } from "../records.ts";
import type { Distortion, WebhookRule, WebhookRules } from "./rules.ts";

const timeoutMs = 10_000;

/** Sends one event to one endpoint, or does with it what a control wants; failures are tried again later. */
export async function deliver(ctx: Context, rules: WebhookRules, id: string, stopping: AbortSignal): Promise<void> {
  const delivery = ctx.db.get("delivery", id);
  const event = delivery && onAccount(ctx, delivery.account).db.get("event", delivery.event);
  if (delivery === undefined || event === undefined || delivery.state !== "pending") return;
  if (rules.holding) {
    update(ctx, "delivery", delivery, { state: "held" });
    return;
  }
  const rule = delivery.attempts === 0 ? rules.take(event.type) : undefined;
  if (rule !== undefined && divert(ctx, delivery, event, rule)) return;
  const status = await post(ctx, delivery, event, rule?.distortion ?? {}, stopping);
  if (!stopping.aborted) settle(ctx, delivery, status);
}

/** True where the rule means: not now, or never. */
function divert(ctx: Context, delivery: Delivery, event: StoredEvent, rule: WebhookRule): boolean {
  switch (rule.action) {
    case "drop":
      update(ctx, "delivery", delivery, { state: "dropped" });
      return true;
    case "delay":
      update(ctx, "delivery", delivery, { attempts: 0 });
      schedule(ctx, "deliver_event", delivery.id, rule.delayMs);
      return true;
    case "duplicate":
      sendTo(onAccount(ctx, delivery.account), event, delivery.endpoint);
      return false;
    case "distort":
      return false;
  }
}

/** The answer's status, 0 where there was none. */
async function post(
  ctx: Context,
  delivery: Delivery,
  event: StoredEvent,
  distortion: Distortion,
  stopping: AbortSignal,
): Promise<number> {
  const endpoint = ctx.db.get("webhook_endpoint", delivery.endpoint);
  const secret = ctx.db.get("endpoint_note", delivery.endpoint)?.secret;
  if (endpoint === undefined || secret === undefined) return 0;
  const body = JSON.stringify({
    ...event,
    ...(endpoint.api_version === null ? {} : { api_version: endpoint.api_version }),
    ...(distortion.livemode === undefined ? {} : { livemode: distortion.livemode }),
    ...(distortion.apiVersion === undefined ? {} : { api_version: distortion.apiVersion }),
    ...(distortion.account === undefined ? {} : { account: distortion.account }),
  });
  const timestamp = Math.floor(Date.now() / 1000) - (distortion.ageSeconds ?? 0);
  const signature = sign(body, distortion.wrongSecret ? `${secret}_wrong` : secret, timestamp);
  try {
    const answer = await fetch(endpoint.url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature,
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** The `Stripe-Signature` header: HMAC-SHA256 over timestamp (the machine's, as the receiver's) and raw body. */
function sign(body: string, secret: string, timestamp: number): string {
  return `t=${timestamp},v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

function settle(ctx: Context, sent: Delivery, status: number): void {
  const attempts = sent.attempts + 1;
  const wait = ctx.settings.webhookRetryMs[sent.attempts];
  const arrived = status >= 200 && status < 300;
  const state = arrived ? "delivered" : wait === undefined ? "failed" : "pending";
  update(ctx, "delivery", sent, { attempts, lastStatus: status, state });
  if (state === "pending" && wait !== undefined) schedule(ctx, "deliver_event", sent.id, wait);
}
