import { STATE_NAMES as CAMPAIGN_STATES, MODE_NAMES } from "../campaigns/messages.ts";
import { STATE_NAMES as APPLICATION_STATES } from "../committee/messages.ts";
import { STATES as PAYMENT_STATES } from "../disbursements/messages.ts";
import type { Language, Text } from "../i18n/text.ts";
import { accountTexts, ROLE_NAMES } from "../identity/messages.ts";
import { MEMBER_ROLE_NAMES } from "../organisations/messages.ts";
import { formatDate, formatEuros, formatInstant } from "../ui/format.ts";

const words = (fr: string, en: string): Text => ({ fr, en });

/** What changed, by its name in the log. Numbers of other things and fingerprints are left to the small print. */
const NAMES: Readonly<Record<string, Text>> = {
  aids: words("Aides déclarées", "Aid declared"),
  amountCents: words("Montant", "Amount"),
  applications: words("Demandes", "Applications"),
  askedBy: words("Demandé par", "Asked by"),
  askedCents: words("Somme demandée", "Sum asked for"),
  attempt: words("Essai n°", "Try no."),
  awards: words("Aides du fonds", "Awards of the fund"),
  bankClosingCents: words("Solde de la banque", "Balance of the bank"),
  beforeCents: words("Avant", "Before"),
  budgetCents: words("Budget", "Budget"),
  cancelledPayments: words("Versements annulés", "Payments cancelled"),
  claimedCents: words("Somme réclamée", "Sum claimed"),
  closingCents: words("Solde final", "Closing balance"),
  controlSumCents: words("Total", "Total"),
  count: words("Nombre", "Number"),
  criteria: words("Critères", "Criteria"),
  days: words("Jours", "Days"),
  deadlineOn: words("Date limite", "Deadline"),
  decisionLetters: words("Courrier du matin", "Morning letter"),
  declinesReward: words("Renonce à la contrepartie", "Declines the reward"),
  differences: words("Écarts", "Differences"),
  dueOn: words("Échéance", "Due"),
  endedOn: words("Fin d’avant", "End before"),
  endsAt: words("Fin", "End"),
  endsOn: words("Fin", "End"),
  envelopeCents: words("Enveloppe", "Envelope"),
  evidence: words("Justificatifs", "Evidence"),
  executeOn: words("Date d’exécution", "Day of execution"),
  expenses: words("Dépenses", "Expenses"),
  feeCents: words("Frais", "Fees"),
  files: words("Fichiers", "Files"),
  from: words("Avant", "Before"),
  fromCents: words("Avant", "Before"),
  giftCents: words("Don", "Gift"),
  gifts: words("Dons", "Gifts"),
  giftsCents: words("Dons", "Gifts"),
  goalCents: words("Objectif", "Goal"),
  grantedCents: words("Somme accordée", "Sum granted"),
  hasEconomicActivity: words("Activité économique", "Economic activity"),
  heldOn: words("Jour de la séance", "Day of the session"),
  iban: words("Compte", "Account"),
  instalments: words("Tranches", "Instalments"),
  isAmendment: words("Par avenant", "By an amendment"),
  issueOn: words("Jour d’envoi", "Day of sending"),
  keptBackCents: words("Somme retenue", "Sum kept back"),
  kind: words("Genre", "Kind"),
  language: words("Langue", "Language"),
  leftCents: words("Reste", "Left"),
  letters: words("Courriers", "Letters"),
  lines: words("Lignes", "Lines"),
  matches: words("Abondements", "Matches"),
  matchesCents: words("Abondements", "Matching"),
  mode: words("Mode", "Mode"),
  month: words("Mois", "Month"),
  name: words("Nom", "Name"),
  nameBefore: words("Nom d’avant", "Name before"),
  newDeadlineAt: words("Nouvelle date limite", "New deadline"),
  newGoalCents: words("Nouvel objectif", "New goal"),
  number: words("Numéro", "Number"),
  oldDeadlineAt: words("Date limite d’avant", "Deadline before"),
  oldGoalCents: words("Objectif d’avant", "Goal before"),
  openCents: words("Reste à recevoir", "Still to come"),
  otherFundingCents: words("Autres financements", "Other funding"),
  page: words("Page", "Page"),
  payments: words("Versements", "Payments"),
  places: words("Lieux", "Places"),
  promisedCents: words("Somme promise", "Sum promised"),
  promisedCounts: words("La promesse compte pour l’objectif", "The promise counts towards the goal"),
  quantity: words("Quantité", "Quantity"),
  queue: words("File", "Queue"),
  rail: words("Voie de paiement", "Way of payment"),
  reason: words("Motif", "Reason"),
  reference: words("Référence", "Reference"),
  refusal: words("Refus", "Refusal"),
  resolution: words("Explication", "Explanation"),
  rna: words("RNA", "RNA"),
  role: words("Rôle", "Role"),
  roleBefore: words("Rôle d’avant", "Role before"),
  rule: words("Règle", "Rule"),
  rules: words("Règles", "Rules"),
  seconds: words("Secondes", "Seconds"),
  sharedCents: words("Somme partagée", "Sum shared"),
  side: words("Partie", "Side"),
  siret: words("SIRET", "SIRET"),
  sizeBytes: words("Taille en octets", "Size in bytes"),
  source: words("Source", "Source"),
  spentCents: words("Dépensé", "Spent"),
  spentOfGrantCents: words("Dépensé de la subvention", "Spent of the grant"),
  startedOn: words("Début d’avant", "Start before"),
  startsAt: words("Début", "Start"),
  startsOn: words("Début", "Start"),
  state: words("État", "State"),
  takenCents: words("Somme reprise", "Sum taken back"),
  takesEffectAt: words("Prend effet", "Takes effect"),
  tipCents: words("Soutien au fonds", "Tip"),
  to: words("Après", "After"),
  toCents: words("Après", "After"),
  toGeneralCents: words("Rendu au fonds", "Returned to the fund"),
  toPotsCents: words("Rendu aux enveloppes", "Returned to the pots"),
  toReserveCents: words("Rendu à la réserve", "Returned to the reserve"),
  topUpCents: words("Complément de la réserve", "Top-up from the reserve"),
  totalCents: words("Total", "Total"),
  unit: words("Unité", "Unit"),
  validFrom: words("À partir du", "From"),
  value: words("Valeur", "Value"),
  version: words("Version", "Version"),
  voidedApprovals: words("Approbations à refaire", "Approvals to be given again"),
  voidedSignatures: words("Signatures à refaire", "Signatures to be given again"),
  wanted: words("Souhaité", "Wanted"),
  year: words("Année", "Year"),
};

