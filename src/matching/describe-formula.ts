import type { Formula, Ratio } from "../domain/matching/rule.ts";
import type { Text } from "../i18n/text.ts";
import { formatCount, formatEuros } from "../ui/format.ts";
import { around, join } from "./sentence-parts.ts";

/** What a rule gives, as the beginning of its sentence. */
export function describeFormula(partner: string, formula: Formula): Text {
  switch (formula.kind) {
    case "ratio": {
      const { given, adds } = ratioInWords(partner, formula.ratio);
      return { fr: `Pour ${given.fr}, ${adds.fr}`, en: `For every ${given.en}, ${adds.en}` };
    }
    case "threshold":
      return around(reached(formula), reward(partner, formula));
    case "pro_rata":
      return shared(partner, formula.budgetCents, {
        fr: "entre les dons, chacun selon son montant",
        en: "among the gifts, each by its amount",
      });
    case "quadratic":
      return shared(partner, formula.budgetCents, {
        fr: "entre les collectes par partage quadratique (le carré de la somme des racines carrées de ce que chaque personne y a donné, moins ces dons : beaucoup de petits dons comptent plus qu’un grand), puis dans chaque collecte entre les dons selon leur montant",
        en: "among the campaigns by quadratic funding (the square of the sum of the square roots of what each person gave there, less these gifts: many small gifts count for more than one large gift), then in each campaign among the gifts by their amount",
      });
  }
}

type Threshold = Extract<Formula, { kind: "threshold" }>;

function reached({ uniqueDonors, goalPercent }: Threshold): Text {
  const parts: Text[] = [];
  if (uniqueDonors !== undefined) parts.push(differentDonors(uniqueDonors));
  if (goalPercent !== undefined)
    parts.push({ fr: `${goalPercent} % de son objectif en dons`, en: `${goalPercent} % of its goal in gifts` });
  const what = join(parts, "and");
  return { fr: `Dès qu’une collecte atteint ${what.fr}, `, en: `Once a campaign reaches ${what.en}, ` };
}

function reward(partner: string, { reward: one }: Threshold): Text {
  if (one.kind === "lump") {
    return {
      fr: `${partner} ajoute ${formatEuros(one.lumpCents, "fr")}, une fois par collecte`,
      en: `${partner} adds ${formatEuros(one.lumpCents, "en")}, once a campaign`,
    };
  }
  const { given, adds } = ratioInWords(partner, one.ratio);
  return {
    fr: `pour ${given.fr} à partir de là, ${adds.fr}`,
    en: `for every ${given.en} from then on, ${adds.en}`,
  };
}

export const differentDonors = (count: number): Text =>
  count === 1
    ? { fr: "1 donateur", en: "1 donor" }
    : {
        fr: `${formatCount(count, "fr")} donateurs différents`,
        en: `${formatCount(count, "en")} different donors`,
      };

const shared = (partner: string, budgetCents: bigint, how: Text): Text => ({
  fr: `À la fin de la période, ${partner} partage ${formatEuros(budgetCents, "fr")} ${how.fr}`,
  en: `At the end of the period, ${partner} shares ${formatEuros(budgetCents, "en")} ${how.en}`,
});

/** In lowest terms: 50 for 100 is 1 for 2. */
function ratioInWords(partner: string, { numerator, denominator }: Ratio) {
  const common = gcd(numerator, denominator);
  const given = (denominator / common) * 100n;
  const added = (numerator / common) * 100n;
  return {
    given: {
      fr: `${formatEuros(given, "fr")} ${given > 100n ? "donnés" : "donné"}`,
      en: `${formatEuros(given, "en")} given`,
    },
    adds: { fr: `${partner} ajoute ${formatEuros(added, "fr")}`, en: `${partner} adds ${formatEuros(added, "en")}` },
  };
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
