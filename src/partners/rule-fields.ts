import type { z } from "zod";
import type { Formula, RuleKind } from "../domain/matching/rule.ts";
import { cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { saying } from "../http/validation.ts";
import type { Text } from "../i18n/text.ts";

/** The fields that say what a rule gives; which of them are asked follows from its kind (M15). */
export const FORMULA_FIELDS = [
  "ratioNumerator",
  "ratioDenominator",
  "thresholdDonors",
  "thresholdGoalPercent",
  "lumpCents",
  "budgetCents",
] as const;

type FormulaField = (typeof FORMULA_FIELDS)[number];

/** The fields a kind may fill; the others are refused there. */
export const FIELDS_OF_KIND: Readonly<Record<RuleKind, readonly FormulaField[]>> = {
  ratio: ["ratioNumerator", "ratioDenominator"],
  threshold: ["ratioNumerator", "ratioDenominator", "thresholdDonors", "thresholdGoalPercent", "lumpCents"],
  pro_rata: ["budgetCents"],
  quadratic: ["budgetCents"],
};

export type FormulaInput = {
  readonly kind: RuleKind;
  readonly ratioNumerator: number | null;
  readonly ratioDenominator: number | null;
  readonly thresholdDonors: number | null;
  readonly thresholdGoalPercent: number | null;
  readonly lumpCents: bigint | null;
  readonly budgetCents: bigint | null;
};

type WithPeriod = { readonly capPerPeriodCents: bigint | null; readonly capPeriod: string | null };

/** Refuses a formula that is not whole, or that fills what its kind does not ask. */
export function refuseStrayFields(rule: FormulaInput & WithPeriod, context: z.core.$RefinementCtx): void {
  const refuse = (field: string, text: Text) =>
    context.addIssue({ code: "custom", path: [field], message: text.en, ...saying(text) });
  const asked = FIELDS_OF_KIND[rule.kind];
  for (const field of FORMULA_FIELDS) {
    if (rule[field] !== null && !asked.includes(field)) refuse(field, STRAY[rule.kind]);
  }
  for (const field of missing(rule)) refuse(field, MISSING[field]);
  if (rule.kind === "threshold" && rule.lumpCents !== null && hasRatio(rule)) refuse("lumpCents", LUMP_OR_RATIO);
  if ((rule.capPerPeriodCents === null) !== (rule.capPeriod === null))
    refuse(rule.capPeriod === null ? "capPeriod" : "capPerPeriodCents", PERIOD_AND_CAP);
}

const hasRatio = ({ ratioNumerator, ratioDenominator }: FormulaInput) =>
  ratioNumerator !== null || ratioDenominator !== null;

function missing(rule: FormulaInput): readonly FormulaField[] {
  const ratio = (["ratioNumerator", "ratioDenominator"] as const).filter((field) => rule[field] === null);
  switch (rule.kind) {
    case "ratio":
      return ratio;
    case "threshold":
      return [
        ...(rule.thresholdDonors === null && rule.thresholdGoalPercent === null ? (["thresholdDonors"] as const) : []),
        ...(hasRatio(rule) ? ratio : rule.lumpCents === null ? (["lumpCents"] as const) : []),
      ];
    case "pro_rata":
    case "quadratic":
      return rule.budgetCents === null ? ["budgetCents"] : [];
  }
}

/** What a rule gives, in the domain's terms. */
export function formulaOf(rule: FormulaInput): Formula {
  switch (rule.kind) {
    case "ratio":
      return { kind: "ratio", ratio: ratioOf(rule) };
    case "threshold":
      return {
        kind: "threshold",
        uniqueDonors: rule.thresholdDonors ?? undefined,
        goalPercent: rule.thresholdGoalPercent ?? undefined,
        reward:
          rule.lumpCents === null
            ? { kind: "ratio", ratio: ratioOf(rule) }
            : { kind: "lump", lumpCents: cents(rule.lumpCents) },
      };
    case "pro_rata":
    case "quadratic":
      return { kind: rule.kind, budgetCents: cents(given(rule.budgetCents)) };
  }
}

const ratioOf = ({ ratioNumerator, ratioDenominator }: FormulaInput) => ({
  numerator: BigInt(given(ratioNumerator)),
  denominator: BigInt(given(ratioDenominator)),
});

function given<T>(value: T | null): T {
  if (value === null) throw new InvariantViolation("a rule's formula was read without its schema");
  return value;
}

const STRAY: Readonly<Record<RuleKind, Text>> = {
  ratio: {
    fr: "Une règle proportionnelle ne prend que « ajoute … pour … » : videz ce champ, ou changez de sorte de règle.",
    en: "A ratio takes only “adds … for …”: empty this field, or choose another kind of rule.",
  },
  threshold: {
    fr: "Une règle à seuil ne partage pas de somme à la fin : videz ce champ, ou changez de sorte de règle.",
    en: "A threshold shares no sum at the end: empty this field, or choose another kind of rule.",
  },
  pro_rata: {
    fr: "Un partage à la fin ne prend que la somme à partager : videz ce champ, ou changez de sorte de règle.",
    en: "A round takes only the sum to share: empty this field, or choose another kind of rule.",
  },
  quadratic: {
    fr: "Un partage à la fin ne prend que la somme à partager : videz ce champ, ou changez de sorte de règle.",
    en: "A round takes only the sum to share: empty this field, or choose another kind of rule.",
  },
};

const RATIO_MISSING: Text = {
  fr: "Dites combien le partenaire ajoute, et pour combien donné.",
  en: "Say how much the partner adds, and for how much given.",
};

const MISSING: Readonly<Record<FormulaField, Text>> = {
  ratioNumerator: RATIO_MISSING,
  ratioDenominator: RATIO_MISSING,
  thresholdDonors: {
    fr: "Donnez le seuil : un nombre de donateurs, une part de l’objectif, ou les deux.",
    en: "Give the threshold: a number of donors, a share of the goal, or both.",
  },
  thresholdGoalPercent: {
    fr: "Donnez le seuil : un nombre de donateurs, une part de l’objectif, ou les deux.",
    en: "Give the threshold: a number of donors, a share of the goal, or both.",
  },
  lumpCents: {
    fr: "Dites ce que le seuil déclenche : une somme, ou un taux pour les dons suivants.",
    en: "Say what the threshold brings: a sum, or a ratio for the gifts that follow.",
  },
  budgetCents: { fr: "Donnez la somme à partager.", en: "Give the sum to share." },
};

const LUMP_OR_RATIO: Text = {
  fr: "Le seuil déclenche une somme ou un taux, pas les deux.",
  en: "The threshold brings a sum or a ratio, not both.",
};

const PERIOD_AND_CAP: Text = {
  fr: "Le plafond par période se donne avec sa période : jour, semaine ou mois.",
  en: "The cap per period comes with its period: day, week or month.",
};
