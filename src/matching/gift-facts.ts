import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import {
  campaigns,
  communes,
  organisationMembers,
  places,
  projectPlaces,
  projects,
  users,
} from "../db/schema/index.ts";
import type { GiftFacts, PlaceFacts } from "../domain/matching/facts.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";

/** A gift whose donor may not be known yet. */
export type GiftToMatch = {
  /** Undefined for a quote. */
  readonly pledgeId?: string;
  readonly campaignId: string;
  readonly donorId: string | undefined;
  readonly userId: string | undefined;
  readonly email: string | undefined;
  readonly amountCents: Cents;
  readonly recordedAt: Date;
};

export type CampaignFacts = Pick<GiftFacts, "places" | "category" | "hasNeedsInKind" | "goalCents"> & {
  readonly organisationId: string;
};

/** What rules ask of a campaign: its places as they are now, its category, its holder. */
export async function campaignFacts(reader: Reader, fundId: string, campaignId: string): Promise<CampaignFacts> {
  const facts = (await readCampaigns(reader, fundId, [campaignId])).get(campaignId);
  if (facts === undefined) throw new InvariantViolation(`there is no campaign ${campaignId}`);
  return facts;
}

/** What is left of a campaign's ceiling on all its matches (M3); undefined where it has none. */
export async function ceilingRemaining(reader: Reader, fundId: string, campaignId: string): Promise<Cents | undefined> {
  const [row] = await reader
    .select({
      ceiling: campaigns.matchCeilingCents,
      used: sql<string>`(select coalesce(sum(m.amount_cents), 0) from matches m where m.fund_id = ${fundId} and m.campaign_id = ${campaignId} and m.state in ('reserved', 'committed', 'paid'))`,
    })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (row === undefined || row.ceiling === null) return undefined;
  return remaining(cents(row.ceiling), cents(BigInt(row.used)));
}

/** The facts of several campaigns, in two questions. */
export async function readCampaigns(
  reader: Reader,
  fundId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, CampaignFacts>> {
  const asked = and(eq(campaigns.fundId, fundId), inArray(campaigns.id, [...campaignIds]));
  const [rows, found] = await Promise.all([
    reader
      .select({
        id: campaigns.id,
        category: campaigns.category,
        goalCents: campaigns.goalCents,
        organisationId: projects.organisationId,
        hasNeedsInKind: sql<boolean>`exists (select from needs_in_kind n where n.fund_id = ${fundId} and n.campaign_id = ${campaigns.id})`,
      })
      .from(campaigns)
      .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
      .where(asked),
    reader
      .select({ campaignId: campaigns.id, place: places, epci: communes.epci })
      .from(campaigns)
      .innerJoin(
        projectPlaces,
        and(eq(projectPlaces.fundId, campaigns.fundId), eq(projectPlaces.projectId, campaigns.projectId)),
      )
      .innerJoin(places, eq(places.id, projectPlaces.placeId))
      .leftJoin(communes, eq(communes.code, places.communeCode))
      .where(asked)
      .orderBy(asc(places.id)),
  ]);
  return new Map(
    rows.map(({ id, category, goalCents, ...campaign }) => [
      id,
      {
        ...campaign,
        category: category ?? undefined,
        goalCents: cents(goalCents),
        places: found.filter(({ campaignId }) => campaignId === id).map(({ place, epci }) => toPlaceFacts(place, epci)),
      },
    ]),
  );
}

/** For each gift the organisations its giver is a member of, by account or by address (M6). */
export async function readMemberships(
  reader: Reader,
  gifts: readonly Pick<GiftToMatch, "userId" | "email">[],
): Promise<(gift: Pick<GiftToMatch, "userId" | "email">) => ReadonlySet<string>> {
  const userIds = [...new Set(gifts.flatMap(({ userId }) => userId ?? []))];
  const emails = [...new Set(gifts.flatMap(({ email }) => email?.toLowerCase() ?? []))];
  if (userIds.length + emails.length === 0) return () => new Set();
  const rows = await reader
    .select({
      userId: users.id,
      email: sql<string>`lower(${users.email})`,
      organisationId: organisationMembers.organisationId,
    })
    .from(organisationMembers)
    .innerJoin(users, eq(users.id, organisationMembers.userId))
    .where(
      sql`${users.id} = any (${sql.param(userIds)}::uuid[]) or lower(${users.email}) = any (${sql.param(emails)}::text[])`,
    );
  return ({ userId, email }) =>
    new Set(
      rows
        .filter((row) => row.userId === userId || row.email === email?.toLowerCase())
        .map(({ organisationId }) => organisationId),
    );
}

export const toPlaceFacts = (place: typeof places.$inferSelect, epci: string | null): PlaceFacts => ({
  departement: place.departement ?? undefined,
  epci: epci ?? undefined,
  latitude: place.latitude ?? undefined,
  longitude: place.longitude ?? undefined,
  rural: place.rural ?? false,
  qpv: place.qpv,
  frr: place.frr,
  types: place.types,
  services: place.services,
  publics: place.publics,
  labels: [...place.labels, ...place.nationalProgrammes],
});
