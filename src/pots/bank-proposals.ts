import { and, asc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import {
  bankAccounts,
  cooperationAgreements,
  fundCalls,
  matchingPots,
  organisations,
  potFundings,
  potWithdrawals,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { isUnexecuted } from "../disbursements/non-execution-queries.ts";
import { callReference, callStandings } from "./call-standings.ts";

/** Withdrawals a bank line of this amount may be about; a person chooses (R3). */
export const withdrawalsToTie = ({ db, fundId }: Deps, amountCents: bigint) =>
  db
    .select({
      id: potWithdrawals.id,
      amountCents: potWithdrawals.amountCents,
      name: potWithdrawals.reason,
      endToEndId: potWithdrawals.endToEndId,
      payee: bankAccounts.holderName,
    })
    .from(potWithdrawals)
    .innerJoin(bankAccounts, eq(bankAccounts.id, potWithdrawals.bankAccountId))
    .where(
      and(
        eq(potWithdrawals.fundId, fundId),
        eq(potWithdrawals.amountCents, amountCents < 0n ? -amountCents : amountCents),
        inArray(potWithdrawals.state, amountCents < 0n ? ["sent", "returned"] : ["sent", "paid"]),
        amountCents < 0n ? sql`${potWithdrawals.paidAt} is null and not ${isUnexecuted(potWithdrawals.id)}` : undefined,
      ),
    )
    .limit(20);

/** Pots a credit may fund; for a debit, those that hold enough freely to send a receipt back. */
export const potsToTie = ({ db, fundId }: Deps, amountCents: bigint) =>
  db
    .select({
      id: matchingPots.id,
      name: matchingPots.name,
      partner: organisations.name,
      fundingReference: matchingPots.fundingReference,
      missingCents: sql<string>`greatest(${matchingPots.promisedCents} - ${matchingPots.fundedCents}, 0)`,
    })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(
      and(
        eq(matchingPots.fundId, fundId),
        amountCents < 0n
          ? sql`${matchingPots.fundedCents} - ${matchingPots.withdrawnCents} - ${matchingPots.reservedCents} - ${matchingPots.committedCents} - ${matchingPots.paidCents} >= ${-amountCents}`
          : undefined,
      ),
    )
    .orderBy(asc(matchingPots.name))
    .limit(100);

type CallsOfPot = { readonly references: readonly string[]; readonly cents: readonly bigint[] };

/** What open calls of each pot still ask for, and how they are numbered. */
export async function awaitedByCalls({ db, fundId }: Deps): Promise<ReadonlyMap<string, CallsOfPot>> {
  const calls = await db
    .select({ id: fundCalls.id, potId: fundCalls.potId, year: fundCalls.year, number: fundCalls.number })
    .from(fundCalls)
    .where(and(eq(fundCalls.fundId, fundId), isNull(fundCalls.cancelledAt)));
  const awaited = new Map<string, CallsOfPot>();
  for (const potId of new Set(calls.map((call) => call.potId))) {
    const standings = await callStandings(db, fundId, potId);
    const open = calls.filter((call) => call.potId === potId && (standings.get(call.id)?.openCents ?? 0n) > 0n);
    const cents = open.map((call) => standings.get(call.id)?.openCents ?? 0n);
    awaited.set(potId, { references: open.map(callReference), cents });
  }
  return awaited;
}

/** Pots that have a bank receipt of at least this sum, which a debit may send back; whether one is of exactly it. */
export async function receiptsToReturn(
  { db, fundId }: Deps,
  amountCents: bigint,
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await db
    .select({ potId: potFundings.potId, exactly: sql<boolean>`bool_or(${potFundings.amountCents} = ${amountCents})` })
    .from(potFundings)
    .where(
      and(eq(potFundings.fundId, fundId), eq(potFundings.source, "bank"), gte(potFundings.amountCents, amountCents)),
    )
    .groupBy(potFundings.potId);
  return new Map(rows.map((row) => [row.potId, row.exactly]));
}
