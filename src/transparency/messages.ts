import { FEWEST_PEOPLE } from "../domain/small-cells.ts";
import type { Text } from "../i18n/text.ts";

export const OPEN = {
  title: { fr: "Transparence", en: "Transparency" },
  intro: {
    fr: "Tout l’argent qui passe par le fonds, d’où il vient et où il va. Les chiffres viennent des comptes du fonds, écriture par écriture.",
    en: "All the money that goes through the fund, where it comes from and where it goes. The figures come from the fund’s books, entry by entry.",
  },
  sinceStart: { fr: "Depuis le début", en: "Since the beginning" },
  byYear: { fr: "Année par année", en: "Year by year" },
  caption: { fr: "Argent reçu, ajouté, accordé et versé", en: "Money received, added, granted and paid" },
  counted: {
    fr: "Un don compte le jour où il est débité : une promesse n’est pas encore dans les comptes. Ce qui a été rendu aux donateurs est dit à part.",
    en: "A gift counts on the day it is charged: a pledge is not yet in the books. What was given back to donors is told apart.",
  },
  what: { fr: "Argent", en: "Money" },
  gifts: { fr: "Dons aux projets", en: "Gifts to projects" },
  tips: { fr: "Soutiens au fonds", en: "Tips to the fund" },
  partners: { fr: "Argent des partenaires", en: "Partners’ money" },
  returned: { fr: "Rendu aux donateurs", en: "Given back to donors" },
  withdrawn: { fr: "Repris par les partenaires", en: "Taken back by partners" },
  matched: { fr: "Ajouté par les partenaires", en: "Added by partners" },
  granted: { fr: "Accordé aux projets", en: "Granted to projects" },
  paid: { fr: "Versé aux projets", en: "Paid to projects" },
  fees: { fr: "Frais de paiement", en: "Payment fees" },
  losses: { fr: "Pertes", en: "Losses" },
  donors: { fr: "Donateurs", en: "Donors" },
  byTerritory: { fr: "Par territoire", en: "By territory" },
  territory: { fr: "Territoire", en: "Territory" },
  territoryHint: {
    fr: "Le territoire est celui des lieux du projet. Sous chaque région, ses départements.",
    en: "The territory is that of the project’s places. Under each region, its départements.",
  },
  noTerritory: { fr: "Plusieurs régions, ou lieu non précisé", en: "Several regions, or place not given" },
  severalDepartements: { fr: "Plusieurs départements", en: "Several départements" },
  secret: { fr: "secret", en: "secret" },
  secretHint: {
    fr: `« secret » : moins de ${FEWEST_PEOPLE} personnes sont derrière ce chiffre, ou bien ce chiffre permettrait de retrouver celui d’un territoire voisin. Les totaux de l’année les comptent.`,
    en: `“secret”: fewer than ${FEWEST_PEOPLE} people stand behind the figure, or it would give away that of another territory. The year’s totals count them.`,
  },
  nothingYet: {
    fr: "Aucune écriture pour l’instant : les chiffres viendront avec les premiers dons.",
    en: "No entry yet: figures come with the first gifts.",
  },
  standing: { fr: "Ce que le fonds détient aujourd’hui", en: "What the fund holds today" },
  general: { fr: "Pot commun du fonds", en: "The fund’s general pot" },
  committed: { fr: "Promis par le comité, pas encore accordé", en: "Promised by the committee, not yet granted" },
  reserve: { fr: "Réserve", en: "Reserve" },
  tipsHeld: { fr: "Soutiens au fonds", en: "Tips to the fund" },
  pots: { fr: "Enveloppes des partenaires", en: "Partners’ pots" },
  giftsHeld: { fr: "Dons de collectes en cours", en: "Gifts of campaigns under way" },
  matchesHeld: { fr: "Abondements de collectes en cours", en: "Matches of campaigns under way" },
  grantsHeld: { fr: "Dû aux projets", en: "Owed to projects" },
  refundsDue: { fr: "Dû aux donateurs", en: "Owed to donors" },
  owedBack: { fr: "Dû au fonds par des projets", en: "Owed to the fund by projects" },
  check: { fr: "Vérifier par vous-même", en: "Check for yourself" },
  checkIntro: {
    fr: "Chaque écriture des comptes est scellée par une empreinte qui dépend de toutes les précédentes. Notez l’empreinte d’aujourd’hui : si quelqu’un changeait une écriture passée, on ne la retrouverait plus.",
    en: "Each entry of the books is sealed by a fingerprint that depends on all those before. Note today’s fingerprint: if somebody changed a past entry, it could not be found any more.",
  },
  head: { fr: "Empreinte", en: "Fingerprint" },
  sealedEntries: { fr: "Écritures scellées", en: "Sealed entries" },
  sealedAt: { fr: "Scellée le", en: "Sealed on" },
  noSeal: { fr: "Aucune écriture scellée pour l’instant.", en: "No sealed entry yet." },
  howToCheck: {
    fr: "Un programme la lit à l’adresse",
    en: "A program reads it at",
  },
  command: {
    fr: "Avec le logiciel, qui est libre, et une copie du journal, cette commande suit toute la chaîne et cherche l’empreinte que vous avez notée :",
    en: "With the software, which is free, and a copy of the journal, this command follows the whole chain and looks for the fingerprint you noted:",
  },
  selfCheck: { fr: "Dernier contrôle automatique des comptes :", en: "Last automatic check of the books:" },
  checkHolds: { fr: "tout est juste", en: "everything holds" },
  checkNone: { fr: "pas encore fait", en: "not yet done" },
  downloads: { fr: "Télécharger les données", en: "Download the data" },
  licence: {
    fr: "Données libres, sous Licence Ouverte 2.0 : vous pouvez les reprendre en citant le fonds et la date.",
    en: "Open data under Licence Ouverte 2.0: you may reuse them, naming the fund and the date.",
  },
  yearsFile: { fr: "Les années (CSV)", en: "The years (CSV)" },
  territoriesFile: { fr: "Les territoires (CSV)", en: "The territories (CSV)" },
  jsonFile: { fr: "Tout en un (JSON)", en: "All in one (JSON)" },
  grantsFile: {
    fr: "Les subventions signées, au format national SCDL (CSV)",
    en: "Signed grants, in the national SCDL layout (CSV)",
  },
  grantsMissing: {
    fr: "La liste des subventions sera publiée quand le fonds aura donné son numéro SIRET.",
    en: "The list of grants will be published once the fund has given its SIRET number.",
  },
  dictionaryLink: { fr: "Ce que veut dire chaque colonne", en: "What each column means" },
  readAt: { fr: "Chiffres lus le", en: "Figures read on" },
} as const satisfies Record<string, Text>;

/** How many invariants do not hold. */
export const checkFailed = (count: number): Text => ({
  fr: count === 1 ? "1 anomalie, que le fonds examine" : `${count} anomalies, que le fonds examine`,
  en: count === 1 ? "1 problem, which the fund looks into" : `${count} problems, which the fund looks into`,
});

export const territoriesIn = (year: number): Text => ({
  fr: `Territoires en ${year}`,
  en: `Territories in ${year}`,
});
