import type { CapPeriod, HeldShare, Stacking } from "../domain/matching/rule.ts";
import type { WrittenTerms } from "../domain/matching/rule-terms.ts";
import type { Text } from "../i18n/text.ts";
import { formatCount, formatEuros } from "../ui/format.ts";
import { frenchSpaces } from "../ui/french-spaces.ts";
import { describeFilter } from "./describe-filter.ts";
import { describeFormula, differentDonors } from "./describe-formula.ts";
import { fromMoment, throughMoment } from "./moments.ts";
import { around, join, when } from "./sentence-parts.ts";
import { departementName } from "./territory-names.ts";

/**
 * A rule as one plain sentence, made from its data alone: what is signed. Every term is in it; two rules that differ
 * in any term read differently.
 */
export function describeRule(partner: string, rule: WrittenTerms): Text {
  const main = [
    describeFormula(partner, rule.formula),
    ...caps(rule),
    ...minimums(rule),
    ...describeFilter(rule.filter),
    validity(rule),
  ];
  const aside = [
    ...when(rule.goalConditional, {
      fr: "à condition que la collecte atteigne son objectif",
      en: "on condition that the campaign reaches its goal",
    }),
    ...STACKING[rule.stacking],
    ...rule.heldShares.map(held),
    ...when(rule.backfill, {
      fr: "l’argent qui se libère complète d’abord les dons les plus anciens qui n’ont pas tout reçu",
      en: "money that is freed first completes the oldest gifts that did not receive all",
    }),
    { fr: `rang ${formatCount(rule.priority, "fr")}`, en: `rank ${formatCount(rule.priority, "en")}` },
  ];
  const sentence = (language: keyof Text, stop: string) =>
    `${[main.map((part) => part[language]).join(", "), ...aside.map((part) => part[language])].join(stop)}.`;
  return { fr: frenchSpaces(sentence("fr", " ; ")), en: sentence("en", "; ") };
}

const PERIODS: Readonly<Record<CapPeriod, Text>> = {
  day: { fr: "par jour", en: "per day" },
  week: { fr: "par semaine du lundi au dimanche", en: "per week from Monday to Sunday" },
  month: { fr: "par mois", en: "per month" },
};

function caps(rule: WrittenTerms): readonly Text[] {
  const given: readonly (readonly [bigint | undefined, Text])[] = [
    [rule.capPerGiftCents, { fr: "par don", en: "per gift" }],
    [rule.capPerDonorCents, { fr: "par personne", en: "per person" }],
    [rule.capPerCampaignCents, { fr: "par collecte", en: "per campaign" }],
    [rule.capPerPeriodCents, PERIODS[rule.capPeriod ?? "day"]],
    [rule.capInAllCents, { fr: "en tout", en: "in all" }],
  ];
  const parts = given.flatMap(([cap, per]) =>
    cap === undefined ? [] : [{ fr: `${formatEuros(cap, "fr")} ${per.fr}`, en: `${formatEuros(cap, "en")} ${per.en}` }],
  );
  return parts.length === 0 ? [] : [around({ fr: "jusqu’à ", en: "up to " }, join(parts, "and"))];
}

function minimums({ minimumGiftCents: least, minimumDonors }: WrittenTerms): readonly Text[] {
  const donors = minimumDonors === undefined ? undefined : differentDonors(minimumDonors);
  return [
    ...(least === undefined
      ? []
      : [
          {
            fr: `pour les dons d’au moins ${formatEuros(least, "fr")}`,
            en: `for gifts of at least ${formatEuros(least, "en")}`,
          },
        ]),
    ...(donors === undefined
      ? []
      : [
          {
            fr: `à partir du don qui porte la collecte à ${donors.fr}`,
            en: `from the gift on that brings the campaign to ${donors.en}`,
          },
        ]),
  ];
}

function validity({ startsAt, endsAt }: WrittenTerms): Text {
  const [from, through] = [fromMoment(startsAt), throughMoment(endsAt)];
  return {
    fr: `pour les dons faits du ${from.fr} au ${through.fr}`,
    en: `for gifts made from ${from.en} to ${through.en}`,
  };
}

const STACKING: Readonly<Record<Stacking, readonly Text[]>> = {
  adds: [],
  if_first: [
    {
      fr: "seulement si aucune règle qui répond avant elle n’a abondé le même don",
      en: "only if no rule that answers before it has matched the same gift",
    },
  ],
  final: [
    {
      fr: "un don qu’elle abonde ne l’est par aucune règle qui répond après elle",
      en: "a gift that it matches is matched by no rule that answers after it",
    },
  ],
};

function held({ departements, shareCents, until }: HeldShare): Text {
  const [sum, through] = [
    { fr: formatEuros(shareCents, "fr"), en: formatEuros(shareCents, "en") },
    throughMoment(until),
  ];
  const where = join(
    departements.map((code) => ({ fr: departementName(code), en: departementName(code) })),
    "and",
  );
  const one = departements.length === 1;
  return {
    fr: `${sum.fr} de l’enveloppe sont gardés pour ${one ? "le département" : "les départements"} ${where.fr} jusqu’au ${through.fr}`,
    en: `${sum.en} of the pot are kept for the ${one ? "département" : "départements"} ${where.en} until ${through.en}`,
  };
}
