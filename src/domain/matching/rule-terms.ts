import {
  givesLump,
  type HeldShare,
  isRound,
  type MatchingFilter,
  type MatchingRule,
  type NearCommune,
} from "./rule.ts";
import { type LimitFault, limitFaults, sumOfShares } from "./rule-limits.ts";

/** What a partner and the fund agree on for one version of a rule. Instants are the fund's. */
export type RuleTerms = Omit<MatchingRule, "id" | "version" | "potId">;

/** The terms as people write them: a commune by its code alone, its coordinates not looked up yet. */
export type WrittenTerms = Omit<RuleTerms, "filter"> & { readonly filter: WrittenFilter };

export type WrittenFilter = Omit<MatchingFilter, "near"> & {
  readonly near?: Pick<NearCommune, "communeCode" | "kilometres"> | undefined;
};

export type AgreementDates = { readonly signedAt: Date; readonly endsAt: Date };

/** The pot a rule spends: what its partner promises, and the parts of it that other rules keep. */
export type PotTerms = { readonly promisedCents: bigint; readonly otherShares: readonly HeldShare[] };

export type RuleFault =
  | LimitFault
  | "ends-before-start"
  | "starts-before-agreement"
  | "ends-after-agreement"
  | "lump-with-gift-cap"
  | "lump-with-campaign-cap"
  | "round-with-total-cap"
  | "round-with-backfill"
  | "donors-asked-twice"
  | "goal-asked-twice"
  | "shares-above-promise"
  | "share-territory-repeats"
  | "share-outside-territory"
  | "share-over-before-start"
  | "share-outlasts-rule"
  | "filter-repeats";

/** What makes a rule contradict itself, its agreement or its pot, so that it is refused with the reason. Empty: nothing. */
export function ruleFaults(terms: WrittenTerms, agreement: AgreementDates, pot?: PotTerms): readonly RuleFault[] {
  return [
    ...holding([
      ["ends-before-start", terms.endsAt <= terms.startsAt],
      ["starts-before-agreement", terms.startsAt < agreement.signedAt],
      ["ends-after-agreement", terms.endsAt > agreement.endsAt],
      ["lump-with-gift-cap", givesLump(terms) && terms.capPerGiftCents !== undefined],
      ["lump-with-campaign-cap", givesLump(terms) && terms.capPerCampaignCents !== undefined],
      ["round-with-total-cap", isRound(terms) && terms.capInAllCents !== undefined],
      ["round-with-backfill", isRound(terms) && terms.backfill],
      ["donors-asked-twice", terms.formula.kind === "threshold" && terms.minimumDonors !== undefined],
      ["goal-asked-twice", terms.goalConditional && asksWholeGoal(terms)],
      ["filter-repeats", Object.values(terms.filter).some(repeats)],
    ]),
    ...limitFaults(terms, pot?.promisedCents),
    ...shareFaults(terms, pot),
  ];
}

type Judged = readonly (readonly [RuleFault, boolean])[];

const holding = (judged: Judged): readonly RuleFault[] => judged.flatMap(([fault, holds]) => (holds ? [fault] : []));

const repeats = (value: unknown): boolean => Array.isArray(value) && new Set(value).size < value.length;

/** Gifts alone reach the goal before such a threshold is met. */
const asksWholeGoal = ({ formula }: WrittenTerms) =>
  formula.kind === "threshold" && formula.goalPercent !== undefined && formula.goalPercent >= 100;

function shareFaults(terms: WrittenTerms, pot: PotTerms | undefined): readonly RuleFault[] {
  const { heldShares, filter } = terms;
  if (heldShares.length === 0) return [];
  const kept = heldShares.flatMap((share) => share.departements);
  const others = pot?.otherShares ?? [];
  const keptByOthers = new Set(others.flatMap((share) => share.departements));
  return holding([
    ["shares-above-promise", pot !== undefined && sumOfShares([...heldShares, ...others]) > pot.promisedCents],
    ["share-territory-repeats", repeats(kept) || kept.some((one) => keptByOthers.has(one))],
    ["share-outside-territory", kept.some((one) => filter.departements?.includes(one) === false)],
    ["share-over-before-start", heldShares.some((share) => share.until <= terms.startsAt)],
    // A round keeps shares at its end; any other rule keeps nothing once it is over.
    ["share-outlasts-rule", !isRound(terms) && heldShares.some((share) => share.until > terms.endsAt)],
  ]);
}
