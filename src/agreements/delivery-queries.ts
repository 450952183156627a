import { and, asc, desc, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import {
  campaigns,
  commitmentDeliveries,
  commitments,
  cooperationAgreements,
  deliveryEvidence,
  organisations,
  places,
  users,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Nature } from "../domain/agreement.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { openFile } from "../evidence/open-file.ts";
import { accessDelivery, type DeliverySide, holderOf } from "./delivery-access.ts";

/** A commitment in goods or days with what became of it. */
export type Commitment = {
  readonly agreementId: string;
  readonly partnerName: string;
  readonly key: string;
  readonly kind: "goods" | "skill_days";
  readonly label: string;
  readonly nature: Nature;
  readonly unit: string | null;
  readonly unitValueCents: bigint;
  readonly isRemoved: boolean;
  readonly promised: number;
  /** Recorded and not refused. */
  readonly delivered: number;
  readonly confirmed: number;
  /** Promised and not confirmed yet. */
  readonly left: number;
};

export type Delivery = Awaited<ReturnType<typeof selectDeliveries>>[number];

/** An agreement's commitments in kind and their deliveries; for staff and the partner's members. */
export async function readDeliveries(deps: Deps, actor: Actor, agreementId: string) {
  const [agreement] = await deps.db
    .select({ partnerId: cooperationAgreements.partnerId })
    .from(cooperationAgreements)
    .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)));
  if (agreement === undefined || !permits(actor, "pot.read", agreement.partnerId)) throw notFound();
  return {
    commitments: await selectCommitments(deps, eq(commitments.agreementId, agreementId)),
    deliveries: await selectDeliveries(deps, eq(commitmentDeliveries.agreementId, agreementId)),
  };
}

/** What partners hand over to a campaign: told to its holder, who may record more and answer for what is recorded. */
export async function readCampaignDeliveries(deps: Deps, actor: Actor, campaignId: string) {
  const holderId = await holderOf(deps.db, deps.fundId, campaignId);
  if (holderId === undefined || !permits(actor, "campaign.read-draft", holderId)) throw notFound();
  return {
    mayRecord: actor.kind === "user" && actor.memberships.some((one) => one.organisationId === holderId),
    commitments: await selectCommitments(
      deps,
      and(eq(commitments.isRemoved, false), eq(cooperationAgreements.state, "in_force")),
    ),
    deliveries: await selectDeliveries(deps, eq(commitmentDeliveries.campaignId, campaignId)),
  };
}

/** Campaigns that opened, the newest first: what a delivery may serve. */
export const listServedCampaigns = ({ db, fundId }: Deps) =>
  db
    .select({ id: campaigns.id, title: campaigns.title })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), isNotNull(campaigns.openedAt)))
    .orderBy(desc(campaigns.openedAt), desc(campaigns.id))
    .limit(300);

async function selectCommitments({ db, fundId }: Deps, where: SQL | undefined): Promise<readonly Commitment[]> {
  const rows = await db
    .select({ line: commitments, partnerName: organisations.name })
    .from(commitments)
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, commitments.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(commitments.fundId, fundId), inArray(commitments.kind, ["goods", "skill_days"]), where))
    .orderBy(asc(commitments.agreementId), asc(commitments.position))
    .limit(500);
  return rows.map(({ line, partnerName }) => {
    const promised = line.promisedQuantity ?? 0;
    return {
      agreementId: line.agreementId,
      partnerName,
      key: line.key,
      kind: line.kind === "goods" ? "goods" : "skill_days",
      label: line.label,
      nature: line.nature as Nature,
      unit: line.unit,
      unitValueCents: line.unitValueCents ?? 0n,
      isRemoved: line.isRemoved,
      promised,
      delivered: line.deliveredQuantity,
      confirmed: line.confirmedQuantity,
      left: promised - line.confirmedQuantity,
    };
  });
}

