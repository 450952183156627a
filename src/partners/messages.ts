import { LIMIT_PAIRS, type Limit, type LimitFault } from "../domain/matching/rule-limits.ts";
import type { RuleFault } from "../domain/matching/rule-terms.ts";
import { AppError, type FieldError } from "../errors.ts";

const at = (field: string, fr: string, en: string): FieldError => ({ field, message: { fr, en } });

/** What an amount is called, and the field a person types it in. */
const AMOUNTS: Readonly<Record<Limit, { readonly field: string; readonly fr: string; readonly en: string }>> = {
  "gift-cap": {
    field: "capPerGiftCents",
    fr: "le plafond par don",
    en: "the cap per gift",
  },
  "donor-cap": {
    field: "capPerDonorCents",
    fr: "le plafond par personne",
    en: "the cap per person",
  },
  "campaign-cap": {
    field: "capPerCampaignCents",
    fr: "le plafond par collecte",
    en: "the cap per campaign",
  },
  "period-cap": {
    field: "capPerPeriodCents",
    fr: "le plafond par période",
    en: "the cap per period",
  },
  "total-cap": {
    field: "capInAllCents",
    fr: "le plafond de toute la règle",
    en: "the cap of the whole rule",
  },
  lump: {
    field: "lumpCents",
    fr: "la somme du seuil",
    en: "the threshold’s sum",
  },
  budget: {
    field: "budgetCents",
    fr: "la somme à partager",
    en: "the sum to share",
  },
  "held-shares": {
    field: "heldShares",
    fr: "le total des parts gardées",
    en: "the total of the parts kept",
  },
  promise: {
    field: "",
    fr: "ce qui est promis à l’enveloppe",
    en: "what the pot is promised",
  },
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const limitFaults = Object.fromEntries(
  LIMIT_PAIRS.map(({ lower, upper, fault }) => {
    const [small, large] = [AMOUNTS[lower], AMOUNTS[upper]];
    const message = {
      fr: `${capital(small.fr)} dépasse ${large.fr} : on n’irait jamais jusque-là.`,
      en: `${capital(small.en)} is above ${large.en}: it could never be reached.`,
    };
    return [fault, { field: small.field, message }];
  }),
) as Record<LimitFault, FieldError>;

/** The field a person corrects, and why the rule as it is contradicts itself. */
export const RULE_FAULTS: Readonly<Record<RuleFault, FieldError>> = {
  ...limitFaults,
  "ends-before-start": at("endsOn", "Le dernier jour vient avant le premier.", "The last day comes before the first."),
  "starts-before-agreement": at(
    "startsOn",
    "La règle commence avant la signature de l’accord.",
    "The rule starts before the agreement was signed.",
  ),
  "ends-after-agreement": at("endsOn", "La règle dépasse la fin de l’accord.", "The rule outlasts the agreement."),
  "lump-with-gift-cap": at(
    "capPerGiftCents",
    "Une somme donnée une fois par collecte ne prend pas de plafond par don : changez la somme.",
    "A sum given once a campaign takes no cap per gift: change the sum.",
  ),
  "lump-with-campaign-cap": at(
    "capPerCampaignCents",
    "Une somme donnée une fois par collecte ne prend pas de plafond par collecte : changez la somme.",
    "A sum given once a campaign takes no cap per campaign: change the sum.",
  ),
  "round-with-total-cap": at(
    "capInAllCents",
    "La somme à partager est déjà le total de la règle.",
    "The sum to share is the rule’s total already.",
  ),
  "round-with-backfill": at(
    "backfill",
    "Un partage à la fin se fait en une fois : il n’y a pas de don à compléter.",
    "A round is shared at once: there is no gift to complete.",
  ),
  "donors-asked-twice": at(
    "minimumDonors",
    "Cette règle a déjà un seuil : donnez-y le nombre de donateurs.",
    "This rule has a threshold already: give the number of donors there.",
  ),
  "goal-asked-twice": at(
    "goalConditional",
    "Le seuil demande déjà tout l’objectif en dons : cette condition n’ajoute rien.",
    "The threshold asks for the whole goal in gifts already: this condition adds nothing.",
  ),
  "shares-above-promise": at(
    "heldShares",
    "Les parts gardées, celles des autres règles comprises, dépassent ce qui est promis à l’enveloppe.",
    "The parts kept, those of other rules included, are above what the pot is promised.",
  ),
  "share-territory-repeats": at(
    "heldShares",
    "Un département a deux parts de cette enveloppe, peut-être par une autre règle : réunissez-les.",
    "A département has two parts of this pot, perhaps by another rule: join them.",
  ),
  "share-outside-territory": at(
    "heldShares",
    "Une part est gardée pour un département où la règle ne s’applique pas.",
    "A part is kept for a département where the rule does not apply.",
  ),
  "share-over-before-start": at(
    "heldShares",
    "Une part n’est plus gardée avant que la règle commence.",
    "A part is no longer kept before the rule starts.",
  ),
  "share-outlasts-rule": at(
    "heldShares",
    "Une part est gardée plus longtemps que la règle ne dure.",
    "A part is kept longer than the rule lasts.",
  ),
  "filter-repeats": at("filter", "Une valeur est donnée deux fois.", "A value is given twice."),
};

export const unknownCommune = at(
  "filter.near.communeCode",
  "Aucune commune n’a ce code INSEE.",
  "No commune has this INSEE code.",
);
export const communeWithoutCoordinates = at(
  "filter.near.communeCode",
  "Les coordonnées de cette commune ne sont pas connues du fonds : importez d’abord la liste des communes avec leurs coordonnées, ou choisissez une autre commune.",
  "The fund does not know this commune’s coordinates: import the list of communes with their coordinates first, or choose another commune.",
);
export const ruleAlreadyOver = at("endsOn", "Ce jour est déjà passé.", "This day has already passed.");
export const agreementEndsBeforeStart = at(
  "endsOn",
  "L’accord finit avant sa signature.",
  "The agreement ends before it is signed.",
);
export const partnerUnknown = at("partnerId", "Cette structure n’existe pas.", "There is no such organisation.");
export const receivedInFuture = at("receivedOn", "Ce jour n’est pas encore venu.", "This day has not come yet.");

export const changesByAmendment = () =>
  new AppError("amendment-needed", 409, {
    fr: "Les deux parties ont signé cet accord ici : il change par un avenant, signé des deux.",
    en: "Both sides signed this agreement here: it changes by an amendment that both sign.",
  });

export const agreementNotInForce = () =>
  new AppError("not-in-force", 409, {
    fr: "Cet accord n’est pas en vigueur.",
    en: "This agreement is not in force.",
  });

export const ruleChangedMeanwhile = () =>
  new AppError("state-changed", 409, {
    fr: "La règle a changé entre-temps : rechargez la page.",
    en: "The rule has changed meanwhile: reload the page.",
  });
