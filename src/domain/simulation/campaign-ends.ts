import { LUMP_MAY_COME, mayAnswerAgain, SHORT_OF_ROOM } from "../matching/backfill.ts";
import type { StandingMatch } from "../matching/booked-gift.ts";
import { evaluateRule } from "../matching/evaluate.ts";
import { givesLump } from "../matching/rule.ts";
import { matchOf } from "../matching/usage-book.ts";
import { cents } from "../money.ts";
import { raisedCents } from "../settlement.ts";
import type { SimulatedCampaign } from "./gift.ts";
import { type CampaignEnds, type Play, seePots, takeMatch } from "./play.ts";
import type { RuleRun } from "./rule-run.ts";

type Held = { readonly match: StandingMatch; readonly run: RuleRun; readonly index: number };

type Open = {
  readonly campaign: SimulatedCampaign;
  giftsCents: bigint;
  matchesCents: bigint;
  /** Matches that are kept only if the goal is reached. */
  readonly conditional: Held[];
};

export function campaignEnds(): CampaignEnds {
  const open = new Map<string, Open>();
  const missed = new Set<string>();
  let nextEnd = Number.POSITIVE_INFINITY;

  const decide = (play: Play, due: readonly Open[], at: (campaign: SimulatedCampaign) => Date) => {
    for (const one of due.toSorted((a, b) => endOf(a.campaign) - endOf(b.campaign))) {
      open.delete(one.campaign.id);
      if (reaches(one)) continue;
      missed.add(one.campaign.id);
      if (one.conditional.length === 0) continue;
      giveBack(play, one.conditional, at(one.campaign));
      backfill(play, at(one.campaign), open);
    }
    nextEnd = Math.min(...[...open.values()].map(({ campaign }) => endOf(campaign)));
  };

  return {
    seeGift: ({ campaign, facts }) => {
      const known = open.get(campaign.id) ?? { campaign, giftsCents: 0n, matchesCents: 0n, conditional: [] };
      known.giftsCents += facts.baseCents;
      open.set(campaign.id, known);
      nextEnd = Math.min(nextEnd, endOf(campaign));
    },
    seeMatch: (match, run, index) => {
      const known = open.get(match.campaignId);
      if (known === undefined) return;
      known.matchesCents += match.amountCents;
      if (run.rule.goalConditional) known.conditional.push({ match, run, index });
    },
    decideDue: (play, now) => {
      if (now.getTime() < nextEnd) return;
      const due = [...open.values()].filter(({ campaign }) => endOf(campaign) <= now.getTime());
      decide(play, due, (campaign) => campaign.endsAt ?? now);
    },
    decideAll: (play) => {
      const last = play.gifts.at(-1)?.facts.recordedAt ?? new Date(0);
      decide(play, [...open.values()], (campaign) => campaign.endsAt ?? last);
    },
    reachesGoal: (campaignId) => {
      const known = open.get(campaignId);
      return known === undefined ? !missed.has(campaignId) : reaches(known);
    },
  };
}

const endOf = ({ endsAt }: SimulatedCampaign): number => endsAt?.getTime() ?? Number.POSITIVE_INFINITY;

const reaches = ({ campaign, giftsCents, matchesCents }: Open): boolean =>
  raisedCents({
    mode: "keep_what_you_raise",
    goalCents: campaign.goalCents,
    matchingCounts: campaign.matchingCounts,
    giftsCents: cents(giftsCents),
    matchesCents: cents(matchesCents),
  }) >= campaign.goalCents;

function giveBack({ runs, book }: Play, held: readonly Held[], at: Date): void {
  for (const { match, run, index } of held) {
    book.giveBack(match);
    run.giveBack(index, at);
  }
  seePots({ runs, book }, at);
}

/** M11: freed money serves the oldest under-matched gifts of rules that fill up later, while their campaigns are open. */
function backfill(play: Play, at: Date, open: ReadonlyMap<string, Open>): void {
  const { rules, runs, gifts, book } = play;
  const filling = runs.filter(({ rule }) => rule.backfill || givesLump(rule));
  const potOf = ({ rule }: RuleRun) => book.potsRemaining.get(rule.potId) ?? cents(0n);
  for (const [index, gift] of gifts.entries()) {
    if (filling.every((run) => potOf(run) === 0n)) break;
    if (!open.has(gift.campaignId)) continue;
    for (const run of filling) {
      const { rule } = run;
      if (!isShort(run, index) || !mayAnswerAgain(rule, standingRules(runs, index))) continue;
      const usage = book.usageOf(rule, gift, rules);
      if (usage.lumpStands) continue;
      const facts = { ...gift.facts, donorIsPartner: gift.partnerPotIds.has(rule.potId) };
      const ceilingRemainingCents = book.ceilingRemaining(gift.campaignId);
      const trace = evaluateRule(rule, facts, { ...usage, potRemainingCents: potOf(run), ceilingRemainingCents });
      const match = matchOf(trace, gift);
      if (match === undefined) continue;
      takeMatch(play, run, index, match);
      run.add(index, trace, at);
    }
  }
  seePots(play, at);
}

/** As the live path looks for them: a lump that may come, or less than the formula for want of room. */
function isShort({ rule, answers }: RuleRun, index: number): boolean {
  const answer = answers[index];
  if (answer === undefined || answer.boundBy === "goal_not_reached") return false;
  if (givesLump(rule)) return LUMP_MAY_COME.includes(answer.boundBy);
  return SHORT_OF_ROOM.includes(answer.boundBy) && answer.amountCents < answer.formulaCents;
}

const standingRules = (runs: readonly RuleRun[], index: number) =>
  runs.filter(({ answers }) => (answers[index]?.amountCents ?? 0n) > 0n).map(({ rule }) => rule);
