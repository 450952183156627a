import type { FundingSource, PlanFault } from "../domain/project.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

export const SOURCE_NAMES: Readonly<Record<FundingSource, Text>> = {
  own_funds: { fr: "Fonds propres de la structure", en: "The organisation’s own funds" },
  campaign: { fr: "Collecte (dons et abondements)", en: "Campaign (gifts and matching)" },
  public_grants: { fr: "Subventions publiques", en: "Public grants" },
  other: { fr: "Autres ressources", en: "Other resources" },
};

/** The field a person corrects, and how. */
export function planFaultField(fault: PlanFault): FieldError {
  switch (fault.rule) {
    case "no-budget-line":
      return {
        field: "budgetLines",
        message: { fr: "Ajoutez au moins une dépense.", en: "Add at least one expense." },
      };
    case "total-too-large":
      return {
        field: "budgetLines",
        message: {
          fr: "Le total du budget dépasse ce que le fonds peut suivre.",
          en: "The budget’s total is more than the fund can follow.",
        },
      };
    case "source-twice":
      return {
        field: "fundingLines",
        message: {
          fr: `« ${SOURCE_NAMES[fault.source].fr} » figure deux fois.`,
          en: `“${SOURCE_NAMES[fault.source].en}” stands twice.`,
        },
      };
    case "funding-differs":
      return { field: "fundingLines", message: fundingDiffers(fault.missingCents) };
  }
}

const fundingDiffers = (missingCents: bigint): Text =>
  missingCents > 0n
    ? {
        fr: `Il manque ${formatEuros(missingCents, "fr")} de ressources pour couvrir le budget.`,
        en: `The funding plan lacks ${formatEuros(missingCents, "en")} to cover the budget.`,
      }
    : {
        fr: `Les ressources dépassent le budget de ${formatEuros(-missingCents, "fr")}.`,
        en: `The funding plan exceeds the budget by ${formatEuros(-missingCents, "en")}.`,
      };

export const unknownPlaces = (ids: readonly string[]): FieldError => ({
  field: "placeIds",
  message: {
    fr: `Lieu inconnu : ${ids.join(", ")}.`,
    en: `Unknown place: ${ids.join(", ")}.`,
  },
});

export const projectLocked = () =>
  new AppError("project-locked", 409, {
    fr: "Une collecte de ce projet a été déposée : le projet ne peut plus être modifié.",
    en: "A campaign of this project has been submitted: the project can no longer be changed.",
  });

export const FORM = {
  newTitle: { fr: "Nouveau projet", en: "New project" },
  editTitle: { fr: "Modifier le projet", en: "Change the project" },
  organisation: { fr: "Structure qui porte le projet", en: "Organisation behind the project" },
  title: { fr: "Nom du projet", en: "Name of the project" },
  summary: { fr: "Résumé", en: "Summary" },
  summaryHint: {
    fr: "Une ou deux phrases, 300 caractères au plus.",
    en: "One or two sentences, 300 characters at most.",
  },
  description: { fr: "Description", en: "Description" },
  descriptionHint: {
    fr: "Pour qui, quoi, quand, avec qui. Une ligne vide sépare deux paragraphes.",
    en: "For whom, what, when, with whom. An empty line separates two paragraphs.",
  },
  budget: { fr: "Budget : ce que l’argent paie", en: "Budget: what the money buys" },
  budgetHint: {
    fr: "La somme des dépenses est le coût total du projet. Les lignes vides sont ignorées.",
    en: "The sum of the expenses is the total cost of the project. Empty lines are left out.",
  },
  addExpense: { fr: "Ajouter une ligne de dépense", en: "Add an expense" },
  funding: { fr: "Plan de financement : d’où vient l’argent", en: "Funding plan: where the money comes from" },
  fundingHint: {
    fr: "Le total doit être égal au budget. L’objectif d’une collecte ne dépasse pas la ligne « collecte ».",
    en: "The total must equal the budget. A campaign’s goal stays within the campaign line.",
  },
  places: { fr: "Lieux de médiation", en: "Mediation places" },
  placesHint: {
    fr: "Il en faut au moins un pour déposer une collecte. Décochez pour retirer un lieu.",
    en: "At least one is needed to submit a campaign. Clear a box to take a place out.",
  },
  placeSearch: { fr: "Chercher un lieu", en: "Look for a place" },
  placeSearchHint: { fr: "Nom du lieu, commune ou code postal", en: "Name of the place, commune or postcode" },
  findPlaces: { fr: "Chercher", en: "Search" },
  noPlaceFound: {
    fr: "Aucun lieu trouvé. Essayez un autre nom ou le code postal.",
    en: "No place found. Try another name or the postcode.",
  },
  save: { fr: "Enregistrer le projet", en: "Save the project" },
} as const satisfies Record<string, Text>;

export const expense = (n: number): Text => ({ fr: `Dépense ${n}`, en: `Expense ${n}` });
export const expenseAmount = (n: number): Text => ({ fr: `Montant ${n}`, en: `Amount ${n}` });

export const PAGES = {
  mine: { fr: "Mes projets", en: "My projects" },
  mineIntro: {
    fr: "Un projet dit ce qui sera payé, où, et avec quel argent. Il peut ensuite ouvrir une collecte.",
    en: "A project says what will be paid, where, and with which money. It can then open a campaign.",
  },
  create: { fr: "Créer un projet", en: "Start a project" },
  list: { fr: "Liste des projets", en: "List of projects" },
  none: { fr: "Vous n’avez pas encore de projet.", en: "You have no project yet." },
  noOrganisation: {
    fr: "Pour créer un projet, votre compte doit d’abord être rattaché à une structure.",
    en: "To start a project, your account must first belong to an organisation.",
  },
  more: { fr: "Projets plus anciens", en: "Older projects" },
  edit: { fr: "Modifier le projet", en: "Change the project" },
  locked: {
    fr: "Une collecte de ce projet a été déposée : le projet ne peut plus être modifié.",
    en: "A campaign of this project has been submitted: the project can no longer be changed.",
  },
  budget: { fr: "Budget", en: "Budget" },
  funding: { fr: "Plan de financement", en: "Funding plan" },
  expense: { fr: "Dépense", en: "Expense" },
  source: { fr: "Ressource", en: "Source" },
  amount: { fr: "Montant", en: "Amount" },
  total: { fr: "Total", en: "Total" },
  places: { fr: "Lieux de médiation", en: "Mediation places" },
  noPlace: { fr: "Aucun lieu rattaché pour l’instant.", en: "No place yet." },
  campaigns: { fr: "Collectes", en: "Campaigns" },
  noCampaign: { fr: "Aucune collecte pour l’instant.", en: "No campaign yet." },
  ownGrant: { fr: "Demander une aide du fonds", en: "Apply for the fund’s own grant" },
  newCampaign: { fr: "Préparer une collecte", en: "Prepare a campaign" },
  cost: { fr: "Coût total", en: "Total cost" },
} as const satisfies Record<string, Text>;
