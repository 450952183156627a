import type Stripe from "stripe";
import { type GatewayEvent, type PaymentGateway, WebhookRefused } from "./gateway.ts";
import { askAll } from "./stripe-call.ts";
import { isLiveKey, type StripeSettings } from "./stripe-client.ts";
import { instantOf, secondsOf } from "./stripe-values.ts";

type EventCalls = Pick<PaymentGateway, "listEvents" | "readWebhook">;

export const eventCalls = (stripe: Stripe, settings: StripeSettings): EventCalls => ({
  listEvents: (since) =>
    askAll(() => stripe.events.list({ created: { gte: secondsOf(since) }, limit: 100 }), gatewayEvent),
  readWebhook(rawBody, signature) {
    const event = verifiedEvent(stripe, settings.webhookSecrets, rawBody, signature);
    if (event.livemode !== isLiveKey(settings.secretKey)) throw new WebhookRefused("event of the other mode");
    if (event.account !== undefined) throw new WebhookRefused("event of a connected account");
    return gatewayEvent(event);
  },
});

/** Any of our secrets may have signed it: an endpoint has two while one is rotated. Older than 300 s is refused. */
function verifiedEvent(stripe: Stripe, secrets: readonly string[], rawBody: Buffer, signature: string): Stripe.Event {
  let refusal: unknown;
  for (const secret of secrets) {
    try {
      return stripe.webhooks.constructEvent(rawBody, signature, secret);
    } catch (error) {
      refusal = error;
    }
  }
  throw new WebhookRefused("not signed by Stripe for us, or too old", { cause: refusal });
}

type Subject = { readonly object?: string; readonly id?: string; readonly customer?: unknown };

function gatewayEvent(event: Stripe.Event): GatewayEvent {
  return {
    id: event.id,
    type: event.type,
    ...subjectOf(event.data.object, event.id),
    apiVersion: event.api_version ?? undefined,
    createdAt: instantOf(event.created),
  };
}

const CASH = new Set(["cash_balance", "customer_cash_balance_transaction"]);

/** What to read again. Cash can be read only by its customer: the balance has no id, a movement of it none of its own. */
function subjectOf({ object = "unknown", id, customer }: Subject, eventId: string) {
  if (CASH.has(object) && typeof customer === "string") return { objectKind: "cash_balance", objectId: customer };
  return { objectKind: object, objectId: id ?? eventId };
}
