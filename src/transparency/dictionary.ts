import { FEWEST_PEOPLE } from "../domain/small-cells.ts";
import type { Text } from "../i18n/text.ts";
import type { SCDL_COLUMNS } from "./export-grants.ts";
import type { TERRITORY_COLUMNS, YEAR_COLUMNS } from "./open-data.ts";

export const DICTIONARY = {
  title: { fr: "Dictionnaire des données", en: "Data dictionary" },
  intro: {
    fr: "Ce que veut dire chaque colonne des fichiers publiés par le fonds.",
    en: "What each column of the files published by the fund means.",
  },
  layout: {
    fr: "Fichiers CSV en UTF-8, séparés par des virgules. Les montants sont en euros avec un point décimal, les dates s’écrivent 2026-11-22. Une année va du 1er janvier au 31 décembre, heure de Paris ; une écriture compte le jour où elle est enregistrée, si bien qu’une année passée ne change plus. Le fichier JSON porte les mêmes chiffres, en centimes.",
    en: "CSV files in UTF-8, separated by commas. Amounts are in euros with a decimal point, dates are written 2026-11-22. A year goes from 1 January to 31 December, Paris time; an entry counts on the day it is recorded, so that a past year never changes. The JSON file holds the same figures, in cents.",
  },
  secrecy: {
    fr: `Secret statistique : quand moins de ${FEWEST_PEOPLE} personnes sont derrière les dons, les remboursements ou les abondements d’une région ou d’un département, ces chiffres sont laissés vides, ainsi que ceux d’un autre territoire pour qu’une soustraction ne les révèle pas. Les montants accordés et versés restent : leurs bénéficiaires sont des structures, et la loi veut qu’ils soient publiés. Les totaux de l’année, qui sont les comptes du fonds, restent aussi.`,
    en: `Statistical secrecy: where fewer than ${FEWEST_PEOPLE} people stand behind the gifts, refunds or matches of a region or département, those figures are left empty, and so are those of another territory, so that no subtraction reveals them. Amounts granted and paid stay: their beneficiaries are organisations, and the law wants them published. The year’s totals, which are the fund’s accounts, stay too.`,
  },
  scdl: {
    fr: "Une ligne par convention signée des deux côtés, dans le format national « subventions » v2.1.1 du Socle commun des données locales (schema.data.gouv.fr).",
    en: "One line for each agreement signed by both sides, in the national layout “subventions” v2.1.1 of the Socle commun des données locales (schema.data.gouv.fr).",
  },
  column: { fr: "Colonne", en: "Column" },
  meaning: { fr: "Ce qu’elle dit", en: "What it says" },
  back: { fr: "Retour à la page Transparence", en: "Back to the Transparency page" },
} as const satisfies Record<string, Text>;

type Meanings<C extends readonly string[]> = Readonly<Record<C[number], Text>>;

const MONEY = {
  dons: {
    fr: "Dons reçus pour des projets, sans les soutiens au fonds.",
    en: "Gifts received for projects, without tips to the fund.",
  },
  remboursements: {
    fr: "Rendu aux donateurs : remboursements et contestations perdues, soutiens compris.",
    en: "Given back to donors: refunds and lost disputes, tips included.",
  },
  abondements: {
    fr: "Passé des enveloppes des partenaires aux projets, moins ce qui y est revenu.",
    en: "Moved from the partners’ pots to projects, less what came back to them.",
  },
  subventionsAccordees: {
    fr: "Devenu dû aux projets (dons, abondements, moyens du fonds), moins ce qui ne l’est plus.",
    en: "Became owed to projects (gifts, matches, the fund’s own money), less what no longer is.",
  },
  subventionsVersees: {
    fr: "Virements partis vers les projets, moins ceux qui sont revenus.",
    en: "Transfers sent to projects, less those that came back.",
  },
  donateurs: {
    fr: "Personnes différentes derrière les dons, abondements et remboursements.",
    en: "Different people behind gifts, matches and refunds.",
  },
} as const satisfies Record<string, Text>;

const YEAR: Text = { fr: "Année.", en: "Year." };

