import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { startOfDay } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { commitmentDeliveries, commitments, places } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type FieldError, invalidInput } from "../errors.ts";
import type { FileToKeep } from "../evidence/keep-file.ts";
import { accessDelivery } from "./delivery-access.ts";
import { keepEvidence } from "./evidence.ts";
import type { DeliveryInput } from "./forms.ts";
import { deliveredInFuture, unknownCampaign, unknownCommitment, unknownPlace, wholeGoods } from "./messages.ts";
import { notifyOfDelivery } from "./notify.ts";

export type NewDelivery = DeliveryInput & {
  readonly agreementId: string;
  readonly evidence?: FileToKeep | undefined;
};

/** Goods or days handed over, as one side tells it; the other side confirms or refuses. Answers its id. */
export async function recordDelivery(deps: Deps, actor: Actor, input: NewDelivery): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const access = await accessDelivery(tx, deps, actor, input);
    const now = await fundNow(tx);
    const faults = [
      ...(await commitmentFaults(tx, deps.fundId, input)),
      ...(startOfDay(input.deliveredOn) > now ? [deliveredInFuture] : []),
      ...(input.campaignId !== undefined && access.holderId === undefined ? [unknownCampaign] : []),
      ...((await isUnknownPlace(tx, input.placeId)) ? [unknownPlace] : []),
    ];
    if (faults.length > 0) throw invalidInput(faults);
    const id = uuidv7();
    const { agreementId, commitmentKey, deliveredOn, quantity, placeId, campaignId, note } = input;
    await tx.insert(commitmentDeliveries).values({
      fundId: deps.fundId,
      id,
      agreementId,
      commitmentKey,
      state: "recorded",
      deliveredOn,
      quantity,
      placeId: placeId === "" ? undefined : placeId,
      campaignId,
      note,
      recordedSide: access.side,
      recordedBy: access.userId,
      createdAt: now,
    });
    const evidence = input.evidence === undefined ? null : await keepEvidence(tx, deps, id, input.evidence);
    await recordAudit(tx, actor, {
      action: "delivery.record",
      subject: ["agreement", agreementId],
      change: { deliveryId: id, commitmentKey, quantity, side: access.side, evidence },
    });
    await notifyOfDelivery(tx, actor, { letter: "agreement-delivery", deliveryId: id, ...access });
    return id;
  });
}

async function commitmentFaults(
  tx: Transaction,
  fundId: string,
  { agreementId, commitmentKey, quantity }: NewDelivery,
): Promise<readonly FieldError[]> {
  const [line] = await tx
    .select({ kind: commitments.kind })
    .from(commitments)
    .where(
      and(
        eq(commitments.fundId, fundId),
        eq(commitments.agreementId, agreementId),
        eq(commitments.key, commitmentKey),
        eq(commitments.isRemoved, false),
      ),
    );
  if (line === undefined || line.kind === "money") return [unknownCommitment];
  return line.kind === "goods" && !Number.isInteger(quantity) ? [wholeGoods] : [];
}

async function isUnknownPlace(tx: Transaction, placeId: string | undefined): Promise<boolean> {
  if (placeId === undefined || placeId === "") return false;
  const found = await tx.select({ id: places.id }).from(places).where(eq(places.id, placeId));
  return found.length === 0;
}
