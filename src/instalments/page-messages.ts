import type { InstalmentState } from "../domain/instalment.ts";
import type { Text } from "../i18n/text.ts";

export const STATE_NAMES: Readonly<Record<InstalmentState, Text>> = {
  locked: { fr: "fermée", en: "locked" },
  open: { fr: "justificatif attendu", en: "evidence awaited" },
  evidence_sent: { fr: "justificatif à l’examen", en: "evidence being examined" },
  accepted: { fr: "ouverte", en: "open" },
  cancelled: { fr: "annulée", en: "cancelled" },
};

export const INSTALMENTS = {
  title: { fr: "Tranches de la subvention", en: "Instalments of the grant" },
  order: {
    fr: "Chacune s’ouvre quand le justificatif de la précédente est accepté",
    en: "Each opens once the evidence of the one before is accepted",
  },
  one: { fr: "Tranche", en: "Instalment" },
  amount: { fr: "Montant", en: "Amount" },
  state: { fr: "État", en: "State" },
  paid: { fr: "versée", en: "paid" },
  paidCents: { fr: "Déjà versé", en: "Already paid" },
  asked: { fr: "versement demandé", en: "payment asked for" },
  left: { fr: "Reste à demander", en: "Left to ask for" },
  condition: { fr: "Condition", en: "Condition" },
  evidence: { fr: "Justificatif demandé", en: "Evidence asked for" },
  noEvidence: { fr: "aucun", en: "none" },
  dueOn: { fr: "Date limite", en: "Limit date" },
  late: { fr: "date limite dépassée", en: "limit date past" },
  cancelledReason: { fr: "Raison de l’annulation", en: "Why it was cancelled" },
  grant: { fr: "Voir la subvention", en: "See the grant" },
  next: { fr: "Et maintenant ?", en: "What comes next?" },
  suspended: {
    fr: "Les versements de cette subvention sont suspendus :",
    en: "The payments of this grant are suspended:",
  },
  edit: { fr: "Modifier l’échéancier", en: "Change the schedule" },
  suspend: { fr: "Suspendre les versements", en: "Suspend the payments" },
  resume: { fr: "Reprendre les versements", en: "Resume the payments" },
  reason: { fr: "Raison", en: "Reason" },
  reasonHint: {
    fr: "La structure la lira, et elle reste au journal.",
    en: "The organisation reads it, and the log keeps it.",
  },
} as const satisfies Record<string, Text>;

/** What the holder of a grant can do about an instalment, in each state. */
export const NEXT: Readonly<Record<InstalmentState, Text>> = {
  locked: {
    fr: "Cette tranche s’ouvrira quand le justificatif de la précédente sera accepté.",
    en: "This instalment opens when the evidence of the one before is accepted.",
  },
  open: {
    fr: "La structure envoie les justificatifs demandés. Une personne du fonds les examine.",
    en: "The organisation sends the evidence asked for. A person of the fund examines it.",
  },
  evidence_sent: {
    fr: "Le fonds examine les justificatifs. Il écrit à la structure dès qu’il a répondu.",
    en: "The fund examines the evidence. It writes to the organisation as soon as it has answered.",
  },
  accepted: {
    fr: "Tout est en ordre : la structure peut demander le versement.",
    en: "Everything is in order: the organisation may ask for the payment.",
  },
  cancelled: { fr: "Cette tranche ne sera pas versée.", en: "This instalment will not be paid." },
};

export const NEXT_UNSIGNED: Text = {
  fr: "La convention doit d’abord être signée par les deux parties.",
  en: "Both parties must sign the agreement first.",
};
export const NEXT_PAID: Text = {
  fr: "Tout ce qui peut être demandé de cette tranche l’a été.",
  en: "All that may be asked for of this instalment was asked for.",
};

