import { and, eq } from "drizzle-orm";
import { asCampaignState } from "../campaigns/states.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { acceptsPledges } from "../domain/campaign.ts";
import type { Bound, MatchTrace, RuleWithUsage } from "../domain/matching/evaluate.ts";
import { type Cents, cents } from "../domain/money.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { CHECKOUT_MINUTES } from "../pledges/checkout-minutes.ts";
import { findDonor } from "../pledges/find-donor.ts";
import { campaignClosed } from "../pledges/messages.ts";
import { describeRule } from "./describe-rule.ts";
import { type Explanation, explainTrace } from "./explain.ts";
import { answerNow } from "./find-candidates.ts";
import { subjectToReceipt } from "./messages.ts";
import { type QuotedPot, quotedPots } from "./queries.ts";
import { storedTrace } from "./stored-trace.ts";

export type QuotedMatch = Explanation & {
  readonly partnerName: string;
  readonly ruleSentence: Text;
  readonly amountCents: Cents;
  readonly boundBy: Bound;
  /** Whether the rule may still answer: once a threshold is reached, or at a round's end (M15). */
  readonly isLater: boolean;
  /** Promised to the rule's pot and not received yet: it matches nothing before it arrives (M9). */
  readonly awaitedCents: Cents;
};

export type Quote = {
  readonly amountCents: Cents;
  readonly matchCents: Cents;
  /** Until when the matches would be held if the pledge were made now. */
  readonly heldUntil: Date;
  readonly matches: readonly QuotedMatch[];
};

/**
 * What a gift would trigger if it were pledged now (M5): the rules' own function on what is free, without writing or
 * holding anything. Rules for other places and projects are left out. A guest's earlier gifts are not looked up:
 * an address that was only typed must not tell what its owner gave.
 */
export async function quoteMatch(
  deps: Deps,
  actor: Actor,
  gift: { readonly campaignId: string; readonly amountCents: Cents },
): Promise<Quote> {
  const now = await fundNow(deps.db);
  await checkOpen(deps, gift.campaignId, now);
  const person = actor.kind === "user" ? { userId: actor.userId, email: actor.email } : undefined;
  const answer = await answerNow(deps.db, deps.fundId, {
    ...gift,
    donorId: person && (await findDonor(deps.db, deps.fundId, deps.cipher, person)),
    userId: person?.userId,
    email: person?.email,
    recordedAt: now,
  });
  const traces = answer.traces.filter(isRelevant);
  const pots = await quotedPots(
    deps,
    traces.map((trace) => trace.potId),
  );
  const matches = traces.map((trace) => inWords(trace, answer.candidates, pots.get(trace.potId)));
  return {
    amountCents: gift.amountCents,
    matchCents: cents(matches.reduce((sum, match) => sum + match.amountCents, 0n)),
    heldUntil: new Date(now.getTime() + CHECKOUT_MINUTES * 60_000),
    matches,
  };
}

async function checkOpen(deps: Deps, campaignId: string, now: Date): Promise<void> {
  const [campaign] = await deps.db
    .select({ state: campaigns.state, deadlineAt: campaigns.deadlineAt, openedAt: campaigns.openedAt })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaignId)));
  if (campaign === undefined || campaign.openedAt === null) throw notFound();
  if (!acceptsPledges(asCampaignState(campaign.state), campaign.deadlineAt, now)) throw campaignClosed();
}

const isRelevant = ({ boundBy }: MatchTrace) => boundBy !== "place_not_covered" && boundBy !== "category_not_covered";

const LATER: ReadonlySet<Bound> = new Set(["threshold_not_reached", "too_few_donors", "shared_at_round_end"]);

function inWords(trace: MatchTrace, rules: readonly RuleWithUsage[], pot: QuotedPot | undefined): QuotedMatch {
  const input = rules.find(({ rule }) => rule.id === trace.ruleId);
  if (input === undefined || pot === undefined) throw new InvariantViolation(`rule ${trace.ruleId} was not evaluated`);
  const { partnerName, awaitedCents } = pot;
  const { headline, details } = explainTrace(
    { ...trace, partnerName, rule: input.rule, cause: undefined, trace: storedTrace(trace, rules) },
    "donor",
  );
  const isShort = trace.boundBy === "pot" || trace.boundBy === "held_share";
  return {
    partnerName,
    ruleSentence: describeRule(partnerName, input.rule),
    amountCents: trace.amountCents,
    boundBy: trace.boundBy,
    isLater: LATER.has(trace.boundBy),
    awaitedCents,
    headline,
    details: isShort && awaitedCents > 0n ? [...details, subjectToReceipt(partnerName, awaitedCents)] : details,
  };
}
