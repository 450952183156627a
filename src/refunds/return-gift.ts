import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { grants } from "../db/schema/grants.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, accounts, credit, debit, type Posting } from "../domain/ledger.ts";
import { type Lowered, loweredBy, matchesAfterReturn } from "../domain/matching/lower-matches.ts";
import { type Cents, cents } from "../domain/money.ts";
import { type GiftParts, partsTotal, type Sources, sourcesAfterGrant } from "../domain/refund.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { type LoweringCause, lowerMatches } from "../matching/lower-matches.ts";
import { payMatches } from "../matching/pay-matches.ts";
import { lockStandingMatches, type StandingMatch } from "../matching/standing-matches.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";
import { reserveExhausted } from "./messages.ts";
import { lockWhereabouts, type Whereabouts } from "./return-facts.ts";

export type GiftReturn = {
  readonly parts: GiftParts;
  /** Who gets it: donors, or the bank that took it. */
  readonly to: Account;
  readonly key: string;
  readonly kind: string;
  readonly cause: Extract<LoweringCause, "refund" | "dispute_lost">;
  readonly occurredAt: Date;
  /** The money has gone already, so that it goes back even where the reserve does not cover it. */
  readonly isGone: boolean;
};

export type ReturnPlan = { readonly lowered: readonly Lowered<StandingMatch>[]; readonly sources: Sources | undefined };

/** What giving these parts of a gift back does to its matches, and where the money comes from (M10, F2). */
export function planReturn(
  pledge: PledgeRow,
  parts: GiftParts,
  standing: readonly StandingMatch[],
  where: Whereabouts,
): ReturnPlan {
  const baseCents = cents(pledge.amountCents);
  const remainingCents = cents(pledge.amountCents - pledge.returnedGiftCents - parts.giftCents);
  const lowered = parts.giftCents === 0n ? [] : matchesAfterReturn(standing, { baseCents, remainingCents });
  return {
    lowered,
    sources: where.kind === "grant" ? sourcesOf(where, parts.giftCents, loweredBy(lowered)) : undefined,
  };
}

export const sourcesOf = (
  where: Extract<Whereabouts, { kind: "grant" }>,
  giftCents: Cents,
  matchCents: Cents,
): Sources => sourcesAfterGrant({ ...where, giftCents, matchCents, feeCents: where.feeOf(giftCents) });

/**
 * Takes parts of a locked, captured gift from wherever its money stands and recomputes its matches on what is left, in
 * one transaction (M10, F2). Call it before the row that counts the return is written.
 */
export async function returnGift(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  pledge: PledgeRow,
  given: GiftReturn,
): Promise<void> {
  const where = await lockWhereabouts(tx, fundId, pledge.campaignId);
  const standing = await lockStandingMatches(tx, fundId, [pledge.id]);
  const { lowered, sources } = planReturn(pledge, given.parts, standing, where);
  if (sources !== undefined && sources.uncoveredCents > 0n && !given.isGone) throw reserveExhausted();
  if (where.kind === "grant" && sources !== undefined)
    await reduceGrant(tx, where.grant, cents(sources.giftFromGrantCents + sources.matchFromGrantCents));
  const { occurredAt, cause } = given;
  const money =
    where.kind === "grant" && sources !== undefined
      ? ({ kind: "grant", grantId: where.grant.id, fromGrantCents: sources.matchFromGrantCents } as const)
      : ({ kind: "campaign" } as const);
  await lowerMatches(tx, fundId, actor, lowered, { cause, occurredAt, money });
  await postEntry(tx, fundId, actor, {
    key: given.key,
    kind: given.kind,
    occurredAt,
    source: `pledge:${pledge.id}`,
    postings: [...giftPostings(pledge, given.parts, where, sources), credit(given.to, partsTotal(given.parts))],
  });
  if (where.kind === "grant") await payIfWhole(tx, fundId, actor, where.grant.id);
}

function giftPostings(
  { campaignId }: PledgeRow,
  { giftCents, tipCents }: GiftParts,
  where: Whereabouts,
  sources: Sources | undefined,
): readonly Posting[] {
  const tip = debit(accounts.tips, tipCents);
  if (where.kind === "campaign" || sources === undefined) return [debit(accounts.gifts(campaignId), giftCents), tip];
  const { giftFromGrantCents, feeFromGeneralCents, feeFromReserveCents, feeLostCents } = sources;
  return [
    debit(accounts.grant(where.grant.id), giftFromGrantCents),
    debit(accounts.general, feeFromGeneralCents),
    debit(accounts.reserve, feeFromReserveCents),
    debit(accounts.losses, feeLostCents),
    debit(
      accounts.campaignReceivable(campaignId),
      giftCents - giftFromGrantCents - feeFromGeneralCents - feeFromReserveCents - feeLostCents,
    ),
    tip,
  ];
}

/** The grant shrinks by what is taken from it; its agreement still says what was granted (F2). */
export async function reduceGrant(
  tx: Transaction,
  { fundId, id }: typeof grants.$inferSelect,
  byCents: Cents,
): Promise<void> {
  if (byCents === 0n) return;
  await tx
    .update(grants)
    .set({ reducedCents: sql`${grants.reducedCents} + ${byCents}` })
    .where(and(eq(grants.fundId, fundId), eq(grants.id, id)));
}

/** A grant may become wholly paid by shrinking: the matches left in it are paid then (M4). */
export async function payIfWhole(tx: Transaction, fundId: string, actor: Actor, grantId: string): Promise<void> {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)));
  if (grant !== undefined && grant.paidCents > 0n && grant.paidCents === grant.amountCents - grant.reducedCents)
    await payMatches(tx, { fundId }, actor, grant.campaignId);
}
