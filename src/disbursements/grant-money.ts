import { and, eq, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { accounts as accountRows, disbursements, type grants } from "../db/schema/index.ts";
import { type GrantMoney, owedBackOf } from "../domain/grant.ts";
import { accounts } from "../domain/ledger.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { balanceOf } from "../ledger/balances.ts";

/** Balance of `grant:<id>`: what the ledger says is still owed to the holder, in cents. */
async function payableCents(reader: Reader, fundId: string, grantId: string): Promise<Cents> {
  const [account] = await reader
    .select({ debitCents: accountRows.debitCents, creditCents: accountRows.creditCents })
    .from(accountRows)
    .where(and(eq(accountRows.fundId, fundId), eq(accountRows.code, accounts.grant(grantId))));
  return cents(account === undefined ? 0n : account.creditCents - account.debitCents);
}

/** What an order may be paid from, and what other orders of its grant are to take from it too, in cents (D7). */
export async function moneyFor(
  reader: Reader,
  grant: typeof grants.$inferSelect,
  disbursementId: string,
): Promise<{ readonly payableCents: Cents; readonly otherOrdersCents: Cents }> {
  const { orderedCents, startedCents } = await otherOrders(reader, grant, disbursementId);
  const owedBackCents = await balanceOf(reader, grant.fundId, owedBackOf(grant));
  const notForHolder =
    (await frozenCents(reader, grant.fundId, grant.campaignId)) + grant.awaitingCents + owedBackCents;
  const free = remaining(await payableCents(reader, grant.fundId, grant.id), cents(notForHolder));
  return {
    payableCents: remaining(free, startedCents),
    otherOrdersCents: remaining(orderedCents, startedCents),
  };
}

/** Orders of the grant that two people approved and whose money still stands in it; transfers at Stripe by themselves. */
async function otherOrders(reader: Reader, grant: typeof grants.$inferSelect, disbursementId: string) {
  const sumOf = (which: SQL) => sql<string>`coalesce(sum(${disbursements.amountCents}) filter (where ${which}), 0)`;
  const [row] = await reader
    .select({ ordered: sumOf(sql`true`), started: sumOf(isNotNull(disbursements.transferStartedAt)) })
    .from(disbursements)
    .where(
      and(
        eq(disbursements.fundId, grant.fundId),
        eq(disbursements.grantId, grant.id),
        ne(disbursements.id, disbursementId),
        eq(disbursements.state, "ordered"),
      ),
    );
  return { orderedCents: cents(BigInt(row?.ordered ?? 0)), startedCents: cents(BigInt(row?.started ?? 0)) };
}

/** The grant's money from the table and from the ledger; exact where the grant's row is locked. */
export async function grantMoney(reader: Reader, grant: typeof grants.$inferSelect): Promise<GrantMoney> {
  const [unsent] = await reader
    .select({ cents: sql<string>`coalesce(sum(${disbursements.amountCents}), 0)` })
    .from(disbursements)
    .where(
      and(
        eq(disbursements.fundId, grant.fundId),
        eq(disbursements.grantId, grant.id),
        sql`${disbursements.state} in ('requested', 'authorised', 'ordered')`,
      ),
    );
  return {
    amountCents: cents(grant.amountCents - grant.reducedCents),
    engagedCents: cents(grant.engagedCents),
    paidCents: cents(grant.paidCents),
    unsentCents: cents(BigInt(unsent?.cents ?? 0)),
    payableCents: await payableCents(reader, grant.fundId, grant.id),
    frozenCents: cents((await frozenCents(reader, grant.fundId, grant.campaignId)) + grant.awaitingCents),
    owedBackCents: await balanceOf(reader, grant.fundId, owedBackOf(grant)),
  };
}

/** Gifts of the campaign that a dispute freezes, with the matches behind them, in cents (F4). */
async function frozenCents(reader: Reader, fundId: string, campaignId: string | null): Promise<Cents> {
  if (campaignId === null) return cents(0n);
  const [row] = await reader.execute<{ frozen: string }>(sql`
    select coalesce(sum(p.disputed_gift_cents + (select coalesce(sum(m.amount_cents), 0) from matches m
        where m.fund_id = p.fund_id and m.pledge_id = p.id and m.state = 'committed')), 0) as frozen
    from pledges p
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and p.disputed_cents > 0`);
  return cents(BigInt(row?.frozen ?? 0));
}
