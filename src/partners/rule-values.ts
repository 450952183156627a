import { dayOf, lastDayBefore } from "../campaigns/paris-days.ts";
import type { Formula, Ratio } from "../domain/matching/rule.ts";
import type { RuleTerms, WrittenFilter } from "../domain/matching/rule-terms.ts";
import type { RuleInput } from "./forms.ts";

/** A rule as its body holds it, whether typed or stored. */
export type RuleValues = Omit<RuleInput, "filter" | "heldShares"> & {
  readonly filter: WrittenFilter;
  readonly heldShares: readonly {
    readonly departements: readonly string[];
    readonly shareCents: bigint;
    readonly untilOn: string;
  }[];
};

/** Stored terms as people wrote them: the inverse of `termsOf`. Instants become the Paris days they lie in. */
export const valuesOf = (terms: RuleTerms) =>
  ({
    ...formulaValues(terms.formula),
    capPerGiftCents: terms.capPerGiftCents ?? null,
    capPerDonorCents: terms.capPerDonorCents ?? null,
    capPerCampaignCents: terms.capPerCampaignCents ?? null,
    capPerPeriodCents: terms.capPerPeriodCents ?? null,
    capPeriod: terms.capPeriod ?? null,
    capInAllCents: terms.capInAllCents ?? null,
    minimumGiftCents: terms.minimumGiftCents ?? null,
    minimumDonors: terms.minimumDonors ?? null,
    filter: terms.filter,
    heldShares: terms.heldShares.map(({ departements, shareCents, until }) => ({
      departements,
      shareCents,
      untilOn: lastDayBefore(until),
    })),
    stacking: terms.stacking,
    backfill: terms.backfill,
    goalConditional: terms.goalConditional,
    startsOn: dayOf(terms.startsAt),
    endsOn: lastDayBefore(terms.endsAt),
    priority: terms.priority,
  }) satisfies RuleValues;

const NO_FORMULA = {
  ratioNumerator: null,
  ratioDenominator: null,
  thresholdDonors: null,
  thresholdGoalPercent: null,
  lumpCents: null,
  budgetCents: null,
} as const;

type FormulaValues = { readonly [K in keyof typeof NO_FORMULA | "kind"]: RuleInput[K] };

function formulaValues(formula: Formula): FormulaValues {
  const { kind } = formula;
  switch (formula.kind) {
    case "ratio":
      return { ...NO_FORMULA, kind, ...ratioValues(formula.ratio) };
    case "threshold":
      return {
        ...NO_FORMULA,
        kind,
        thresholdDonors: formula.uniqueDonors ?? null,
        thresholdGoalPercent: formula.goalPercent ?? null,
        ...(formula.reward.kind === "lump"
          ? { lumpCents: formula.reward.lumpCents }
          : ratioValues(formula.reward.ratio)),
      };
    case "pro_rata":
    case "quadratic":
      return { ...NO_FORMULA, kind, budgetCents: formula.budgetCents };
  }
}

const ratioValues = ({ numerator, denominator }: Ratio) => ({
  ratioNumerator: Number(numerator),
  ratioDenominator: Number(denominator),
});