export const EVIDENCE = {
  toSend: { fr: "Envoyer des justificatifs", en: "Send evidence" },
  steps: {
    fr: "Ajoutez vos fichiers un par un, puis envoyez le tout. Rien n’est transmis au fonds avant l’envoi.",
    en: "Add your files one by one, then send them together. Nothing goes to the fund before you send it.",
  },
  add: { fr: "Ajouter ce fichier", en: "Add this file" },
  remove: { fr: "Retirer", en: "Remove" },
  comment: { fr: "Un mot pour le fonds", en: "A word to the fund" },
  send: { fr: "Envoyer les justificatifs", en: "Send the evidence" },
  sendHint: { fr: "Après l’envoi, les fichiers ne changent plus.", en: "Once sent, the files change no more." },
  draft: { fr: "Fichiers prêts à envoyer", en: "Files ready to send" },
  sent: { fr: "Justificatifs envoyés", en: "Evidence sent" },
  files: { fr: "Fichiers", en: "Files" },
  filename: { fr: "Nom", en: "Name" },
  usedElsewhere: { fr: "déjà envoyé pour une autre tranche", en: "already sent for another instalment" },
  sentBy: { fr: "Envoyés par", en: "Sent by" },
  sentAt: { fr: "Envoyés le", en: "Sent on" },
  isSent: { fr: "à l’examen", en: "being examined" },
  isAccepted: { fr: "acceptés", en: "accepted" },
  isRefused: { fr: "refusés", en: "refused" },
  refusal: { fr: "Raison du refus", en: "Why it was refused" },
  decide: { fr: "Votre décision", en: "Your decision" },
  decideHint: {
    fr: "Accepter ouvre le versement de cette tranche, et la tranche suivante.",
    en: "Accepting opens the payment of this instalment, and the next instalment.",
  },
  accept: { fr: "Accepter les justificatifs", en: "Accept the evidence" },
  refuse: { fr: "Refuser les justificatifs", en: "Refuse the evidence" },
  takeBack: { fr: "Revenir sur l’acceptation", en: "Take the acceptance back" },
  takeBackHint: {
    fr: "Les versements de cette tranche qui ne sont pas encore ordonnés seront annulés.",
    en: "Payments of this instalment that are not ordered yet will be cancelled.",
  },
  toExamine: { fr: "Justificatifs à examiner", en: "Evidence to examine" },
  organisation: { fr: "Structure", en: "Organisation" },
} as const satisfies Record<string, Text>;

export const LIMITS = {
  missed: { fr: "Tranches dont la date limite est passée", en: "Instalments whose limit date is past" },
  extend: { fr: "Donner plus de temps", en: "Give more time" },
  newDay: { fr: "Nouvelle date limite", en: "New limit date" },
  cancel: { fr: "Annuler cette tranche", en: "Cancel this instalment" },
  cancelHint: {
    fr: "Ce qui n’en est pas versé ne le sera plus. Cet argent revient aussitôt aux partenaires et au fonds, à proportion de leur part.",
    en: "What is not paid of it never will be. The money goes back at once to the partners and the fund, in proportion to their shares.",
  },
} as const satisfies Record<string, Text>;

export const SCHEDULE = {
  title: { fr: "Échéancier", en: "Schedule" },
  intro: {
    fr: "L’échéancier fait partie de la convention : s’il change après la signature de la structure, elle signe à nouveau.",
    en: "The schedule is part of the agreement: where it changes after the organisation signed, it signs again.",
  },
  unit: { fr: "Les parts sont", en: "Shares are" },
  bps: { fr: "des pourcentages, 100 % ensemble", en: "percentages, 100% together" },
  cents: { fr: "des montants en euros, la subvention ensemble", en: "amounts in euros, the grant together" },
  lines: { fr: "Tranches, dans l’ordre", en: "Instalments, in order" },
  linesHint: { fr: "Laissez vide une tranche de trop.", en: "Leave an instalment empty to drop it." },
  add: { fr: "Ajouter une tranche", en: "Add an instalment" },
  label: { fr: "Nom", en: "Name" },
  share: { fr: "Part", en: "Share" },
  sharePercent: { fr: "Part, en %", en: "Share, in %" },
  months: { fr: "Date limite, en mois après la subvention", en: "Limit date, in months after the grant" },
  evidenceHint: { fr: "Vide : rien à montrer avant le versement.", en: "Empty: nothing to show before the payment." },
  save: { fr: "Enregistrer l’échéancier", en: "Save the schedule" },
  shareExpected: { fr: "Tapez un nombre, par exemple 50 ou 33,33.", en: "Type a number, for example 50 or 33.33." },
  template: { fr: "Échéancier des nouvelles subventions", en: "Schedule of new grants" },
  templateIntro: {
    fr: "Chaque nouvelle subvention est découpée ainsi. Un instructeur peut l’adapter jusqu’à la signature.",
    en: "Each new grant is split like this. A case officer may adapt it until it is signed.",
  },
  versions: { fr: "Versions", en: "Versions" },
  version: { fr: "Version", en: "Version" },
  noVersions: { fr: "L’échéancier d’origine.", en: "The schedule every fund begins with." },
  by: { fr: "Par", en: "By" },
  at: { fr: "Le", en: "On" },
} as const satisfies Record<string, Text>;
