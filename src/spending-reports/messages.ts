import type { ReportStanding } from "../domain/spending-report.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

const conflict = (type: string, text: Text) => new AppError(type, 409, text);

export const agreementNotSigned = () =>
  conflict("agreement-not-signed", {
    fr: "Le compte rendu s’ouvre une fois la convention signée par les deux parties.",
    en: "The report opens once both parties have signed the agreement.",
  });

export const reportHandedIn = () =>
  conflict("report-handed-in", {
    fr: "Ce compte rendu est remis : il ne change plus, sauf si le fonds demande des corrections.",
    en: "This report is handed in: it does not change any more, unless the fund asks for corrections.",
  });

export const tooManyReportFiles = () =>
  conflict("too-many-files", {
    fr: "100 fichiers au plus. Réunissez plusieurs factures dans un même PDF.",
    en: "At most 100 files. Put several invoices into one PDF.",
  });

export const reportNotSubmitted = () =>
  conflict("report-not-submitted", {
    fr: "Ce compte rendu n’attend pas d’examen.",
    en: "This report does not wait to be examined.",
  });

export const ofTheHolder = () =>
  conflict("second-person-needed", {
    fr: "Une personne extérieure à la structure doit examiner ce compte rendu.",
    en: "A person outside the organisation must examine this report.",
  });

export const paymentsUnderWay = () =>
  conflict("payments-under-way", {
    fr: "Un versement de cette subvention est en cours : attendez qu’il soit payé, ou annulez-le.",
    en: "A payment of this grant is under way: wait until it is paid, or cancel it.",
  });

export const moneyUnsettled = () =>
  conflict("grant-unsettled", {
    fr: "Un don contesté ou un avenant à signer change encore cette subvention : attendez que ce soit réglé.",
    en: "A disputed gift or an amendment to be signed still changes this grant: wait until that is settled.",
  });

export const reserveTooSmall = (missingCents: bigint) =>
  conflict("reserve-exhausted", {
    fr: `Il manque ${formatEuros(missingCents, "fr")} à la réserve du fonds pour rendre leur part aux partenaires avant le reversement. Alimentez la réserve, puis acceptez.`,
    en: `The fund’s reserve lacks ${formatEuros(missingCents, "en")} to give partners their share before the holder pays it back. Fund the reserve, then accept.`,
  });

export const reportLate = () =>
  conflict("report-late", {
    fr: "Un compte rendu financier de votre structure est en retard : remettez-le avant de demander un versement.",
    en: "A financial report of your organisation is late: hand it in before asking for a payment.",
  });

export const unknownLine: FieldError = {
  field: "lines",
  message: {
    fr: "Donnez chaque ligne du budget une fois, et aucune autre.",
    en: "Give each line of the budget once, and no other.",
  },
};

export const notAsListed = (position: number): FieldError => ({
  field: `lines.${position}.spentCents`,
  message: {
    fr: "Ce montant n’est pas la somme des factures de la liste pour cette ligne.",
    en: "This amount is not the sum of the invoices listed for this line.",
  },
});

export const STANDINGS: Readonly<Record<ReportStanding, Text>> = {
  "not-yet": { fr: "projet en cours", en: "project under way" },
  "to-write": { fr: "à remettre", en: "to be handed in" },
  late: { fr: "en retard", en: "late" },
  "to-examine": { fr: "à examiner", en: "to examine" },
  accepted: { fr: "accepté", en: "accepted" },
};

