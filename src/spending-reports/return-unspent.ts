import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { grants } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { owedBackOf } from "../domain/grant.ts";
import { accounts, credit, debit } from "../domain/ledger.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { type ReturnMoney, type ReturnShares, returnMoney, shareReturn } from "../domain/unspent.ts";
import { fundPartsOf } from "../grants/read-agreement.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { type GrantedMatch, lockGrantedMatches, returnToPots } from "../matching/return-matches.ts";
import type { Whereabouts } from "../refunds/return-facts.ts";
import { payIfWhole, reduceGrant } from "../refunds/return-gift.ts";
import { reserveTooSmall } from "./messages.ts";

export type Unspent = {
  readonly where: Extract<Whereabouts, { kind: "grant" }>;
  readonly amountCents: Cents;
  /** What the project still has of its sources: the grant less what was taken back and what it owes. */
  readonly netCents: Cents;
  /** Names the entries and stands as reason beside each match. */
  readonly key: string;
  readonly reason: string;
};

export type Returned = ReturnMoney & ReturnShares;

/**
 * Gives what a project did not spend back to those who paid it, in proportion (agreement, article on money not spent):
 * partners' matches to their pots, gifts and the reserve's share to the reserve, its own grant to the general pot. The grant's undisbursed rest goes first;
 * what was paid out the campaign owes (`receivable:campaign`). The grant is held by `where`. Throws 409 where the
 * reserve cannot stand for what partners would get back before the holder paid.
 */
export async function returnUnspent(tx: Transaction, deps: Deps, actor: Actor, unspent: Unspent): Promise<Returned> {
  const { fundId } = deps;
  const { where, key, reason } = unspent;
  const { grant } = where;
  const matches = await lockGrantedMatches(tx, fundId, grant.campaignId);
  const shares = shareReturn(unspent.amountCents, {
    netCents: unspent.netCents,
    ownGrantCents: await ownGrantLeft(tx, grant),
    pots: potsOf(matches),
  });
  const money = returnMoney(shares, where.undisbursedCents, where.reserveCents);
  if (money.uncoveredCents > 0n) throw reserveTooSmall(money.uncoveredCents);
  const occurredAt = await fundNow(tx);
  await reduceGrant(tx, grant, money.keptBackCents);
  await returnToPots(tx, fundId, actor, matches, {
    grant,
    pots: shares.pots,
    fromGrantCents: money.potsFromGrantCents,
    key,
    reason,
    occurredAt,
  });
  await returnToFund(tx, fundId, actor, grant, { ...money, ...shares, key, occurredAt });
  await recordAudit(tx, actor, {
    action: "grant.return-unspent",
    subject: ["grant", grant.id],
    change: {
      keptBackCents: Number(money.keptBackCents),
      claimedCents: Number(money.claimedCents),
      toPotsCents: Number(shares.toPotsCents),
      toReserveCents: Number(shares.toReserveCents),
      toGeneralCents: Number(shares.toGeneralCents),
    },
    reason,
  });
  await payIfWhole(tx, fundId, actor, grant.id);
  return { ...money, ...shares };
}

/** The fund's own grant in it (D1), less what of it went back before. */
async function ownGrantLeft(tx: Transaction, grant: typeof grants.$inferSelect): Promise<Cents> {
  const { ownGrantCents } = await fundPartsOf(tx, grant);
  const [row] = await tx.execute<{ returned: string }>(sql`
    select coalesce(-sum(p.amount_cents), 0) as returned from journal_entries e
    join postings p on p.fund_id = e.fund_id and p.entry_id = e.id and p.account = ${accounts.general}
    where e.fund_id = ${grant.fundId} and e.kind = ${RETURNED_TO_FUND} and e.source = ${`grant:${grant.id}`}`);
  return remaining(ownGrantCents, cents(BigInt(row?.returned ?? 0)));
}

const RETURNED_TO_FUND = "unspent_returned_to_fund";

function potsOf(matches: readonly GrantedMatch[]) {
  const sums = new Map<string, bigint>();
  for (const { potId, amountCents } of matches) sums.set(potId, (sums.get(potId) ?? 0n) + amountCents);
  return [...sums].map(([potId, sum]) => ({ potId, amountCents: cents(sum) }));
}

type FundReturn = Returned & { readonly key: string; readonly occurredAt: Date };

async function returnToFund(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  grant: typeof grants.$inferSelect,
  given: FundReturn,
): Promise<void> {
  const { toReserveCents, toGeneralCents } = given;
  const wholeCents = toReserveCents + toGeneralCents;
  if (wholeCents === 0n) return;
  const fromGrantCents = given.reserveFromGrantCents + given.generalFromGrantCents;
  await postEntry(tx, fundId, actor, {
    key: `${given.key}:fund`,
    kind: RETURNED_TO_FUND,
    occurredAt: given.occurredAt,
    source: `grant:${grant.id}`,
    postings: [
      debit(accounts.grant(grant.id), fromGrantCents),
      debit(owedBackOf(grant), wholeCents - fromGrantCents),
      credit(accounts.reserve, toReserveCents),
      credit(accounts.general, toGeneralCents),
    ].filter((posting) => posting.amountCents !== 0n),
  });
}
