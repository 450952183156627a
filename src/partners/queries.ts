import { and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import {
  cooperationAgreements,
  matchingPots,
  organisations,
  potFundingReturns,
  potFundings,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { AgreementState } from "../domain/agreement.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { potRemaining } from "../matching/queries.ts";
import { type CurrentRule, currentRulesOfPots } from "./rule-queries.ts";

export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

/** The agreements the actor may see: all for the fund's staff, one's own for a partner's members. Newest first. */
export async function listAgreements(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: PageRequest,
): Promise<Page<Agreement>> {
  const [after] = decodeCursor(deps.cipher, "agreements", cursor) ?? [];
  const rows = await selectAgreements(deps)
    .where(
      and(
        eq(cooperationAgreements.fundId, deps.fundId),
        permits(actor, "pot.read") ? undefined : inArray(cooperationAgreements.partnerId, organisationsOf(actor)),
        after === undefined ? undefined : lt(cooperationAgreements.id, after),
      ),
    )
    .orderBy(desc(cooperationAgreements.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "agreements", rows, limit, (row) => [row.id]);
}

const organisationsOf = (actor: Actor): string[] =>
  actor.kind === "user" ? actor.memberships.map((m) => m.organisationId) : [];

const selectAgreements = ({ db }: Deps) =>
  db
    .select({
      id: cooperationAgreements.id,
      partnerId: cooperationAgreements.partnerId,
      partnerName: organisations.name,
      reference: cooperationAgreements.reference,
      title: cooperationAgreements.title,
      state: sql<AgreementState>`${cooperationAgreements.state}`,
      signedVersion: cooperationAgreements.signedVersion,
      signedAt: cooperationAgreements.signedAt,
      endsAt: cooperationAgreements.endsAt,
      promisedCounts: cooperationAgreements.promisedCounts,
      endedAt: cooperationAgreements.endedAt,
      endedReason: cooperationAgreements.endedReason,
    })
    .from(cooperationAgreements)
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .$dynamic();

export type Agreement = Awaited<ReturnType<typeof selectAgreements>>[number];

/** One agreement with its pots and their rules; 404 for anybody but staff and the partner's members. */
export async function readAgreement(deps: Deps, actor: Actor, agreementId: string): Promise<AgreementDetail> {
  const [agreement] = await selectAgreements(deps).where(
    and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)),
  );
  if (agreement === undefined || !permits(actor, "pot.read", agreement.partnerId)) throw notFound();
  const pots = await selectPots(deps)
    .where(and(eq(matchingPots.fundId, deps.fundId), eq(matchingPots.agreementId, agreementId)))
    .orderBy(asc(matchingPots.id));
  const rules = await currentRulesOfPots(
    deps,
    pots.map(({ pot }) => pot.id),
  );
  return {
    ...agreement,
    pots: pots.map((row) => ({ ...withRemaining(row), rules: rules.filter((rule) => rule.potId === row.pot.id) })),
  };
}

export type AgreementDetail = Agreement & {
  readonly pots: readonly (PotState & { readonly rules: readonly CurrentRule[] })[];
};

/** The pots the actor may see, newest first, with what each still holds. */
export async function listPots(deps: Deps, actor: Actor, { limit, cursor }: PageRequest): Promise<Page<PotState>> {
  const [after] = decodeCursor(deps.cipher, "pots", cursor) ?? [];
  const rows = await selectPots(deps)
    .where(
      and(
        eq(matchingPots.fundId, deps.fundId),
        permits(actor, "pot.read") ? undefined : inArray(cooperationAgreements.partnerId, organisationsOf(actor)),
        after === undefined ? undefined : lt(matchingPots.id, after),
      ),
    )
    .orderBy(desc(matchingPots.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "pots", rows.map(withRemaining), limit, (pot) => [pot.id]);
}

export async function readPot(deps: Deps, actor: Actor, potId: string): Promise<PotState> {
  const [row] = await selectPots(deps).where(and(eq(matchingPots.fundId, deps.fundId), eq(matchingPots.id, potId)));
  if (row === undefined || !permits(actor, "pot.read", row.partnerId)) throw notFound();
  return withRemaining(row);
}

const selectPots = ({ db }: Deps) =>
  db
    .select({ pot: matchingPots, partnerId: cooperationAgreements.partnerId, partnerName: organisations.name })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .$dynamic();

type PotRow = Awaited<ReturnType<typeof selectPots>>[number];
export type PotState = ReturnType<typeof withRemaining>;

const withRemaining = ({ pot, partnerId, partnerName }: PotRow) => {
  const { fundId: _, ...shown } = pot;
  return { ...shown, partnerId, partnerName, remainingCents: potRemaining(pot) };
};

/** What a pot received, newest first. */
export async function listFundings(deps: Deps, actor: Actor, potId: string) {
  await readPot(deps, actor, potId);
  return deps.db
    .select({
      id: potFundings.id,
      amountCents: potFundings.amountCents,
      source: potFundings.source,
      reference: potFundings.reference,
      recordedAt: potFundings.createdAt,
      returnedCents: sql<string>`(select coalesce(sum(${potFundingReturns.amountCents}), 0) from ${potFundingReturns}
        where ${potFundingReturns.fundId} = ${potFundings.fundId}
          and ${potFundingReturns.fundingId} = ${potFundings.id})`.mapWith(BigInt),
    })
    .from(potFundings)
    .where(and(eq(potFundings.fundId, deps.fundId), eq(potFundings.potId, potId)))
    .orderBy(desc(potFundings.id))
    .limit(500);
}

/** The organisation with this SIRET or RNA number, to make an agreement with. */
export async function findByNumber(deps: Deps, actor: Actor, number: string): Promise<string | undefined> {
  if (!permits(actor, "partner.edit")) throw notFound();
  const bare = number.replace(/\s/g, "").toUpperCase();
  const [row] = await deps.db
    .select({ id: organisations.id })
    .from(organisations)
    .where(or(eq(organisations.siret, sql`${bare}`), eq(organisations.rna, sql`${bare}`)));
  return row?.id;
}
