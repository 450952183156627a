import type { Text } from "../i18n/text.ts";
import type { JobName, QueueName } from "../jobs/catalogue.ts";

/** What each job does, for people who do not write software. */
export const JOB_WORDS = {
  "apply-stripe-event": { fr: "Appliquer une nouvelle de Stripe", en: "Apply what Stripe told us" },
  "expire-checkout": { fr: "Fermer une page de paiement expirée", en: "Close an expired payment page" },
  "charge-pledge": { fr: "Débiter une promesse de don", en: "Charge a pledge" },
  "void-pledge": { fr: "Annuler une promesse chez Stripe", en: "Void a pledge at Stripe" },
  "charge-campaign": { fr: "Débiter les promesses d’une collecte", en: "Charge the pledges of a campaign" },
  "unwind-campaign": { fr: "Défaire les dons d’une collecte arrêtée", en: "Undo the gifts of a stopped campaign" },
  "forget-method": { fr: "Oublier une carte remplacée", en: "Forget a card that was replaced" },
  "unwind-pledge": { fr: "Défaire un don d’une collecte arrêtée", en: "Undo a gift of a stopped campaign" },
  "send-refund": { fr: "Envoyer un remboursement", en: "Send a refund" },
  "send-dispute-answer": { fr: "Envoyer une réponse à une contestation", en: "Send an answer to a dispute" },
  "settle-campaign": { fr: "Dénouer une collecte", en: "Settle a campaign" },
  "backfill-pot": {
    fr: "Donner l’abondement libéré aux dons qui en manquaient",
    en: "Give freed matching money to gifts that lacked it",
  },
  "reverse-transfer": { fr: "Reprendre un virement Stripe", en: "Take a Stripe transfer back" },
  "execute-transfer": { fr: "Virer un versement par Stripe", en: "Transfer a disbursement through Stripe" },
  "announce-update": {
    fr: "Écrire aux donateurs une actualité de leur collecte",
    en: "Write a campaign’s news to its donors",
  },
  "send-mail": { fr: "Envoyer un courrier", en: "Send a letter" },
  "sweep-campaigns": { fr: "Ouvrir et dénouer les collectes à leur heure", en: "Open and settle campaigns on time" },
  "sweep-updates": {
    fr: "Chercher les donateurs à qui une actualité n’a pas été écrite",
    en: "Find donors a campaign’s news was not written to",
  },
  "sweep-checkouts": { fr: "Fermer les pages de paiement expirées", en: "Close expired payment pages" },
  "sweep-charges": { fr: "Reprendre les débits à faire", en: "Take up the charges to do" },
  "sweep-backfill": { fr: "Chercher les dons qui manquent d’abondement", en: "Find gifts that lack a match" },
  "sweep-transfers": { fr: "Reprendre les virements par Stripe", en: "Take up transfers through Stripe" },
  "sweep-pot-cash": { fr: "Relever l’argent des enveloppes chez Stripe", en: "Collect the pots’ money at Stripe" },
  "sweep-fund-calls": { fr: "Appeler les fonds promis", en: "Call for promised funds" },
  "sweep-stripe": { fr: "Relire ce que Stripe a enregistré", en: "Read again what Stripe recorded" },
  "reconcile-stripe": { fr: "Rapprocher les comptes de Stripe", en: "Reconcile the books with Stripe" },
  "seal-entries": { fr: "Sceller les écritures", en: "Seal the entries" },
  "review-receipt": { fr: "Établir un reçu fiscal", en: "Make a tax receipt" },
  "review-partner-receipts": {
    fr: "Établir les reçus fiscaux d’un partenaire",
    en: "Make a partner’s tax receipts",
  },
  "announce-receipts": {
    fr: "Envoyer aux donateurs le récapitulatif de l’année",
    en: "Send donors the year’s summary",
  },
  "sweep-receipts": { fr: "Mettre à jour les reçus fiscaux", en: "Bring tax receipts up to date" },
  "check-books": { fr: "Vérifier tous les comptes", en: "Check all the books" },
  "sweep-rounds": { fr: "Partager les tours d’abondement finis", en: "Share finished matching rounds" },
  "sweep-agreements": { fr: "Faire vivre les accords", en: "Keep agreements up to date" },
  "remind-grants": {
    fr: "Rappeler les conventions à signer et les comptes rendus",
    en: "Remind of agreements to sign and reports",
  },
  "return-cancelled": {
    fr: "Rendre l’argent revenu de tranches annulées",
    en: "Give back money returned of cancelled instalments",
  },
  "remind-differences": { fr: "Rappeler les écarts qui attendent", en: "Remind of differences that wait" },
  "remind-instalments": { fr: "Rappeler les dates limites des tranches", en: "Remind of the instalments’ limit dates" },
  "verify-evidence": { fr: "Relire les fichiers conservés", en: "Read the kept files over" },
  "announce-decisions": { fr: "Envoyer aux agents ce qu’ils ont à décider", en: "Send staff what they have to decide" },
  "announce-statements": { fr: "Annoncer les relevés du mois", en: "Announce the month’s statements" },
  "replay-matching": { fr: "Recalculer les abondements", en: "Derive the matches again" },
  "announce-card-endings": { fr: "Prévenir des cartes qui expirent", en: "Tell donors whose card ends" },
  "forget-old-answers": { fr: "Oublier les réponses périmées", en: "Forget outdated answers" },
} as const satisfies Record<JobName, Text>;

