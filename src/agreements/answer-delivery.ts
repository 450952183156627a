import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { commitmentDeliveries, deliveryEvidence } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import type { FileToKeep } from "../evidence/keep-file.ts";
import { accessDelivery } from "./delivery-access.ts";
import { keepEvidence } from "./evidence.ts";
import { deliveryDecided, otherSideDecides } from "./messages.ts";
import { notifyOfDelivery } from "./notify.ts";

type Named = { readonly agreementId: string; readonly deliveryId: string };

/** The side that did not record a delivery confirms it. Never more than is promised (a database rule). */
export const confirmDelivery = (deps: Deps, actor: Actor, named: Named): Promise<void> =>
  answer(deps, actor, named, undefined);

/** … or refuses it, saying why: it counts no more. */
export const refuseDelivery = (deps: Deps, actor: Actor, named: Named & { readonly reason: string }): Promise<void> =>
  answer(deps, actor, named, named.reason);

async function answer(deps: Deps, actor: Actor, named: Named, refusal: string | undefined): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { delivery, access } = await lockDelivery(tx, deps, actor, named);
    if ((delivery.recordedSide === "partner") === (access.side === "partner")) throw otherSideDecides();
    if (delivery.state !== "recorded") throw deliveryDecided();
    await tx
      .update(commitmentDeliveries)
      .set({
        state: refusal === undefined ? "confirmed" : "refused",
        decidedSide: access.side,
        decidedBy: access.userId,
        decidedAt: await fundNow(tx),
        refusal,
      })
      .where(and(eq(commitmentDeliveries.fundId, deps.fundId), eq(commitmentDeliveries.id, delivery.id)));
    await recordAudit(tx, actor, {
      action: refusal === undefined ? "delivery.confirm" : "delivery.refuse",
      subject: ["agreement", delivery.agreementId],
      change: { deliveryId: delivery.id, quantity: delivery.quantity, side: access.side },
      ...(refusal !== undefined && { reason: refusal }),
    });
    await notifyOfDelivery(tx, actor, { letter: "agreement-delivery-answered", deliveryId: delivery.id, ...access });
  });
}

/** Adds the file that shows a delivery, once, while nobody answered for it. */
export async function attachEvidence(
  deps: Deps,
  actor: Actor,
  { file, ...named }: Named & { readonly file: FileToKeep },
): Promise<{ readonly sha256: string }> {
  return inTransaction(deps.db, async (tx) => {
    const { delivery, access } = await lockDelivery(tx, deps, actor, named);
    if ((delivery.recordedSide === "partner") !== (access.side === "partner")) throw otherSideDecides();
    if (delivery.state !== "recorded") throw deliveryDecided();
    const known = await tx
      .select({ sha256: deliveryEvidence.sha256 })
      .from(deliveryEvidence)
      .where(and(eq(deliveryEvidence.fundId, deps.fundId), eq(deliveryEvidence.deliveryId, delivery.id)));
    if (known.length > 0) throw deliveryDecided();
    const sha256 = await keepEvidence(tx, deps, delivery.id, file);
    await recordAudit(tx, actor, {
      action: "delivery.attach-evidence",
      subject: ["agreement", delivery.agreementId],
      change: { deliveryId: delivery.id, sha256 },
    });
    return { sha256 };
  });
}

async function lockDelivery(tx: Transaction, deps: Deps, actor: Actor, { agreementId, deliveryId }: Named) {
  const [delivery] = await tx
    .select()
    .from(commitmentDeliveries)
    .where(
      and(
        eq(commitmentDeliveries.fundId, deps.fundId),
        eq(commitmentDeliveries.agreementId, agreementId),
        eq(commitmentDeliveries.id, deliveryId),
      ),
    )
    .for("no key update");
  if (delivery === undefined) throw notFound();
  const access = await accessDelivery(tx, deps, actor, { agreementId, campaignId: delivery.campaignId ?? undefined });
  return { delivery, access };
}