/** States, roles and choices as they are stored. */
const VALUES: Readonly<Record<string, Text>> = {
  ...ROLE_NAMES,
  ...MEMBER_ROLE_NAMES,
  ...APPLICATION_STATES,
  ...CAMPAIGN_STATES,
  ...MODE_NAMES,
  ...PAYMENT_STATES,
  fr: accountTexts.french,
  en: accountTexts.english,
  accepted: words("accepté", "accepted"),
  captured: words("encaissé", "captured"),
  company: words("entreprise", "company"),
  donor: words("le donateur", "the donor"),
  donor_request: words("demande du donateur", "the donor’s request"),
  fund: words("le fonds", "the fund"),
  goal_not_reached: words("objectif non atteint", "goal not reached"),
  holder: words("le porteur du projet", "the project’s holder"),
  late_money: words("paiement arrivé trop tard", "payment that came too late"),
  partner: words("le partenaire", "the partner"),
  person: words("particulier", "person"),
  sepa: words("virement SEPA", "SEPA transfer"),
  staff_decision: words("décision du fonds", "decision of the fund"),
  stripe: words("Stripe", "Stripe"),
  true: words("oui", "yes"),
  false: words("non", "no"),
};

export type Change = Readonly<Record<string, string | number | boolean | null>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

const WAS = /^(from|old|before|started|ended)|Before$/;

/** The part of a change that reads in words, as “Montant : 25 €”, what was before what is; the rest is left out. */
export const changeInWords = (change: Change, language: Language): readonly string[] =>
  Object.entries(change)
    .toSorted(([one], [other]) => Number(WAS.test(other)) - Number(WAS.test(one)))
    .flatMap(([name, value]) => {
      const said = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
      if (said === undefined || value === null || UUID.test(String(value))) return [];
      return [`${said[language]}${language === "fr" ? " :" : ":"} ${valueInWords(name, value, language)}`];
    });

/** A reason: people's own words, or one of the codes we write. */
export const reasonInWords = (reason: string, language: Language): string => codeInWords(reason, language) ?? reason;

/** Amounts are kept as cents and read as euros. */
function valueInWords(name: string, value: string | number | boolean, language: Language): string {
  const text = String(value);
  if (/cents$/i.test(name) && /^-?\d+$/.test(text)) return formatEuros(BigInt(text), language);
  if (DAY.test(text)) return formatDate(text, language);
  if (INSTANT.test(text)) return formatInstant(new Date(text), language);
  return codeInWords(text, language) ?? text;
}

const codeInWords = (code: string, language: Language): string | undefined =>
  Object.hasOwn(VALUES, code) ? VALUES[code]?.[language] : undefined;