export const REPORT = {
  title: { fr: "Compte rendu financier", en: "Financial report" },
  list: { fr: "Comptes rendus financiers", en: "Financial reports" },
  none: { fr: "Aucun compte rendu.", en: "No report." },
  listIntro: {
    fr: "Un compte rendu est dû dans les mois qui suivent la fin de chaque projet. En retard, il suspend les versements de toute la structure.",
    en: "A report is due in the months that follow each project’s end. A late one suspends payments to the whole organisation.",
  },
  state: { fr: "État", en: "State" },
  campaign: { fr: "Collecte", en: "Campaign" },
  organisation: { fr: "Structure", en: "Organisation" },
  projectEnd: { fr: "Fin du projet", en: "Project’s end" },
  dueOn: { fr: "À remettre au plus tard le", en: "Due by" },
  handedInOn: { fr: "Remis le", en: "Handed in on" },
  decidedOn: { fr: "Examiné le", en: "Examined on" },
  write: { fr: "Rédiger le compte rendu", en: "Write the report" },
  open: { fr: "Voir le compte rendu", en: "See the report" },
  late: {
    fr: "Ce compte rendu est en retard : la structure ne peut demander aucun versement avant de l’avoir remis.",
    en: "This report is late: the organisation can ask for no payment before it hands it in.",
  },
  changesAsked: { fr: "Le fonds demande des corrections :", en: "The fund asks for corrections:" },
  noteOfFund: { fr: "Remarque du fonds", en: "The fund’s remark" },
  lines: { fr: "Budget et dépenses", en: "Budget and spending" },
  line: { fr: "Ligne", en: "Line" },
  budget: { fr: "Prévu", en: "Planned" },
  spent: { fr: "Dépensé", en: "Spent" },
  gap: { fr: "Écart", en: "Gap" },
  comment: { fr: "Explication de l’écart", en: "What explains the gap" },
  asPlanned: { fr: "comme prévu", en: "as planned" },
  total: { fr: "Total dépensé", en: "Total spent" },
  other: {
    fr: "Payé par d’autres financements (fonds propres, autres subventions)",
    en: "Paid by other money (own funds, other grants)",
  },
  ofGrant: { fr: "Dépensé sur cette subvention", en: "Spent of this grant" },
  grant: { fr: "Subvention", en: "Grant" },
  unspent: { fr: "Non employé, à rendre", en: "Not spent, goes back" },
  words: { fr: "Le projet en quelques mots", en: "The project in a few words" },
  wordsHint: {
    fr: "Ce qui a été fait, pour qui, et ce qui a changé.",
    en: "What was done, for whom, and what changed.",
  },
  save: { fr: "Enregistrer le brouillon", en: "Save the draft" },
  submit: { fr: "Remettre le compte rendu : le projet est terminé", en: "Hand in the report: the project is finished" },
  invoices: { fr: "Factures", en: "Invoices" },
  invoicesHint: {
    fr: "Facultatif : un fichier CSV avec les colonnes ligne, fournisseur, date, montant. La ligne est son numéro ci-dessus, la date s’écrit 2027-03-28. Le fichier remplace la liste précédente et remplit les montants dépensés.",
    en: "Optional: a CSV file with the columns ligne, fournisseur, date, montant. The line is its number above, the date reads 2027-03-28. The file takes the place of the last list and fills the amounts spent.",
  },
  file: { fr: "Fichier CSV", en: "CSV file" },
  importFile: { fr: "Importer la liste", en: "Import the list" },
  files: { fr: "Factures et autres preuves", en: "Invoices and other proof" },
  noFiles: { fr: "Aucun fichier.", en: "No file." },
  filename: { fr: "Fichier", en: "File" },
  proof: { fr: "Une facture ou une autre preuve", en: "An invoice or other proof" },
  addFile: { fr: "Ajouter ce fichier", en: "Add this file" },
  removeFile: { fr: "Retirer", en: "Remove" },
  noInvoices: { fr: "Aucune facture listée.", en: "No invoice listed." },
  supplier: { fr: "Fournisseur", en: "Supplier" },
  date: { fr: "Date", en: "Date" },
  amount: { fr: "Montant", en: "Amount" },
  decide: { fr: "Examiner", en: "Examine" },
  accept: { fr: "Accepter le compte rendu", en: "Accept the report" },
  acceptHint: {
    fr: "Ce qui n’a pas été dépensé revient aussitôt à ses financeurs, à proportion.",
    en: "What was not spent goes back at once to those who financed it, in proportion.",
  },
  noteOptional: { fr: "Remarque", en: "Remark" },
  askChanges: { fr: "Demander des corrections", en: "Ask for corrections" },
  whatToChange: { fr: "Ce qui est à corriger", en: "What is to be corrected" },
  returned: { fr: "Somme non employée", en: "Money not spent" },
  allSpent: { fr: "Toute la subvention a été employée.", en: "The whole grant was spent." },
  keptBack: { fr: "Retenu sur ce qui restait à verser", en: "Kept from what was still to be paid" },
  claimed: { fr: "À reverser par la structure", en: "Owed back by the organisation" },
  toPots: { fr: "Rendu aux enveloppes des partenaires", en: "Given back to partners’ pots" },
  toReserve: { fr: "Revenu au fonds, pour d’autres projets", en: "Back to the fund, for other projects" },
  owed: { fr: "Reste à reverser", en: "Still owed back" },
  reference: { fr: "Référence à indiquer sur le virement", en: "Reference to put on the transfer" },
  howToRepay: {
    fr: "Faites un virement du montant exact avec cette référence : il est reconnu dès qu’il arrive. Sinon la somme est retenue sur la suite de cette subvention.",
    en: "Make a transfer of the exact amount with this reference: it is recognised when it arrives. Otherwise the sum is kept from what follows of this grant.",
  },
} as const satisfies Record<string, Text>;