export const YEAR_MEANINGS: Meanings<typeof YEAR_COLUMNS> = {
  annee: YEAR,
  ...MONEY,
  soutiensAuFonds: { fr: "Soutiens volontaires au fonds lui-même.", en: "Voluntary tips to the fund itself." },
  apportsPartenaires: { fr: "Argent reçu des partenaires.", en: "Money received from partners." },
  retraitsPartenaires: { fr: "Argent repris par les partenaires.", en: "Money taken back by partners." },
  fraisPaiement: { fr: "Frais du prestataire de paiement.", en: "Fees of the payment processor." },
  pertes: { fr: "Ce qui ne peut plus être récupéré.", en: "What can no longer be recovered." },
};

export const TERRITORY_MEANINGS: Meanings<typeof TERRITORY_COLUMNS> = {
  annee: YEAR,
  niveau: {
    fr: "« region » ou « departement ». Une ligne de région est le total de ses départements.",
    en: "“region” or “departement”. A line of a region is the total of its départements.",
  },
  codeRegion: {
    fr: "Code INSEE ; vide pour plusieurs régions ou un lieu non précisé.",
    en: "INSEE code; empty for several regions or a place not given.",
  },
  nomRegion: { fr: "Nom de la région.", en: "Name of the region." },
  codeDepartement: {
    fr: "Code INSEE ; vide sur une ligne de région, et pour plusieurs départements.",
    en: "INSEE code; empty on a line of a region, and for several départements.",
  },
  nomDepartement: { fr: "Nom du département.", en: "Name of the département." },
  secretStatistique: {
    fr: "« oui » : donateurs, dons, remboursements et abondements sont tus. « en partie » : les cases vides le sont.",
    en: "“oui” (yes): donors, gifts, refunds and matches are kept secret. “en partie” (in part): the empty cells are.",
  },
  ...MONEY,
};

const EMPTY: Text = { fr: "Sans objet pour ce fonds : vide.", en: "Of no use to this fund: empty." };

export const SCDL_MEANINGS: Meanings<typeof SCDL_COLUMNS> = {
  nomAttribuant: { fr: "Le fonds.", en: "The fund." },
  idAttribuant: { fr: "SIRET du fonds.", en: "The fund’s SIRET." },
  dateConvention: { fr: "Jour de la dernière signature.", en: "Day of the last signature." },
  referenceDecision: { fr: "Numéro de la convention.", en: "Number of the agreement." },
  nomBeneficiaire: { fr: "La structure qui porte le projet.", en: "The organisation that holds the project." },
  idBeneficiaire: { fr: "Son SIRET, quand elle en a un.", en: "Its SIRET, where it has one." },
  rnaBeneficiaire: {
    fr: "Son numéro RNA, quand elle en a un fait de « W » et de neuf chiffres.",
    en: "Its RNA number, where it has one made of “W” and nine digits.",
  },
  objet: { fr: "Titre et résumé du projet, 256 caractères au plus.", en: "Title and summary, 256 characters at most." },
  montant: {
    fr: "Montant de la convention et de ses avenants signés.",
    en: "Amount of the agreement and its signed amendments.",
  },
  nature: { fr: "Toujours « aide en numéraire ».", en: "Always “aide en numéraire” (money)." },
  conditionsVersement: {
    fr: "« unique » pour une seule tranche, « échelonné » pour plusieurs.",
    en: "“unique” for one instalment, “échelonné” for several.",
  },
  datesPeriodeVersement: {
    fr: "Jour du versement unique, ou premier et dernier jour prévus.",
    en: "Day of the only payment, or first and last day planned.",
  },
  idRAE: EMPTY,
  notificationUE: {
    fr: "« oui » quand la structure déclare une activité économique : l’aide est alors de minimis.",
    en: "“oui” (yes) where the organisation declares an economic activity: the aid is then de minimis.",
  },
  pourcentageSubvention: { fr: "Toujours 1.00 : un seul bénéficiaire.", en: "Always 1.00: one beneficiary." },
  dispositifAide: EMPTY,
};
