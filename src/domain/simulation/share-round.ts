import type { StandingMatch } from "../matching/booked-gift.ts";
import { asRound, type RoundLine, type RoundRule, shareRound } from "../matching/round.ts";
import type { RoundExclusion, RoundGift } from "../matching/round-eligibility.ts";
import { departementsOf } from "../matching/usage-book.ts";
import { type Cents, cents, floorShare } from "../money.ts";
import type { SimulatedGift } from "./gift.ts";
import { type Play, seePots, takeMatch } from "./play.ts";
import type { SimulatedBound } from "./result.ts";
import type { RuleRun } from "./rule-run.ts";

/** At a round's end its budget is shared among the gifts played (M15), by the function that shares it live. */
export function shareSimulatedRound(play: Play, run: RuleRun): void {
  const rule = asRound(run.rule);
  if (rule === undefined) return;
  const { gifts, book } = play;
  const indexes = new Map(gifts.map((gift, index) => [gift.id, index]));
  const roundGifts = gifts.map((gift, index) => roundGiftOf(play, rule, gift, index));
  const room = {
    potRemainingCents: book.potsRemaining.get(rule.potId) ?? cents(0n),
    ceilingsRemaining: ceilingsOf(play),
    campaignDonors: donorsOf(gifts),
  };
  const { lines } = shareRound(rule, roundGifts, room);
  const uncapped = unbounded(rule, lines);
  for (const line of lines) {
    const index = indexes.get(line.id);
    const gift = index === undefined ? undefined : gifts[index];
    if (index === undefined || gift === undefined) continue;
    if (line.kind === "excluded") {
      run.add(index, { amountCents: cents(0n), boundBy: boundOf(line.reason) }, rule.endsAt);
      continue;
    }
    const { amountCents, boundBy, weight } = line;
    if (amountCents > 0n) takeMatch(play, run, index, { ...matchFor(rule, gift), amountCents });
    run.add(index, { amountCents, boundBy, formulaCents: uncapped(weight) }, rule.endsAt);
  }
  seePots(play, rule.endsAt);
}

function roundGiftOf({ runs, ends }: Play, rule: RoundRule, gift: SimulatedGift, index: number): RoundGift {
  const others = runs.filter((run) => run.rule !== rule && (run.answers[index]?.amountCents ?? 0n) > 0n);
  return {
    id: gift.id,
    donorId: gift.donorId,
    campaignId: gift.campaignId,
    facts: { ...gift.facts, donorIsPartner: gift.partnerPotIds.has(rule.potId) },
    isCaptured: true,
    isDisputed: false,
    campaign: "under_way",
    mayReachGoal: ends.reachesGoal(gift.campaignId),
    otherMatch: others.some((run) => run.rule.stacking === "final") ? "final" : others.length > 0 ? "open" : "none",
  };
}

/** What a gift would get without any cap and with the whole budget, rounded down: what caps cost is told from it. */
function unbounded({ formula }: RoundRule, lines: readonly RoundLine[]): (weight: bigint) => Cents {
  const all = lines.reduce((sum, line) => (line.kind === "eligible" ? sum + line.weight : sum), 0n);
  return (weight) => (all === 0n ? cents(0n) : floorShare(formula.budgetCents, weight, all));
}

function ceilingsOf({ gifts, book }: Play): ReadonlyMap<string, Cents> {
  const ceilings = new Map<string, Cents>();
  for (const { campaignId, campaign } of gifts) {
    const left = campaign.ceilingCents === undefined ? undefined : book.ceilingRemaining(campaignId);
    if (left !== undefined) ceilings.set(campaignId, left);
  }
  return ceilings;
}

function donorsOf(gifts: readonly SimulatedGift[]): ReadonlyMap<string, number> {
  const donors = new Map<string, Set<string>>();
  for (const { campaignId, donorId } of gifts)
    donors.set(campaignId, (donors.get(campaignId) ?? new Set()).add(donorId));
  return new Map([...donors].map(([campaignId, ids]) => [campaignId, ids.size]));
}

const matchFor = ({ id, potId }: RoundRule, gift: SimulatedGift): Omit<StandingMatch, "amountCents"> => ({
  ruleId: id,
  potId,
  giftId: gift.id,
  donorId: gift.donorId,
  campaignId: gift.campaignId,
  isLump: false,
  recordedAt: gift.facts.recordedAt,
  departements: departementsOf(gift.facts),
});

function boundOf(reason: RoundExclusion): SimulatedBound {
  switch (reason) {
    case "not_captured":
    case "refunded":
    case "disputed":
    case "campaign_failed":
    case "campaign_cancelled":
    case "answered_when_given":
    case "revoked":
      throw new RangeError(`a simulated gift is never excluded as ${reason}`);
    default:
      return reason;
  }
}
