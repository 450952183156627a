import type { Urgency } from "../domain/urgency.ts";
import type { Text } from "../i18n/text.ts";
import type { Hold } from "./source.ts";

export const DECISIONS = {
  title: { fr: "À décider", en: "To decide" },
  nothing: { fr: "Rien n’attend votre décision.", en: "Nothing waits for your decision." },
  nothingOf: (kind: Text | undefined): Text =>
    kind === undefined
      ? { fr: "Rien de ce genre n’attend votre décision.", en: "Nothing of this kind waits for your decision." }
      : {
          fr: `${kind.fr} : rien n’attend votre décision.`,
          en: `${kind.en}: nothing waits for your decision.`,
        },
  seeAll: (count: number): Text => ({
    fr: `Voir tout ce qui attend (${count})`,
    en: `See all that waits (${count})`,
  }),
  caption: {
    fr: "Ce qui attend votre décision, le plus urgent d’abord",
    en: "What waits for you, the most urgent first",
  },
  others: { fr: "En attente de quelqu’un d’autre", en: "Waiting for somebody else" },
  othersNote: {
    fr: "Votre rôle décide de cela, mais pas vous-même : une autre personne doit le faire.",
    en: "Your role decides on these, but you yourself may not: another person must.",
  },
  filters: { fr: "Choisir un genre de décision", en: "Choose a kind of decision" },
  all: { fr: "Tout", en: "Everything" },
  what: { fr: "Quoi", en: "What" },
  who: { fr: "Qui attend", en: "Who waits" },
  amount: { fr: "Montant", en: "Amount" },
  since: { fr: "Depuis", en: "Since" },
  due: { fr: "Au plus tard", en: "Due" },
  why: { fr: "Pourquoi", en: "Why" },
  createFile: { fr: "Vers les fichiers de virements", en: "To the payment files" },
  importStatement: { fr: "Importer un relevé bancaire", en: "Import a bank statement" },
  failedJobs: (count: number): Text => ({
    fr: count > 1 ? `${count} tâches automatiques ont échoué.` : "Une tâche automatique a échoué.",
    en: count > 1 ? `${count} automatic jobs have failed.` : "An automatic job has failed.",
  }),
  seeJobs: { fr: "Voir les tâches", en: "See the jobs" },
  more: (shown: number, count: number): Text => ({
    fr: `Les ${shown} premières sur ${count} : les autres viendront à mesure.`,
    en: `The first ${shown} of ${count}: the others come up as these are decided.`,
  }),
  session: (day: string): Text => ({ fr: `Séance du ${day}`, en: `Session of ${day}` }),
  day: (day: string): Text => ({ fr: `À partir du ${day}`, en: `From ${day} on` }),
  daysAgo: (days: number): Text =>
    days === 0
      ? { fr: "aujourd’hui", en: "today" }
      : { fr: days === 1 ? "1 jour" : `${days} jours`, en: days === 1 ? "1 day" : `${days} days` },
} as const;

