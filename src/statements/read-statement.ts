import { and, asc, eq } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements, matchingPots, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type PotStatement, potStatements, untiedFigures } from "../domain/statement.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { isFinal, type Month, monthNamed, monthOf, monthsBetween } from "./months.ts";
import { sumByMonth } from "./pot-sums.ts";

/** Whose statement it is, as its head names them. */
export type StatementParty = {
  readonly agreementId: string;
  readonly reference: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly siret: string | null;
  readonly rna: string | null;
  readonly address: string;
  readonly postcode: string;
  readonly town: string;
};

export type NamedStatement = PotStatement & { readonly potId: string; readonly potName: string };

export type MonthlyStatement = {
  readonly party: StatementParty;
  readonly month: Month;
  /** Nothing will be recorded in this month any more. */
  readonly final: boolean;
  /** What is recorded until this instant is in it. */
  readonly until: Date;
  readonly pots: readonly NamedStatement[];
};

/**
 * A month of an agreement, pot by pot, tied with the pots' accounts in the ledger to the cent; 404 for anybody but
 * staff and the partner's members, and for months before the agreement's first pot or still to come.
 */
export async function readStatement(
  deps: Deps,
  actor: Actor,
  { agreementId, month: name }: { readonly agreementId: string; readonly month: string },
): Promise<MonthlyStatement> {
  const month = monthNamed(name);
  const { party, now, months, statementsOf } = await readScope(deps, actor, agreementId);
  if (!months.includes(name)) throw notFound();
  const isOver = month.endsAt <= now;
  const until = isOver ? month.endsAt : now;
  return { party, month, final: isFinal(month, now), until, pots: statementsOf([name]) };
}

export type MonthLine = { readonly month: string; readonly final: boolean; readonly pots: readonly NamedStatement[] };

/** Every month of an agreement since its first movement, this one included, the newest first. */
export async function listStatements(
  deps: Deps,
  actor: Actor,
  agreementId: string,
): Promise<{ readonly party: StatementParty; readonly months: readonly MonthLine[] }> {
  const { party, now, months, statementsOf } = await readScope(deps, actor, agreementId);
  const all = statementsOf(months);
  return {
    party,
    months: months.map((month) => ({
      month,
      final: isFinal(monthNamed(month), now),
      pots: all.filter((one) => one.month === month),
    })),
  };
}

/** A statement that does not tie with the ledger is not given out: it is our bug, and somebody's accounts. */
function refuseUntied(statements: readonly NamedStatement[]): void {
  for (const statement of statements) {
    const [first] = untiedFigures(statement);
    if (first !== undefined)
      throw new InvariantViolation(`statement ${statement.month} of pot ${statement.potId} does not tie: ${first}`);
  }
}

async function readScope(deps: Deps, actor: Actor, agreementId: string) {
  const { db, fundId } = deps;
  const [party] = await db
    .select({
      agreementId: cooperationAgreements.id,
      reference: cooperationAgreements.reference,
      partnerId: organisations.id,
      partnerName: organisations.name,
      siret: organisations.siret,
      rna: organisations.rna,
      address: organisations.address,
      postcode: organisations.postcode,
      town: organisations.town,
    })
    .from(cooperationAgreements)
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreementId)));
  if (party === undefined || !permits(actor, "pot.read", party.partnerId)) throw notFound();
  const pots = await db
    .select({ id: matchingPots.id, name: matchingPots.name })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.agreementId, agreementId)))
    .orderBy(asc(matchingPots.id));
  const now = await fundNow(db);
  const sums = await sumByMonth(
    db,
    fundId,
    pots.map(({ id }) => id),
  );
  const moved = [...sums.values()].flatMap((one) => one.map(({ month }) => month));
  const [first = monthOf(now)] = moved.toSorted();
  const statementsOf = (asked: readonly string[]): readonly NamedStatement[] => {
    const statements = pots.flatMap(({ id, name }) =>
      potStatements(sums.get(id) ?? [], asked).map((one) => ({ ...one, potId: id, potName: name })),
    );
    refuseUntied(statements);
    return statements;
  };
  return { party, now, months: monthsBetween(first, monthOf(now)), statementsOf };
}
