import { and, desc, eq, sql } from "drizzle-orm";
import { endOfDay, startOfDay } from "../campaigns/paris-days.ts";
import type { Reader, Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { communes, cooperationAgreements, matchingPots, matchingRules } from "../db/schema/index.ts";
import {
  type AgreementDates,
  type PotTerms,
  type RuleTerms,
  ruleFaults,
  type WrittenTerms,
} from "../domain/matching/rule-terms.ts";
import { cents } from "../domain/money.ts";
import { invalidInput, notFound } from "../errors.ts";
import { toRule } from "../matching/rule-rows.ts";
import type { RuleInput } from "./forms.ts";
import { communeWithoutCoordinates, RULE_FAULTS, unknownCommune } from "./messages.ts";
import { paperDates } from "./paper-agreement.ts";
import { formulaOf } from "./rule-fields.ts";

/** The terms as the domain judges them. Days are of Europe/Paris. */
export function termsOf(input: RuleInput): WrittenTerms {
  const cap = (value: bigint | null) => (value === null ? undefined : cents(value));
  return {
    priority: input.priority,
    formula: formulaOf(input),
    capPerGiftCents: cap(input.capPerGiftCents),
    capPerDonorCents: cap(input.capPerDonorCents),
    capPerCampaignCents: cap(input.capPerCampaignCents),
    capPerPeriodCents: cap(input.capPerPeriodCents),
    capPeriod: input.capPeriod ?? undefined,
    capInAllCents: cap(input.capInAllCents),
    minimumGiftCents: cap(input.minimumGiftCents),
    minimumDonors: input.minimumDonors ?? undefined,
    filter: input.filter,
    heldShares: input.heldShares.map(({ departements, shareCents, untilOn }) => ({
      departements,
      shareCents: cents(shareCents),
      until: endOfDay(untilOn),
    })),
    stacking: input.stacking,
    backfill: input.backfill,
    goalConditional: input.goalConditional,
    startsAt: startOfDay(input.startsOn),
    endsAt: endOfDay(input.endsOn),
  };
}

/**
 * The terms as they are stored: the coordinates of a commune are written into the rule (M14).
 * @throws AppError 422 where there is no such commune, or nobody knows where it lies.
 */
export async function locateTerms(reader: Reader, terms: WrittenTerms): Promise<RuleTerms> {
  const { near, ...filter } = terms.filter;
  if (near === undefined) return { ...terms, filter };
  const [commune] = await reader
    .select({ latitude: communes.latitude, longitude: communes.longitude })
    .from(communes)
    .where(eq(communes.code, near.communeCode));
  if (commune === undefined) throw invalidInput([unknownCommune]);
  const { latitude, longitude } = commune;
  if (latitude === null || longitude === null) throw invalidInput([communeWithoutCoordinates]);
  return { ...terms, filter: { ...filter, near: { ...near, latitude, longitude } } };
}

/** @throws AppError 422 that names what contradicts itself, the agreement or the pot. */
export function checkTerms(terms: WrittenTerms, agreement: AgreementDates, pot?: PotTerms): void {
  const faults = ruleFaults(terms, agreement, pot);
  if (faults.length > 0) throw invalidInput(faults.map((fault) => RULE_FAULTS[fault]));
}

/** What the audit log keeps of a version: enough to tell the terms apart. */
export const auditedTerms = (terms: WrittenTerms) => ({
  formula: asText(terms.formula),
  capPerGiftCents: numberOrNull(terms.capPerGiftCents),
  capPerDonorCents: numberOrNull(terms.capPerDonorCents),
  capPerCampaignCents: numberOrNull(terms.capPerCampaignCents),
  capPerPeriodCents: numberOrNull(terms.capPerPeriodCents),
  capPeriod: terms.capPeriod ?? null,
  capInAllCents: numberOrNull(terms.capInAllCents),
  minimumGiftCents: numberOrNull(terms.minimumGiftCents),
  minimumDonors: terms.minimumDonors ?? null,
  filter: asText(terms.filter),
  heldShares: asText(terms.heldShares),
  stacking: terms.stacking,
  backfill: terms.backfill,
  goalConditional: terms.goalConditional,
  startsAt: terms.startsAt.toISOString(),
  endsAt: terms.endsAt.toISOString(),
  priority: terms.priority,
});

const asText = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === "bigint" ? Number(one) : one));

const numberOrNull = (value: bigint | undefined) => (value === undefined ? null : Number(value));

export async function agreementOfPot(tx: Transaction, fundId: string, potId: string): Promise<AgreementDates> {
  const [agreement] = await tx
    .select({
      state: cooperationAgreements.state,
      signedVersion: cooperationAgreements.signedVersion,
      signedAt: cooperationAgreements.signedAt,
      endsAt: cooperationAgreements.endsAt,
    })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
  if (agreement === undefined) throw notFound();
  return paperDates(agreement);
}

/** What a rule of this pot must fit in: its promise, or what came beyond it, and the parts that other rules keep. */
export async function readPotTerms(tx: Transaction, fundId: string, potId: string, ruleId?: string): Promise<PotTerms> {
  const [pot] = await tx
    .select({ promisedCents: sql<string>`greatest(${matchingPots.promisedCents}, ${matchingPots.fundedCents})` })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
  if (pot === undefined) throw notFound();
  const rows = await tx
    .selectDistinctOn([matchingRules.id])
    .from(matchingRules)
    .where(and(eq(matchingRules.fundId, fundId), eq(matchingRules.potId, potId)))
    .orderBy(matchingRules.id, desc(matchingRules.version));
  const now = await fundNow(tx);
  const others = rows.filter((row) => row.id !== ruleId && row.endsAt > now);
  return {
    promisedCents: BigInt(pot.promisedCents),
    otherShares: others.flatMap((row) => toRule(row).heldShares).filter((share) => share.until > now),
  };
}