export const QUEUE_WORDS = {
  stripe: { fr: "Paiements par Stripe", en: "Payments through Stripe" },
  money: { fr: "Collectes et abondements", en: "Campaigns and matches" },
  mail: { fr: "Courriers électroniques", en: "E-mails" },
  sweeps: { fr: "Vérifications régulières", en: "Regular checks" },
} as const satisfies Record<QueueName, Text>;

export const watchTexts = {
  title: { fr: "Tâches automatiques", en: "Automatic jobs" },
  introduction: {
    fr: "Le service fait seul une partie du travail. Rien n’est perdu quand une tâche échoue : les vérifications régulières reprennent ce qui reste à faire.",
    en: "The service does part of the work by itself. Nothing is lost when a job fails: the regular checks take up what is left to do.",
  },
  allWell: { fr: "Tout suit son cours.", en: "Everything is running." },
  someFailed: (count: number): Text => ({
    fr: count === 1 ? "Une tâche a échoué." : `${count} tâches ont échoué.`,
    en: count === 1 ? "One job has failed." : `${count} jobs have failed.`,
  }),
  notSent: (count: number): Text => ({
    fr: `${count} tâche${count > 1 ? "s" : ""} à transmettre`,
    en: `${count} job${count > 1 ? "s" : ""} to hand over`,
  }),
  queue: { fr: "Travail", en: "Work" },
  waiting: { fr: "En attente", en: "Waiting" },
  active: { fr: "En cours", en: "Under way" },
  delayed: { fr: "Plus tard", en: "Later" },
  failed: { fr: "En échec", en: "Failed" },
  now: { fr: "En ce moment", en: "At this moment" },
  failedTitle: { fr: "Tâches en échec", en: "Failed jobs" },
  noneFailed: { fr: "Aucune tâche n’a échoué.", en: "No job has failed." },
  job: { fr: "Tâche", en: "Job" },
  about: { fr: "Concerne", en: "About" },
  since: { fr: "Depuis", en: "Since" },
  reason: { fr: "Motif", en: "Reason" },
  attempts: { fr: "Essais", en: "Tries" },
  again: { fr: "Réessayer", en: "Try again" },
  action: { fr: "Action", en: "Action" },
  regular: { fr: "Vérifications régulières", en: "Regular checks" },
  lastWell: { fr: "Dernière réussite", en: "Last success" },
  every: { fr: "Prévue toutes les", en: "Planned every" },
  never: { fr: "Jamais encore", en: "Not yet" },
  seconds: (seconds: number): Text =>
    seconds < 120
      ? { fr: `${seconds} s`, en: `${seconds} s` }
      : { fr: `${Math.round(seconds / 60)} min`, en: `${Math.round(seconds / 60)} min` },
  ago: (seconds: number): Text => {
    const { fr, en } = watchTexts.seconds(seconds);
    return { fr: `il y a ${fr}`, en: `${en} ago` };
  },
  gone: {
    fr: "Cette tâche n’est plus en échec : elle a déjà été relancée.",
    en: "This job is no longer failed: it was started again already.",
  },
} as const satisfies Record<string, Text | ((count: number) => Text)>;
