import { progressOfOne } from "../campaigns/progress.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { loweredBy } from "../domain/matching/lower-matches.ts";
import { type Cents, cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import {
  type GiftParts,
  needsSecondPerson,
  partsTotal,
  type RefundObstacle,
  refundObstacle,
} from "../domain/refund.ts";
import { notFound } from "../errors.ts";
import { partnersOfPots } from "../matching/queries.ts";
import { standingMatches } from "../matching/standing-matches.ts";
import { findPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { requireHolder } from "./ask-as-holder.ts";
import { threshold } from "./propose-refund.ts";
import { leftOf, readWhereabouts } from "./return-facts.ts";
import { planReturn } from "./return-gift.ts";

export type RefundPreview = GiftParts & {
  /** Why it can't be done; then nothing else of it would happen. */
  readonly obstacle: RefundObstacle | "not-captured" | undefined;
  readonly totalCents: Cents;
  readonly matches: readonly { readonly partnerName: string; readonly fromCents: bigint; readonly toCents: bigint }[];
  readonly campaignBeforeCents: Cents;
  readonly campaignAfterCents: Cents;
  /** Of the gift and its matches, what the project was paid already and will owe (F2). */
  readonly owedByProjectCents: Cents;
  readonly uncoveredCents: Cents;
  readonly needsSecondPerson: boolean;
};

/** What a refund would do, before anybody decides it (F3): to the donor, the matches, the campaign and its grant. */
export async function previewRefund(
  deps: Deps,
  actor: Actor,
  { pledgeId, parts }: { readonly pledgeId: string; readonly parts: GiftParts },
): Promise<RefundPreview> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  return consequencesOf(deps, pledge, parts);
}

/** The same before the holder asks for it. */
export async function previewAsHolder(
  deps: Deps,
  actor: Actor,
  { pledgeId, giftCents }: { readonly pledgeId: string; readonly giftCents: Cents },
): Promise<RefundPreview> {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  await requireHolder(deps.db, actor, pledge);
  return consequencesOf(deps, pledge, { giftCents, tipCents: cents(0n) });
}

async function consequencesOf(deps: Deps, pledge: PledgeRow, parts: GiftParts): Promise<RefundPreview> {
  const obstacle =
    pledge.state === "captured" ? refundObstacle(leftOf(pledge), parts, pledge.disputedCents > 0n) : "not-captured";
  const done = obstacle === undefined ? parts : { giftCents: cents(0n), tipCents: cents(0n) };
  const standing = await standingMatches(deps.db, deps.fundId, [pledge.id]);
  const where = await readWhereabouts(deps.db, deps.fundId, pledge.campaignId);
  const { lowered, sources } = planReturn(pledge, done, standing, where);
  const partners = await partnersOfPots(
    deps,
    standing.map((match) => match.potId),
  );
  const { giftsFirmCents, matchesCents } = await progressOfOne(deps.db, deps.fundId, pledge.campaignId);
  const before = cents(giftsFirmCents + matchesCents);
  return {
    ...done,
    obstacle,
    totalCents: partsTotal(done),
    matches: standing.map((match) => ({
      partnerName: partners.get(match.potId) ?? "",
      fromCents: match.amountCents,
      toCents: lowered.find((one) => one.match.id === match.id)?.toCents ?? match.amountCents,
    })),
    campaignBeforeCents: before,
    campaignAfterCents: cents(before - done.giftCents - loweredBy(lowered)),
    owedByProjectCents: sources?.owedCents ?? cents(0n),
    uncoveredCents: sources?.uncoveredCents ?? cents(0n),
    needsSecondPerson: needsSecondPerson(done, await threshold(deps.db, deps.fundId)),
  };
}
