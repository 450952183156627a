import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { stripeEvents } from "../db/schema/payments.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { GatewayEvent } from "./gateway.ts";

/** Where events come from: the platform's own endpoint and its event list are one source. */
const EVENT_SOURCE = "stripe";

/**
 * Verifies a webhook on its raw body and stores it once, with the job that applies it (S2). Throws WebhookRefused
 * (S5) before anything is stored. Answers whether the event was new.
 */
export async function receiveWebhook(deps: Deps, rawBody: Buffer, signature: string): Promise<boolean> {
  const event = deps.gateway.readWebhook(rawBody, signature);
  const stored = await inTransaction(deps.db, async (tx) => {
    await noteWebhook(tx, deps.fundId);
    return await storeEvents(tx, deps.fundId, [event]);
  });
  return stored === 1;
}

/** Under this name stands when Stripe last reached us by itself; the sweep's events do not count. */
export const webhookBeat = (fundId: string): string => `stripe-webhook:${fundId}`;

/** Once a minute is enough, so that a burst of webhooks does not queue for one row. */
const noteWebhook = (tx: Transaction, fundId: string) =>
  tx.execute(sql`
    insert into heartbeats (name, last_success_at) select ${webhookBeat(fundId)}, fund_now()
    where not exists (select from heartbeats
      where name = ${webhookBeat(fundId)} and last_success_at > fund_now() - interval '1 minute')
    on conflict (name) do update set last_success_at = greatest(heartbeats.last_success_at, excluded.last_success_at)`);

/** Puts the events that are new into the inbox, each with its job; answers how many were. */
export async function storeEvents(
  tx: Transaction,
  fundId: string,
  events: readonly GatewayEvent[],
  source = EVENT_SOURCE,
): Promise<number> {
  if (events.length === 0) return 0;
  const stored = await tx
    .insert(stripeEvents)
    .values(
      events.map((event) => ({
        fundId,
        source,
        eventId: event.id,
        type: event.type,
        objectKind: event.objectKind,
        objectId: event.objectId,
        apiVersion: event.apiVersion ?? null,
        receivedAt: sql`fund_now()`,
      })),
    )
    .onConflictDoNothing()
    .returning({ source: stripeEvents.source, eventId: stripeEvents.eventId });
  for (const event of stored) await enqueue(tx, "apply-stripe-event", event);
  return stored.length;
}