async function selectDeliveries({ db, fundId }: Deps, where: SQL | undefined) {
  const rows = await db
    .select({
      id: commitmentDeliveries.id,
      agreementId: commitmentDeliveries.agreementId,
      commitmentKey: commitmentDeliveries.commitmentKey,
      label: commitments.label,
      kind: commitments.kind,
      unit: commitments.unit,
      partnerName: organisations.name,
      state: sql<"recorded" | "confirmed" | "refused">`${commitmentDeliveries.state}`,
      deliveredOn: commitmentDeliveries.deliveredOn,
      quantity: commitmentDeliveries.quantity,
      placeId: commitmentDeliveries.placeId,
      placeName: places.name,
      campaignId: commitmentDeliveries.campaignId,
      campaignTitle: campaigns.title,
      note: commitmentDeliveries.note,
      recordedSide: sql<DeliverySide>`${commitmentDeliveries.recordedSide}`,
      recordedBy: users.name,
      refusal: commitmentDeliveries.refusal,
      evidenceName: deliveryEvidence.filename,
      evidenceSha256: deliveryEvidence.sha256,
    })
    .from(commitmentDeliveries)
    .innerJoin(
      commitments,
      and(
        eq(commitments.fundId, fundId),
        eq(commitments.agreementId, commitmentDeliveries.agreementId),
        eq(commitments.key, commitmentDeliveries.commitmentKey),
      ),
    )
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, commitmentDeliveries.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .innerJoin(users, eq(users.id, commitmentDeliveries.recordedBy))
    .leftJoin(places, eq(places.id, commitmentDeliveries.placeId))
    .leftJoin(campaigns, and(eq(campaigns.fundId, fundId), eq(campaigns.id, commitmentDeliveries.campaignId)))
    .leftJoin(
      deliveryEvidence,
      and(eq(deliveryEvidence.fundId, fundId), eq(deliveryEvidence.deliveryId, commitmentDeliveries.id)),
    )
    .where(and(eq(commitmentDeliveries.fundId, fundId), where))
    .orderBy(desc(commitmentDeliveries.id))
    .limit(500);
  return rows;
}

/** What a letter about a delivery names. */
export async function findDelivery({ db, fundId }: Deps, deliveryId: string) {
  const [row] = await db
    .select({
      agreementId: commitmentDeliveries.agreementId,
      campaignId: commitmentDeliveries.campaignId,
      partnerName: organisations.name,
      reference: cooperationAgreements.reference,
    })
    .from(commitmentDeliveries)
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, commitmentDeliveries.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(commitmentDeliveries.fundId, fundId), eq(commitmentDeliveries.id, deliveryId)));
  if (row === undefined) return undefined;
  return { ...row, holderId: row.campaignId === null ? undefined : await holderOf(db, fundId, row.campaignId) };
}

/** The file of a delivery, for both sides, the campaign's holder and staff. */
export async function readEvidence(
  deps: Deps,
  actor: Actor,
  { agreementId, deliveryId }: { readonly agreementId: string; readonly deliveryId: string },
) {
  const [row] = await deps.db
    .select({ evidence: deliveryEvidence, campaignId: commitmentDeliveries.campaignId })
    .from(commitmentDeliveries)
    .innerJoin(
      deliveryEvidence,
      and(eq(deliveryEvidence.fundId, deps.fundId), eq(deliveryEvidence.deliveryId, commitmentDeliveries.id)),
    )
    .where(
      and(
        eq(commitmentDeliveries.fundId, deps.fundId),
        eq(commitmentDeliveries.agreementId, agreementId),
        eq(commitmentDeliveries.id, deliveryId),
      ),
    );
  if (row === undefined) throw notFound();
  if (!permits(actor, "pot.read"))
    await accessDelivery(deps.db, deps, actor, { agreementId, campaignId: row.campaignId ?? undefined });
  const { filename, sha256 } = row.evidence;
  return { filename, sha256, ...(await openFile(deps, sha256)) };
}
