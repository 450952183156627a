import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import {
  cooperationAgreements,
  matchingPots,
  matchingRules,
  organisations,
  roundCorrections,
  roundResults,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type RoundStage, roundStage } from "../domain/matching/round-closing.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "../matching/describe-rule.ts";
import { toRule } from "../matching/rule-rows.ts";
import { findRound, type Round } from "./find-round.ts";
import { shareNow } from "./share-now.ts";
import { type CampaignShare, type ExcludedCount, readSummary, summarise } from "./summary.ts";

export type RoundSummary = {
  readonly id: string;
  readonly partnerName: string;
  readonly sentence: Text;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly budgetCents: bigint;
  /** Of the latest result; none before it is shared. */
  readonly sharedCents: bigint | null;
};

/** Every round of the fund, the latest first: partners' public offers. */
export async function listRounds(
  deps: Deps,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<RoundSummary>> {
  const [after] = decodeCursor(deps.cipher, "rounds", cursor) ?? [];
  const rows = await deps.db
    .select({
      rule: matchingRules,
      partnerName: organisations.name,
      shared: sql<string | null>`(select x.shared_cents from ${roundResults} x where x.fund_id = ${deps.fundId}
        and x.rule_id = ${matchingRules.id} order by x.version desc limit 1)`,
    })
    .from(matchingRules)
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, deps.fundId), eq(matchingPots.id, matchingRules.potId)))
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(
      and(
        eq(matchingRules.fundId, deps.fundId),
        sql`${matchingRules.kind} in ('pro_rata', 'quadratic')`,
        sql`${matchingRules.version} = (select max(v.version) from matching_rules v where v.fund_id = ${deps.fundId} and v.id = ${matchingRules.id})`,
        after === undefined ? undefined : lt(matchingRules.id, after),
      ),
    )
    .orderBy(desc(matchingRules.id))
    .limit(limit + 1);
  const items = rows.map(({ rule, partnerName, shared }) => ({
    id: rule.id,
    partnerName,
    sentence: describeRule(partnerName, toRule(rule)),
    startsAt: rule.startsAt,
    endsAt: rule.endsAt,
    budgetCents: rule.budgetCents ?? 0n,
    sharedCents: shared === null ? null : BigInt(shared),
  }));
  return toPage(deps.cipher, "rounds", items, limit, (row) => [row.id]);
}

export type ResultSummary = {
  readonly version: number;
  readonly closedAt: Date;
  readonly budgetCents: bigint;
  readonly sharedCents: bigint;
  readonly inputHash: string;
  /** Why it was shared anew; none for the first. */
  readonly reason: string | null;
};

export type RoundDetail = Omit<RoundSummary, "sharedCents"> & {
  readonly agreementId: string;
  readonly potName: string;
  readonly isQuadratic: boolean;
  readonly isSuspended: boolean;
  readonly stage: RoundStage | { readonly kind: "closed" };
  /** Whether the reader may see every gift of small campaigns too: the partner's people and staff (X6). */
  readonly seesAll: boolean;
  readonly results: readonly ResultSummary[];
  /** What the latest result says or, before it is shared, an estimate on what is there so far. */
  readonly shares: {
    readonly budgetCents: bigint;
    readonly sharedCents: bigint;
    readonly campaigns: readonly CampaignShare[];
    readonly excluded: readonly ExcludedCount[];
  };
};

/** A round as anybody may read it, with its estimate while it runs and its results once it is shared. */
export async function readRound(deps: Deps, actor: Actor, roundId: string): Promise<RoundDetail> {
  const round = await findRound(deps.db, deps.fundId, roundId);
  if (round === undefined) throw notFound();
  const { rule } = round;
  const seesAll = permits(actor, "pot.read", round.partnerId);
  const results = await listResults(deps, roundId);
  const latest = results.at(-1);
  const told = {
    id: rule.id,
    agreementId: round.agreementId,
    partnerName: round.partnerName,
    potName: round.potName,
    sentence: describeRule(round.partnerName, rule),
    startsAt: rule.startsAt,
    endsAt: rule.endsAt,
    budgetCents: rule.formula.budgetCents,
    isQuadratic: rule.formula.kind === "quadratic",
    isSuspended: round.isSuspended,
    seesAll,
    results,
  };
  if (latest !== undefined) {
    const summary = await readSummary(deps, roundId, latest.version, seesAll);
    return { ...told, stage: { kind: "closed" }, shares: { ...latest, ...summary } };
  }
  return { ...told, ...(await estimate(deps, round, seesAll)) };
}

async function estimate(deps: Deps, round: Round, seesAll: boolean): Promise<Pick<RoundDetail, "stage" | "shares">> {
  const now = await shareNow(deps.db, deps.fundId, round);
  const lines = now.lines.map((line) => ({
    campaignId: line.gift.campaignId,
    donorId: line.gift.donorId,
    baseCents: line.gift.facts.baseCents as bigint,
    isEligible: line.kind === "eligible",
    reason: line.kind === "eligible" ? line.boundBy : line.reason,
    amountCents: line.kind === "eligible" ? (line.amountCents as bigint) : 0n,
  }));
  return {
    stage: roundStage(round.rule, now.gifts, await fundNow(deps.db)),
    shares: {
      budgetCents: now.budgetCents,
      sharedCents: now.sharedCents,
      ...(await summarise(deps, lines, seesAll)),
    },
  };
}

/** Every version of a round's result, the first first. */
export async function listResults(deps: Deps, roundId: string): Promise<readonly ResultSummary[]> {
  return deps.db
    .select({
      version: roundResults.version,
      closedAt: roundResults.closedAt,
      budgetCents: roundResults.budgetCents,
      sharedCents: roundResults.sharedCents,
      inputHash: roundResults.inputHash,
      reason: roundCorrections.reason,
    })
    .from(roundResults)
    .leftJoin(
      roundCorrections,
      and(eq(roundCorrections.fundId, roundResults.fundId), eq(roundCorrections.id, roundResults.correctionId)),
    )
    .where(and(eq(roundResults.fundId, deps.fundId), eq(roundResults.ruleId, roundId)))
    .orderBy(asc(roundResults.version));
}
