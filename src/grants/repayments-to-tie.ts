import { and, eq, gte, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { accounts, grants, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { KnownRepayment } from "../domain/bank-line.ts";
import { owedBackOf } from "../domain/grant.ts";
import { balanceOf } from "../ledger/balances.ts";

/** A grant by its id with what its project owes back, held until the transaction ends; undefined where there is none. */
export async function lockOwing(tx: Transaction, fundId: string, grantId: string): Promise<KnownRepayment | undefined> {
  const [grant] = await tx
    .select({ id: grants.id, campaignId: grants.campaignId })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .for("no key update");
  if (grant === undefined) return undefined;
  return { grantId, campaignId: grant.campaignId, owedCents: await balanceOf(tx, fundId, owedBackOf(grant)) };
}

/** Grants whose projects owe at least so much: a credit may be what one of them gives back; a person chooses (R3). */
export async function repaymentsToTie({ db, fundId }: Deps, leastCents: bigint) {
  if (leastCents <= 0n) return [];
  const owedCents = sql<string>`${accounts.debitCents} - ${accounts.creditCents}`;
  const rows = await db
    .select({ id: grants.id, owedCents, name: organisations.name })
    .from(grants)
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .innerJoin(
      accounts,
      and(
        eq(accounts.fundId, grants.fundId),
        eq(accounts.code, sql`'receivable:campaign:' || coalesce(${grants.campaignId}, ${grants.id})`),
      ),
    )
    .where(and(eq(grants.fundId, fundId), gte(owedCents, leastCents)))
    .orderBy(organisations.name, grants.id)
    .limit(100);
  return rows.map(({ id, name, ...row }) => ({ id, name, amountCents: BigInt(row.owedCents) }));
}
