import { isRound, type MatchingRule } from "../matching/rule.ts";
import { answerGift, matchOf, usageBook } from "../matching/usage-book.ts";
import { type Cents, cents } from "../money.ts";
import { campaignEnds } from "./campaign-ends.ts";
import type { SimulatedGift } from "./gift.ts";
import { type Play, seePots, takeMatch } from "./play.ts";
import type { SimulationResult } from "./result.ts";
import { type RuleRun, ruleRun } from "./rule-run.ts";
import { shareSimulatedRound } from "./share-round.ts";
import { outcomeOf } from "./tally.ts";

export type SimulationSetUp = {
  /** They play together, in order of priority then id, as live (M3). */
  readonly rules: readonly MatchingRule[];
  /** What each of their pots holds at the start. */
  readonly pots: ReadonlyMap<string, Cents>;
};

/** A simulation under way, so that a caller may do something else between gifts. */
export type Simulation = {
  /** Gifts come in the order of their time. */
  play(gift: SimulatedGift): void;
  /** Decides the campaigns that are still open, shares the rounds, and sums up. Nothing may be played after it. */
  end(): SimulationResult;
};

/**
 * Plays rules on gifts as the live path does (M13): `answerGift` on a book of usage that lives in memory. Every gift
 * counts as firm from its instant on and as captured at the end. Pure: nothing is read or written.
 */
export function startSimulation({ rules, pots }: SimulationSetUp): Simulation {
  const inOrder = rules.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  const runs = inOrder.map(ruleRun);
  const book = usageBook();
  for (const [potId, potCents] of pots) book.fundPot(potId, potCents);
  const play: Play = { rules: inOrder, runs, gifts: [], book, ends: campaignEnds() };
  return {
    play: (gift) => {
      play.ends.decideDue(play, gift.facts.recordedAt);
      answerNext(play, gift);
    },
    end: () => {
      for (const run of runs) if (isRound(run.rule)) shareSimulatedRound(play, run);
      play.ends.decideAll(play);
      return {
        lines: play.gifts.map((gift, index) => ({
          gift,
          answers: rules.map((rule) => answerOf(runs, rule, index)),
        })),
        outcomes: rules.map((rule) => {
          const run = runOf(runs, rule);
          return outcomeOf(rule, pots.get(rule.potId) ?? cents(0n), play.gifts, run.answers, run.spending());
        }),
      };
    },
  };
}

function answerNext({ rules, runs, gifts, book, ends }: Play, gift: SimulatedGift): void {
  const at = gift.facts.recordedAt;
  const index = gifts.push(gift) - 1;
  book.setCeiling(gift.campaignId, gift.campaign.ceilingCents);
  const { traces } = answerGift(book, rules, gift);
  book.progress.setFirm(gift.campaignId, gift.id, gift.donorId, gift.facts.baseCents);
  ends.seeGift(gift);
  for (const [position, trace] of traces.entries()) {
    const run = runs[position];
    if (run === undefined) continue;
    run.answer(trace, at);
    const match = matchOf(trace, gift);
    if (match !== undefined) takeMatch({ book, ends }, run, index, match);
  }
  seePots({ runs, book }, at);
}

function runOf(runs: readonly RuleRun[], rule: MatchingRule): RuleRun {
  const run = runs.find((one) => one.rule === rule);
  if (run === undefined) throw new RangeError(`rule ${rule.id} was not played`);
  return run;
}

function answerOf(runs: readonly RuleRun[], rule: MatchingRule, index: number) {
  const { amountCents, boundBy } = runOf(runs, rule).answers[index] ?? { amountCents: cents(0n), boundBy: "formula" };
  return { amountCents, boundBy } as const;
}
