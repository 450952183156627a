import { z } from "zod";
import type { matchingRules } from "../db/schema/matching.ts";
import type {
  CapPeriod,
  Formula,
  HeldShare,
  MatchingFilter,
  MatchingRule,
  Ratio,
  Stacking,
} from "../domain/matching/rule.ts";
import type { RuleTerms } from "../domain/matching/rule-terms.ts";
import { type Cents, cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";

type RuleRow = typeof matchingRules.$inferSelect;

/** One stored version of a rule as the domain reads it. */
export function toRule(row: RuleRow): MatchingRule {
  return {
    id: row.id,
    version: row.version,
    potId: row.potId,
    priority: row.priority,
    formula: toFormula(row),
    capPerGiftCents: optional(row.capPerGiftCents),
    capPerDonorCents: optional(row.capPerDonorCents),
    capPerCampaignCents: optional(row.capPerCampaignCents),
    capPerPeriodCents: optional(row.capPerPeriodCents),
    capPeriod: (row.capPeriod as CapPeriod | null) ?? undefined,
    capInAllCents: optional(row.capInAllCents),
    minimumGiftCents: optional(row.minimumGiftCents),
    minimumDonors: row.minimumDonors ?? undefined,
    filter: row.filter as MatchingFilter,
    heldShares: storedShares.parse(row.heldShares),
    stacking: row.stacking as Stacking,
    backfill: row.backfill,
    goalConditional: row.goalConditional,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
  };
}

/** Columns of one version but its identity. */
export const ruleColumns = (terms: RuleTerms) => ({
  priority: terms.priority,
  ...formulaColumns(terms.formula),
  capPerGiftCents: terms.capPerGiftCents ?? null,
  capPerDonorCents: terms.capPerDonorCents ?? null,
  capPerCampaignCents: terms.capPerCampaignCents ?? null,
  capPerPeriodCents: terms.capPerPeriodCents ?? null,
  capPeriod: terms.capPeriod ?? null,
  capInAllCents: terms.capInAllCents ?? null,
  minimumGiftCents: terms.minimumGiftCents ?? null,
  minimumDonors: terms.minimumDonors ?? null,
  filter: terms.filter,
  heldShares: terms.heldShares.map(storeShare),
  stacking: terms.stacking,
  backfill: terms.backfill,
  goalConditional: terms.goalConditional,
  startsAt: terms.startsAt,
  endsAt: terms.endsAt,
});

const NO_FORMULA = {
  ratioNumerator: null,
  ratioDenominator: null,
  thresholdDonors: null,
  thresholdGoalPercent: null,
  lumpCents: null,
  budgetCents: null,
} as const;

const ratioColumns = ({ numerator, denominator }: Ratio) => ({
  ratioNumerator: Number(numerator),
  ratioDenominator: Number(denominator),
});

function formulaColumns(formula: Formula) {
  const { kind } = formula;
  switch (formula.kind) {
    case "ratio":
      return { ...NO_FORMULA, kind, ...ratioColumns(formula.ratio) };
    case "threshold":
      return {
        ...NO_FORMULA,
        kind,
        thresholdDonors: formula.uniqueDonors ?? null,
        thresholdGoalPercent: formula.goalPercent ?? null,
        ...(formula.reward.kind === "lump"
          ? { lumpCents: formula.reward.lumpCents }
          : ratioColumns(formula.reward.ratio)),
      };
    case "pro_rata":
    case "quadratic":
      return { ...NO_FORMULA, kind, budgetCents: formula.budgetCents };
  }
}

function toFormula(row: RuleRow): Formula {
  switch (row.kind) {
    case "ratio":
      return { kind: "ratio", ratio: toRatio(row) };
    case "threshold":
      return {
        kind: "threshold",
        uniqueDonors: row.thresholdDonors ?? undefined,
        goalPercent: row.thresholdGoalPercent ?? undefined,
        reward:
          row.lumpCents === null
            ? { kind: "ratio", ratio: toRatio(row) }
            : { kind: "lump", lumpCents: cents(row.lumpCents) },
      };
    case "pro_rata":
    case "quadratic":
      return { kind: row.kind, budgetCents: cents(row.budgetCents ?? 0n) };
    default:
      throw new InvariantViolation(`rule ${row.id} is of no known kind: ${row.kind}`);
  }
}

const toRatio = ({ ratioNumerator, ratioDenominator }: RuleRow): Ratio => ({
  numerator: BigInt(ratioNumerator ?? 0),
  denominator: BigInt(ratioDenominator ?? 1),
});

const optional = (value: bigint | null): Cents | undefined => (value === null ? undefined : cents(value));

const storeShare = (share: HeldShare) => ({
  departements: share.departements,
  shareCents: Number(share.shareCents),
  until: share.until.toISOString(),
});

const storedShares = z.array(
  z.object({
    departements: z.array(z.string()),
    shareCents: z.int().transform((value) => cents(BigInt(value))),
    until: z.iso.datetime().transform((value) => new Date(value)),
  }),
);
