import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { campaigns, cooperationAgreements, matchingPots, matchTraces } from "../db/schema/index.ts";
import { pledges } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { allInWords, type ExplainedMatch, selectTraces } from "../matching/explain-pledge.ts";
import type { StoredTrace } from "../matching/stored-trace.ts";
import type { PageRequest } from "./queries.ts";

/** A match as the partner may follow it: to the gift that caused it, not to the person (X6). */
export type CausedMatch = ExplainedMatch & {
  readonly id: string;
  readonly pseudonym: string;
  readonly giftCents: bigint;
  readonly campaignTitle: string;
  readonly campaignSlug: string;
  readonly potName: string;
};

/** The matches an agreement's pots caused, newest first; 404 for anybody but staff and the partner's members. */
export async function listCausedMatches(
  deps: Deps,
  actor: Actor,
  { agreementId, limit, cursor }: PageRequest & { readonly agreementId: string },
): Promise<Page<CausedMatch>> {
  const [agreement] = await deps.db
    .select({ partnerId: cooperationAgreements.partnerId })
    .from(cooperationAgreements)
    .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)));
  if (agreement === undefined || !permits(actor, "pot.read", agreement.partnerId)) throw notFound();
  const list = `caused-matches:${agreementId}`;
  const [after] = decodeCursor(deps.cipher, list, cursor) ?? [];
  const rows = await selectTraces(deps)
    .where(
      and(
        eq(matchTraces.fundId, deps.fundId),
        eq(matchingPots.agreementId, agreementId),
        gt(matchTraces.amountCents, 0n),
        after === undefined ? undefined : lt(matchTraces.id, after),
      ),
    )
    .orderBy(desc(matchTraces.id))
    .limit(limit + 1);
  const page = toPage(deps.cipher, list, rows, limit, (row) => [row.trace.id]);
  const gifts = await giftsOf(
    deps,
    page.items.map((row) => row.trace.pledgeId),
  );
  const explained = await allInWords(deps, page.items, "partner");
  const items = page.items.flatMap((row, index) => {
    const gift = gifts.get(row.trace.pledgeId);
    const inWords = explained[index];
    if (gift === undefined || inWords === undefined) return [];
    return {
      ...inWords,
      id: row.trace.id,
      pseudonym: pseudonymOf(deps, row.partnerId, row.trace.pledgeId),
      giftCents: BigInt((row.trace.trace as StoredTrace).gift.baseCents),
      ...gift,
      potName: row.potName,
    };
  });
  return { ...page, items };
}

/** Stable for one gift and one partner: two partners cannot tell that they matched the same gift. */
export const pseudonymOf = ({ cipher }: Pick<Deps, "cipher">, partnerId: string, pledgeId: string): string =>
  cipher.fingerprint(`pseudonym:${partnerId}:${pledgeId}`).slice(0, 8).toUpperCase();

async function giftsOf(deps: Deps, pledgeIds: readonly string[]) {
  if (pledgeIds.length === 0) return new Map<string, { campaignTitle: string; campaignSlug: string }>();
  const rows = await deps.db
    .select({ pledgeId: pledges.id, campaignTitle: campaigns.title, campaignSlug: campaigns.slug })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(and(eq(pledges.fundId, deps.fundId), sql`${pledges.id} in ${pledgeIds}`));
  return new Map(rows.map(({ pledgeId, ...campaign }) => [pledgeId, campaign]));
}
