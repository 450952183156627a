import { and, asc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type grants, instalmentEvidence, instalments } from "../db/schema/index.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import { availableCents } from "../domain/grant.ts";
import {
  EVIDENCE_STATES,
  type InstalmentMoney,
  type InstalmentState,
  instalmentMoney,
  instalmentStates,
} from "../domain/instalment.ts";
import { type Cents, cents } from "../domain/money.ts";
import { instalmentAmounts } from "../domain/schedule-amendment.ts";
import { amendmentsInForce } from "./amendment-queries.ts";

type GrantRow = typeof grants.$inferSelect;
type InstalmentRow = typeof instalments.$inferSelect;

export type Instalment = Omit<InstalmentRow, "fundId"> &
  InstalmentMoney & {
    readonly state: InstalmentState;
    /** Asked for and not refused, cancelled or returned. */
    readonly takenCents: Cents;
    readonly paidCents: Cents;
    /** The evidence that stands now: a draft, sent or accepted. */
    readonly evidenceId: string | null;
  };

/** An amount that counts as not asked for: that of a request about to be changed. */
type Freed = { readonly instalmentId: string; readonly amountCents: Cents };

/** A grant's instalments in order, with what each still may pay; exact where the grant's row is locked. */
export async function readSchedule(reader: Reader, grant: GrantRow, freed?: Freed): Promise<readonly Instalment[]> {
  const rows = await selectInstalments(reader, grant.fundId, grant.id);
  if (rows.length === 0) return [];
  const facts = rows.map((row) => ({
    asksEvidence: row.instalment.evidenceAsked !== null,
    evidence: standing(row.evidence?.state),
    isCancelled: row.instalment.cancelledAt !== null,
    takenCents: cents(BigInt(row.takenCents) - (row.instalment.id === freed?.instalmentId ? freed.amountCents : 0n)),
  }));
  const states = instalmentStates(facts);
  const available = availableCents(without(await grantMoney(reader, grant), freed?.amountCents ?? cents(0n)));
  const amounts = instalmentAmounts(
    cents(grant.amountCents),
    rows.map(({ instalment }) => instalment),
    await amendmentsInForce(reader, grant.fundId, grant.id),
  );
  const money = instalmentMoney(facts, amounts, available);
  return rows.map(({ instalment: { fundId: _, ...instalment }, evidence, paidCents }, index) => ({
    ...instalment,
    amountCents: money[index]?.amountCents ?? cents(0n),
    leftCents: money[index]?.leftCents ?? cents(0n),
    takenCents: facts[index]?.takenCents ?? cents(0n),
    paidCents: cents(BigInt(paidCents)),
    state: states[index] ?? "locked",
    evidenceId: evidence?.id ?? null,
  }));
}

const without = (money: Awaited<ReturnType<typeof grantMoney>>, freedCents: Cents) => ({
  ...money,
  engagedCents: cents(money.engagedCents - freedCents),
  unsentCents: cents(money.unsentCents - freedCents),
});

function standing(state: string | undefined) {
  const known = EVIDENCE_STATES.find((one) => one === state);
  return known === "refused" ? undefined : known;
}

const sumOf = (
  states: string,
) => sql<string>`(select coalesce(sum(d.amount_cents - d.reversed_cents), 0) from disbursements d
  where d.fund_id = ${instalments.fundId} and d.instalment_id = ${instalments.id} and d.state in ${sql.raw(states)})`;

const selectInstalments = (reader: Reader, fundId: string, grantId: string) =>
  reader
    .select({
      instalment: instalments,
      evidence: { id: instalmentEvidence.id, state: instalmentEvidence.state },
      takenCents: sumOf("('requested', 'authorised', 'ordered', 'sent', 'paid')"),
      paidCents: sumOf("('paid')"),
    })
    .from(instalments)
    .leftJoin(
      instalmentEvidence,
      and(
        eq(instalmentEvidence.fundId, instalments.fundId),
        eq(instalmentEvidence.instalmentId, instalments.id),
        sql`${instalmentEvidence.state} <> 'refused'`,
      ),
    )
    .where(and(eq(instalments.fundId, fundId), eq(instalments.grantId, grantId)))
    .orderBy(asc(instalments.number));
