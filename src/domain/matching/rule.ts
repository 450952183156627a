import type { Cents } from "../money.ts";

/** Cents added for cents given: two integers, never a float (M1). */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

/** What a threshold gives once it is reached: a lump once a campaign, or a ratio for the gifts from then on. */
export type ThresholdReward =
  | { readonly kind: "lump"; readonly lumpCents: Cents }
  | { readonly kind: "ratio"; readonly ratio: Ratio };

/** The kinds of rule (M15). Rounds answer no gift by itself: what they give is shared at their end. */
export type Formula =
  | { readonly kind: "ratio"; readonly ratio: Ratio }
  | {
      readonly kind: "threshold";
      /** Both must be reached where both are given. */
      readonly uniqueDonors: number | undefined;
      readonly goalPercent: number | undefined;
      readonly reward: ThresholdReward;
    }
  | { readonly kind: "pro_rata" | "quadratic"; readonly budgetCents: Cents };

export type RuleKind = Formula["kind"];

export const RULE_KINDS = ["ratio", "threshold", "pro_rata", "quadratic"] as const satisfies readonly RuleKind[];

/** Predicates on place and campaign (M7). A list asks for one of its values; all given predicates must hold. */
export type MatchingFilter = {
  readonly departements?: readonly string[] | undefined;
  /** SIREN numbers of intercommunal bodies. */
  readonly epcis?: readonly string[] | undefined;
  readonly near?: NearCommune | undefined;
  readonly rural?: true | undefined;
  readonly qpv?: true | undefined;
  readonly frr?: true | undefined;
  readonly placeTypes?: readonly string[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly publics?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  /** The campaign asks for things or help besides money. */
  readonly needsInKind?: true | undefined;
};

/** Its coordinates (degrees, WGS 84) are written into the rule, so that a replay needs no list of communes (M14). */
export type NearCommune = {
  readonly communeCode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly kilometres: number;
};

export const CAP_PERIODS = ["day", "week", "month"] as const;

export type CapPeriod = (typeof CAP_PERIODS)[number];

/** Part of the pot kept for places of some départements until an instant, then open to all. */
export type HeldShare = {
  readonly departements: readonly string[];
  readonly shareCents: Cents;
  readonly until: Date;
};

/**
 * `adds`: besides any other match. `if_first`: only where no earlier rule matched the gift. `final`: where it
 * matches, later rules do not.
 */
export const STACKINGS = ["adds", "if_first", "final"] as const;

export type Stacking = (typeof STACKINGS)[number];

/** One version of a rule (M1, M8). A cap left out does not bound. */
export type MatchingRule = {
  readonly id: string;
  readonly version: number;
  readonly potId: string;
  readonly priority: number;
  readonly formula: Formula;
  readonly capPerGiftCents: Cents | undefined;
  readonly capPerDonorCents: Cents | undefined;
  readonly capPerCampaignCents: Cents | undefined;
  /** In one calendar day, week (from Monday) or month of Europe/Paris. Both given or none. */
  readonly capPerPeriodCents: Cents | undefined;
  readonly capPeriod: CapPeriod | undefined;
  /** All that this rule may ever take from its pot. */
  readonly capInAllCents: Cents | undefined;
  readonly minimumGiftCents: Cents | undefined;
  /** Unique donors the campaign must have, the giver included, before the rule answers. */
  readonly minimumDonors: number | undefined;
  readonly filter: MatchingFilter;
  readonly heldShares: readonly HeldShare[];
  readonly stacking: Stacking;
  /** Whether freed money serves the oldest under-matched gifts before new ones (M11). */
  readonly backfill: boolean;
  /** Whether its matches are kept only if the campaign reaches its goal, whatever the campaign's mode. */
  readonly goalConditional: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** Whether the rule is shared at its end instead of answering each gift (M15). */
export const isRound = (rule: Pick<MatchingRule, "formula">): boolean =>
  rule.formula.kind === "pro_rata" || rule.formula.kind === "quadratic";

/** A threshold's lump is granted once a campaign (M15). */
export const givesLump = ({ formula }: Pick<MatchingRule, "formula">): boolean =>
  formula.kind === "threshold" && formula.reward.kind === "lump";
