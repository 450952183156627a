import { and, eq, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../db/client.ts";
import { campaigns, grants } from "../db/schema/index.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import { undisbursedCents } from "../domain/grant.ts";
import { accounts } from "../domain/ledger.ts";
import { type Cents, cents, floorShare, remaining } from "../domain/money.ts";
import type { GiftParts } from "../domain/refund.ts";
import { InvariantViolation } from "../errors.ts";
import { balanceOf } from "../ledger/balances.ts";
import { freeReserveOf, holdReserve } from "../ledger/free-reserve.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";

type GrantRow = typeof grants.$inferSelect;

/** Where the money of a gift stands: with its campaign, or in the grant that came of it (D1, F2). */
export type Whereabouts = { readonly kind: "campaign" } | GrantMoneyHeld;

type GrantMoneyHeld = {
  readonly kind: "grant";
  readonly grant: GrantRow;
  readonly undisbursedCents: Cents;
  readonly generalCents: Cents;
  /** What the reserve holds beyond what it already stands for. */
  readonly reserveCents: Cents;
  /** The declared fee that giving this much of the gifts back makes undue. */
  readonly feeOf: (giftCents: Cents) => Cents;
};

/** Holds the grant, where there is one, until the transaction ends: nobody disburses what goes back here. */
export async function lockWhereabouts(tx: Transaction, fundId: string, campaignId: string): Promise<Whereabouts> {
  const [grant] = await selectGrant(tx, fundId, campaignId).for("no key update");
  if (grant === undefined) return { kind: "campaign" };
  await holdReserve(tx, fundId);
  return heldOf(tx, fundId, grant);
}

/** The same for a grant by itself, whatever it came of. */
export async function lockGrantMoney(tx: Transaction, fundId: string, grantId: string): Promise<GrantMoneyHeld> {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .for("no key update");
  if (grant === undefined) throw new InvariantViolation(`there is no grant ${grantId}`);
  await holdReserve(tx, fundId);
  return heldOf(tx, fundId, grant);
}

/** The same for an answer that promises nothing. */
export async function readWhereabouts(reader: Reader, fundId: string, campaignId: string): Promise<Whereabouts> {
  const [grant] = await selectGrant(reader, fundId, campaignId);
  return grant === undefined ? { kind: "campaign" } : heldOf(reader, fundId, grant);
}

const selectGrant = (reader: Reader, fundId: string, campaignId: string) =>
  reader
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.campaignId, campaignId)));

async function heldOf(reader: Reader, fundId: string, grant: GrantRow): Promise<GrantMoneyHeld> {
  const { giftsCents, feeBps } = await giftsOf(reader, fundId, grant.campaignId);
  const fee = (cents: Cents) => floorShare(cents, feeBps, 10_000n);
  return {
    kind: "grant",
    grant,
    undisbursedCents: undisbursedCents(await grantMoney(reader, grant)),
    generalCents: await balanceOf(reader, fundId, accounts.general),
    reserveCents: await freeReserveOf(reader, fundId),
    feeOf: (giftCents) => remaining(fee(giftsCents), fee(remaining(giftsCents, giftCents))),
  };
}

async function giftsOf(reader: Reader, fundId: string, campaignId: string | null) {
  if (campaignId === null) return { giftsCents: cents(0n), feeBps: 0n };
  const [row] = await reader
    .select({
      feeBps: campaigns.declaredFeeBps,
      gifts: sql<string>`(select coalesce(sum(p.amount_cents - p.returned_gift_cents), 0) from pledges p
        where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.state = 'captured')`,
    })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (row === undefined) throw new InvariantViolation(`there is no campaign ${campaignId}`);
  return { giftsCents: cents(BigInt(row.gifts)), feeBps: BigInt(row.feeBps) };
}

/** What of a captured gift is neither returned nor frozen by a dispute. */
export const leftOf = (pledge: PledgeRow): GiftParts => ({
  giftCents: cents(pledge.amountCents - pledge.returnedGiftCents - pledge.disputedGiftCents),
  tipCents: cents(
    pledge.tipCents -
      (pledge.returnedCents - pledge.returnedGiftCents) -
      (pledge.disputedCents - pledge.disputedGiftCents),
  ),
});
