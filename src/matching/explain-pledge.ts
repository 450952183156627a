import { and, asc, eq } from "drizzle-orm";
import {
  campaigns,
  cooperationAgreements,
  matches,
  matchingPots,
  matchingRules,
  matchTraces,
  organisations,
  projects,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "./describe-rule.ts";
import { type Explanation, explainTrace, shownBound, type TraceCause, type Viewer } from "./explain.ts";
import { type MatchChange, readHistories } from "./match-history.ts";
import { toRule } from "./rule-rows.ts";
import type { StoredTrace } from "./stored-trace.ts";

export type MatchState = "reserved" | "committed" | "paid" | "released" | "reversed" | "clawback_due";

export type ExplainedMatch = Explanation & {
  readonly partnerName: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleSentence: Text;
  /** What the rule answered. */
  readonly amountCents: bigint;
  /** What stands of it now: nothing once it was released, reversed or is to be paid back. */
  readonly standingCents: bigint;
  readonly cause: TraceCause;
  /** Undefined where the rule's answer was nothing. */
  readonly state: MatchState | undefined;
  readonly boundBy: string;
  readonly evaluatedAt: Date;
  /** What happened to the match since, oldest first. */
  readonly history: readonly MatchChange[];
};

export type PledgeToExplain = {
  readonly id: string;
  readonly campaignId: string;
  /** Whether the actor is its donor: signed in, or with the secret of its link. */
  readonly isDonor: boolean;
};

/**
 * Every rule's answer to a pledge with its reason, in the order they spoke, also where it was nothing (M12). Donor,
 * holder and staff read all; a partner reads the answers of its own rules; anybody else 404.
 */
export async function explainPledge(
  deps: Deps,
  actor: Actor,
  pledge: PledgeToExplain,
): Promise<readonly ExplainedMatch[]> {
  const traces = await readTraces(deps, pledge.id);
  const everything = await wholeViewer(deps, actor, pledge);
  const visible =
    everything === undefined ? traces.filter(({ partnerId }) => permits(actor, "pot.read", partnerId)) : traces;
  if (everything === undefined && visible.length === 0) throw notFound();
  return allInWords(deps, visible, everything ?? "partner");
}

async function wholeViewer(deps: Deps, actor: Actor, pledge: PledgeToExplain): Promise<Viewer | undefined> {
  if (pledge.isDonor) return "donor";
  if (permits(actor, "match.explain")) return "staff";
  const [campaign] = await deps.db
    .select({ organisationId: projects.organisationId })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, pledge.campaignId)));
  const isHolder = campaign !== undefined && permits(actor, "project.read", campaign.organisationId);
  return isHolder ? "holder" : undefined;
}

type TraceRow = Awaited<ReturnType<typeof readTraces>>[number];

const STANDING: ReadonlySet<string | null> = new Set(["reserved", "committed", "paid"]);

/** Traces as this viewer reads them, each with what became of its match. */
export async function allInWords<Row extends TraceRow>(
  deps: Deps,
  rows: readonly Row[],
  viewer: Viewer,
): Promise<readonly ExplainedMatch[]> {
  const matchIds = rows.flatMap(({ trace }) => trace.matchId ?? []);
  const histories = await readHistories(deps, matchIds, viewer);
  return rows.map((row) => ({ ...inWords(row, viewer), history: histories.get(row.trace.matchId ?? "") ?? [] }));
}

function inWords(row: TraceRow, viewer: Viewer): Omit<ExplainedMatch, "history"> {
  const { trace, partnerName } = row;
  const rule = toRule(row.rule);
  const cause = trace.cause as TraceCause;
  return {
    partnerName,
    ruleId: trace.ruleId,
    ruleVersion: trace.ruleVersion,
    ruleSentence: describeRule(partnerName, rule),
    amountCents: trace.amountCents,
    standingCents: STANDING.has(row.state) ? (row.standingCents ?? 0n) : 0n,
    cause,
    state: (row.state as MatchState | null) ?? undefined,
    boundBy: shownBound(trace.boundBy, viewer),
    evaluatedAt: trace.evaluatedAt,
    ...explainTrace({ ...trace, partnerName, rule, cause, trace: trace.trace as StoredTrace }, viewer),
  };
}

const readTraces = (deps: Deps, pledgeId: string) =>
  selectTraces(deps)
    .where(and(eq(matchTraces.fundId, deps.fundId), eq(matchTraces.pledgeId, pledgeId)))
    .orderBy(asc(matchTraces.evaluatedAt), asc(matchTraces.sequence));

/** Traces with the rule version, partner and match they belong to. */
export const selectTraces = ({ db }: Deps) =>
  db
    .select({
      trace: matchTraces,
      rule: matchingRules,
      state: matches.state,
      standingCents: matches.amountCents,
      partnerId: cooperationAgreements.partnerId,
      partnerName: organisations.name,
      potName: matchingPots.name,
    })
    .from(matchTraces)
    .innerJoin(
      matchingRules,
      and(
        eq(matchingRules.fundId, matchTraces.fundId),
        eq(matchingRules.id, matchTraces.ruleId),
        eq(matchingRules.version, matchTraces.ruleVersion),
      ),
    )
    .innerJoin(
      matchingPots,
      and(eq(matchingPots.fundId, matchingRules.fundId), eq(matchingPots.id, matchingRules.potId)),
    )
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .leftJoin(matches, and(eq(matches.fundId, matchTraces.fundId), eq(matches.id, matchTraces.matchId)))
    .$dynamic();
