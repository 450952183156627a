import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { needOffers } from "../db/schema/campaign-life.ts";
import { needsInKind } from "../db/schema/campaigns.ts";

/** What a campaign needs, in the order of its form. */
export const needsOf = (reader: Reader, fundId: string, campaignId: string) =>
  reader
    .select({
      position: needsInKind.position,
      label: needsInKind.label,
      quantity: needsInKind.quantity,
      neededOn: needsInKind.neededOn,
      left: sql<number>`${needsInKind.quantity} - ${needsInKind.accepted}`,
    })
    .from(needsInKind)
    .where(and(eq(needsInKind.fundId, fundId), eq(needsInKind.campaignId, campaignId)))
    .orderBy(asc(needsInKind.position));

export type Need = Awaited<ReturnType<typeof needsOf>>[number];

const isAccepted = sql`${needOffers.state} = 'accepted'`;

/** How to reach the person leaves the database only once their offer is accepted (X7). */
const SHOWN = {
  id: needOffers.id,
  campaignId: needOffers.campaignId,
  state: needOffers.state,
  name: needOffers.name,
  email: sql<string | null>`case when ${isAccepted} then ${needOffers.email} end`,
  phone: sql<string | null>`case when ${isAccepted} then ${needOffers.phone} end`,
  isErased: sql<boolean>`${needOffers.email} like 'efface-%@efface.invalid'`,
  need: needsInKind.label,
  left: sql<number>`${needsInKind.quantity} - ${needsInKind.accepted}`,
  quantity: needOffers.quantity,
  acceptedQuantity: needOffers.acceptedQuantity,
  message: needOffers.message,
  word: needOffers.word,
  createdAt: needOffers.createdAt,
};

const select = (reader: Reader) =>
  reader
    .select(SHOWN)
    .from(needOffers)
    .innerJoin(
      needsInKind,
      and(
        eq(needsInKind.fundId, needOffers.fundId),
        eq(needsInKind.campaignId, needOffers.campaignId),
        eq(needsInKind.position, needOffers.position),
      ),
    );

const MOST_SHOWN = 500;

/** What was offered to a campaign: what waits first, then the newest. */
export const listOffered = (reader: Reader, fundId: string, campaignId: string) =>
  select(reader)
    .where(and(eq(needOffers.fundId, fundId), eq(needOffers.campaignId, campaignId)))
    .orderBy(sql`${needOffers.state} <> 'open'`, desc(needOffers.id))
    .limit(MOST_SHOWN);

export async function findOffer(reader: Reader, fundId: string, offerId: string) {
  const [offer] = await select(reader).where(and(eq(needOffers.fundId, fundId), eq(needOffers.id, offerId)));
  return offer;
}

export type Offer = NonNullable<Awaited<ReturnType<typeof findOffer>>>;

/** Whom the letter about an offer goes to. */
export async function findOfferer(reader: Reader, fundId: string, offerId: string) {
  const [offerer] = await reader
    .select({ email: needOffers.email, language: needOffers.language })
    .from(needOffers)
    .where(and(eq(needOffers.fundId, fundId), eq(needOffers.id, offerId)));
  return offerer;
}

export const countOpenOffers = (reader: Reader, fundId: string, campaignId: string): Promise<number> =>
  reader.$count(
    needOffers,
    and(eq(needOffers.fundId, fundId), eq(needOffers.campaignId, campaignId), eq(needOffers.state, "open")),
  );
