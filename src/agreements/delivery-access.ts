import { and, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns, cooperationAgreements, projects } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import type { AgreementRow } from "./lock-agreement.ts";

/** Who records or answers for a delivery: the partner, the fund, or the holder of the campaign it serves. */
export type DeliverySide = "partner" | "fund" | "holder";

export type DeliveryAccess = {
  readonly agreement: AgreementRow;
  readonly side: DeliverySide;
  readonly userId: string;
  /** The organisation that holds the campaign, where the delivery serves one. */
  readonly holderId: string | undefined;
};

/** For whom this person speaks of a delivery. @throws AppError 404 for strangers, 403 for staff that may only read. */
export async function accessDelivery(
  reader: Reader,
  { fundId }: Deps,
  actor: Actor,
  { agreementId, campaignId }: { readonly agreementId: string; readonly campaignId?: string | undefined },
): Promise<DeliveryAccess> {
  const [agreement] = await reader
    .select()
    .from(cooperationAgreements)
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreementId)));
  if (agreement === undefined || actor.kind !== "user") throw notFound();
  const { userId } = actor;
  const holderId = campaignId === undefined ? undefined : await holderOf(reader, fundId, campaignId);
  const belongsTo = (organisationId: string) => actor.memberships.some((one) => one.organisationId === organisationId);
  const found = { agreement, userId, holderId };
  if (belongsTo(agreement.partnerId)) return { ...found, side: "partner" };
  if (permits(actor, "delivery.record")) return { ...found, side: "fund" };
  if (holderId !== undefined && belongsTo(holderId)) return { ...found, side: "holder" };
  throw permits(actor, "pot.read") ? forbidden() : notFound();
}

/** The organisation whose project a campaign is for; undefined where there is no such campaign. */
export async function holderOf(reader: Reader, fundId: string, campaignId: string): Promise<string | undefined> {
  const [row] = await reader
    .select({ organisationId: projects.organisationId })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  return row?.organisationId;
}