/** Each kind of decision in the plural: what its filter and its lines say. */
export const KIND_NAMES: Readonly<Record<string, Text>> = {
  campaign: { fr: "Collectes à instruire", en: "Campaigns to review" },
  application: { fr: "Demandes d’aide à instruire", en: "Own-grant applications to review" },
  session: { fr: "Séances du comité", en: "Committee sessions" },
  identity: { fr: "Structures à vérifier", en: "Organisations to verify" },
  account: { fr: "Comptes bancaires à vérifier", en: "Bank accounts to verify" },
  grant: { fr: "Conventions à signer pour le fonds", en: "Agreements to sign for the fund" },
  amendment: { fr: "Avenants à signer pour le fonds", en: "Amendments to sign for the fund" },
  evidence: { fr: "Justificatifs à examiner", en: "Evidence to examine" },
  missed: { fr: "Tranches dont la date limite est passée", en: "Instalments whose limit date is past" },
  report: { fr: "Comptes rendus financiers à examiner", en: "Financial reports to examine" },
  proposal: { fr: "Propositions de partenaires", en: "Partners’ proposals" },
  agreement: { fr: "Accords de coopération à signer", en: "Cooperation agreements to sign" },
  suspension: { fr: "Suspensions d’accord demandées", en: "Suspensions asked for" },
  delivery: { fr: "Livraisons à confirmer", en: "Deliveries to confirm" },
  round: { fr: "Corrections de tours à confirmer", en: "Corrections of rounds to confirm" },
  authorise: { fr: "Versements et retraits à autoriser", en: "Payments and withdrawals to authorise" },
  order: { fr: "Versements et retraits à ordonner", en: "Payments and withdrawals to order" },
  send: { fr: "À mettre dans un fichier de virements", en: "To put into a payment file" },
  reversal: { fr: "Virements Stripe à reprendre", en: "Stripe transfers to take back" },
  "non-execution": { fr: "Virements non exécutés à confirmer", en: "Transfers not executed, to confirm" },
  refund: { fr: "Remboursements demandés", en: "Refunds asked for" },
  "refund-confirm": { fr: "Remboursements à confirmer", en: "Refunds to confirm" },
  dispute: { fr: "Contestations : la banque attend une réponse", en: "Disputes: the bank waits for an answer" },
  explain: { fr: "Écarts à expliquer", en: "Differences to explain" },
  close: { fr: "Écarts à clore", en: "Differences to close" },
  entry: { fr: "Écritures à confirmer", en: "Entries to confirm" },
  day: { fr: "Journées à arrêter", en: "Days to close" },
  safety: { fr: "Règles de sécurité à confirmer", en: "Safety rules to confirm" },
  role: { fr: "Rôles à confirmer", en: "Roles to confirm" },
  message: { fr: "Messages sans réponse", en: "Messages without an answer" },
};

export const URGENCY_NAMES: Readonly<Record<Urgency, Text | undefined>> = {
  overdue: { fr: "En retard", en: "Overdue" },
  soon: { fr: "Presse", en: "Urgent" },
  old: { fr: "Attend depuis longtemps", en: "Waiting for long" },
  calm: undefined,
};

export const HOLD_NAMES: Readonly<Record<Hold, Text>> = {
  own: { fr: "Vous l’avez demandé ou proposé vous-même.", en: "You asked for it or proposed it yourself." },
  member: { fr: "Vous êtes membre de cette structure.", en: "You are a member of this organisation." },
  step: { fr: "Vous avez fait l’étape d’avant.", en: "You took the step before." },
  owned: { fr: "Un collègue s’en occupe.", en: "A colleague looks after it." },
};

/** The letter of each working morning. */
export const LETTER = {
  subject: (count: number): Text => ({
    fr: count > 1 ? `${count} décisions vous attendent` : "Une décision vous attend",
    en: count > 1 ? `${count} decisions wait for you` : "A decision waits for you",
  }),
  waiting: (count: number): Text => ({
    fr:
      count > 1
        ? `Ce matin, ${count} décisions attendent que vous les preniez :`
        : "Ce matin, une décision attend que vous la preniez :",
    en: count > 1 ? `This morning, ${count} decisions wait for you:` : "This morning, one decision waits for you:",
  }),
  kind: ({ fr, en }: Text, count: number): Text => ({ fr: `${fr} : ${count}`, en: `${en}: ${count}` }),
  first: { fr: "Les plus urgentes :", en: "The most urgent:" },
  stop: {
    fr: "Vous recevez cette liste chaque jour ouvré où quelque chose vous attend. La page « À décider » permet de ne plus la recevoir :",
    en: "You get this list each working day on which something waits for you. The page “To decide” lets you stop it:",
  },
  taken: {
    fr: "Cette liste vous est envoyée chaque matin ouvré.",
    en: "This list is sent to you each working morning.",
  },
  notTaken: {
    fr: "Cette liste peut vous être envoyée chaque matin ouvré.",
    en: "This list can be sent to you each working morning.",
  },
  take: { fr: "La recevoir", en: "Receive it" },
  leave: { fr: "Ne plus la recevoir", en: "Stop receiving it" },
} as const;
