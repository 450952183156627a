import type { CampaignMode } from "./campaign.ts";
import type { Cents } from "./money.ts";
import type { ShortfallPolicy } from "./settlement.ts";

/** Cards saved at pledge time are charged at the end: beyond this too many have expired. */
export const LONGEST_CAMPAIGN_DAYS = 90;

const DAY_MS = 86_400_000;

/** What a holder asks donors to agree to. Instants are the fund's. */
export type CampaignTerms = {
  readonly goalCents: Cents;
  readonly mode: CampaignMode;
  readonly startsAt: Date;
  /** First instant at which no pledge is accepted any more. */
  readonly deadlineAt: Date;
  readonly shortfall: ShortfallPolicy;
  readonly stretchGoalsCents: readonly Cents[];
};

export type TermsFault =
  | { readonly rule: "deadline-before-start" }
  | { readonly rule: "too-long" }
  | { readonly rule: "minimum-above-goal" }
  | { readonly rule: "stretch-goal-not-above"; readonly index: number }
  | { readonly rule: "goal-above-plan"; readonly planCents: Cents };

/** Faults of the terms among themselves and against what the funding plan asks of campaigns. Empty: none. */
export function termsFaults(terms: CampaignTerms, plannedCents: Cents): readonly TermsFault[] {
  const faults: TermsFault[] = [];
  const lengthMs = terms.deadlineAt.getTime() - terms.startsAt.getTime();
  if (lengthMs <= 0) faults.push({ rule: "deadline-before-start" });
  // An hour of slack: the day the clocks go back has 25.
  if (lengthMs > LONGEST_CAMPAIGN_DAYS * DAY_MS + DAY_MS / 24) faults.push({ rule: "too-long" });
  if (terms.shortfall.kind === "accept_minimum" && terms.shortfall.minimumCents > terms.goalCents)
    faults.push({ rule: "minimum-above-goal" });
  const index = firstNotAbove([terms.goalCents, ...terms.stretchGoalsCents]);
  if (index !== undefined) faults.push({ rule: "stretch-goal-not-above", index });
  if (terms.goalCents > plannedCents) faults.push({ rule: "goal-above-plan", planCents: plannedCents });
  return faults;
}

/** Index among the stretch goals of the first that is not above its predecessor; the goal precedes the first. */
function firstNotAbove(amounts: readonly Cents[]): number | undefined {
  const at = amounts.findIndex((amount, i) => {
    const before = amounts[i - 1];
    return before !== undefined && amount <= before;
  });
  return at === -1 ? undefined : at - 1;
}

export const CHECKLIST = [
  "place",
  "budget",
  "funding-plan",
  "organisation-identity",
  "start-not-past",
  "deadline-ahead",
] as const;
export type ChecklistItem = (typeof CHECKLIST)[number];

export type SubmissionFacts = {
  readonly places: number;
  readonly budgetLines: number;
  /** The plan's campaign line, less the goals of the project's other campaigns under way or succeeded. */
  readonly plannedCents: Cents;
  readonly goalCents: Cents;
  /** The organisation has a SIRET or RNA that passes its check. */
  readonly identityChecked: boolean;
  readonly startsAt: Date;
  readonly deadlineAt: Date;
  /** The fund's instant, and the midnight that began its day in Paris. */
  readonly now: Date;
  readonly todayStartedAt: Date;
};

/** Items that stand between a draft and its submission, in the order a holder works them off. */
export function missingForSubmission(facts: SubmissionFacts): readonly ChecklistItem[] {
  const held: Record<ChecklistItem, boolean> = {
    place: facts.places > 0,
    budget: facts.budgetLines > 0,
    "funding-plan": facts.goalCents <= facts.plannedCents,
    "organisation-identity": facts.identityChecked,
    "start-not-past": facts.startsAt.getTime() >= facts.todayStartedAt.getTime(),
    "deadline-ahead": facts.deadlineAt.getTime() > facts.now.getTime(),
  };
  return CHECKLIST.filter((item) => !held[item]);
}
