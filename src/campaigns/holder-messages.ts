import type { Text } from "../i18n/text.ts";

export const HOLDER = {
  grants: { fr: "Voir vos subventions", en: "See your grants" },
  gifts: { fr: "Dons et abondements", en: "Gifts and matching" },
  deliveries: { fr: "Livraisons des partenaires", en: "Partners’ deliveries" },
  updates: { fr: "Actualités", en: "News" },
  questions: { fr: "Questions", en: "Questions" },
  needs: { fr: "Besoins en nature", en: "Needs in kind" },
  rewards: { fr: "Contreparties à remettre", en: "Rewards to hand over" },
  checklist: { fr: "Avant de déposer", en: "Before submitting" },
  done: { fr: "Fait", en: "Done" },
  missing: { fr: "À faire", en: "To do" },
  submit: { fr: "Déposer la collecte", en: "Submit the campaign" },
  submitNote: {
    fr: "Le fonds étudie la collecte. Vous ne pourrez plus la modifier, sauf s’il vous le demande.",
    en: "The fund reviews the campaign. You can no longer change it unless the fund asks you to.",
  },
  ownerOnly: {
    fr: "Seul un responsable de la structure peut déposer la collecte.",
    en: "Only an owner of the organisation can submit the campaign.",
  },
  edit: { fr: "Modifier la collecte", en: "Change the campaign" },
  preview: { fr: "Voir l’aperçu", en: "See the preview" },
  publicPage: { fr: "Voir la page publique", en: "See the public page" },
  project: { fr: "Le projet", en: "The project" },
  reviews: { fr: "Messages du fonds", en: "Messages from the fund" },
  cancel: { fr: "Annuler la collecte", en: "Cancel the campaign" },
  cancelNote: { fr: "C’est définitif.", en: "This can't be undone." },
  reason: { fr: "Pourquoi ?", en: "Why?" },
  next: { fr: "La suite", en: "What comes next" },
} as const satisfies Record<string, Text>;

export const NEXT: Readonly<Partial<Record<string, Text>>> = {
  submitted: {
    fr: "Le fonds étudie votre collecte et vous répond ici.",
    en: "The fund is reviewing your campaign and will answer here.",
  },
  changes_requested: {
    fr: "Le fonds demande des modifications : lisez son message, corrigez, puis déposez à nouveau.",
    en: "The fund asks for changes: read its message, correct, then submit again.",
  },
  scheduled: {
    fr: "Votre collecte est approuvée. Elle s’ouvrira d’elle-même le premier jour.",
    en: "Your campaign is approved. It opens by itself on its first day.",
  },
  live: { fr: "Votre collecte est en cours.", en: "Your campaign is live." },
  settling: {
    fr: "Votre collecte est terminée. Les dons promis sont débités. Le résultat est connu en général sous sept jours, et sous trois semaines au plus si des prélèvements bancaires sont en cours.",
    en: "Your campaign has ended. Promised gifts are being charged. The result is mostly known within seven days, and within three weeks at most where bank debits are under way.",
  },
  suspended: {
    fr: "Le fonds a suspendu votre collecte : personne ne peut donner pour le moment.",
    en: "The fund has suspended your campaign: nobody can give for now.",
  },
  cancelled: {
    fr: "Votre collecte est annulée : les donateurs ne sont pas débités, ou ils sont remboursés.",
    en: "Your campaign is cancelled: donors are not charged, or get their money back.",
  },
  succeeded: {
    fr: "Votre collecte a réussi. L’argent réuni devient une subvention : signez sa convention, puis demandez vos versements.",
    en: "Your campaign has succeeded. The money raised becomes a grant: sign its agreement, then ask for your payments.",
  },
  failed: {
    fr: "Votre collecte n’a pas réussi : les donateurs ne sont pas débités, ou ils sont remboursés. Vous pouvez préparer une autre collecte depuis la page du projet.",
    en: "Your campaign has not succeeded: donors are not charged, or get their money back. You can prepare another campaign from the project’s page.",
  },
};

export const OUTCOMES = {
  approved: { fr: "Approuvée", en: "Approved" },
  changes_requested: { fr: "Modifications demandées", en: "Changes requested" },
} as const satisfies Record<string, Text>;

export const REVIEW = {
  title: { fr: "Instruction des collectes", en: "Review of campaigns" },
  queue: { fr: "Collectes à étudier", en: "Campaigns to review" },
  queueEmpty: { fr: "Aucune collecte n’attend.", en: "No campaign is waiting." },
  running: { fr: "Collectes en cours ou suspendues", en: "Live and suspended campaigns" },
  upcoming: { fr: "Collectes programmées", en: "Scheduled campaigns" },
  campaign: { fr: "Collecte", en: "Campaign" },
  goal: { fr: "Objectif", en: "Goal" },
  raised: { fr: "Dons fermes", en: "Firm gifts" },
  matched: { fr: "Abondements", en: "Matching" },
  from: { fr: "Du", en: "From" },
  until: { fr: "Au", en: "Until" },
  state: { fr: "État", en: "State" },
  conflict: {
    fr: "Vous appartenez à la structure qui porte ce projet : une autre personne doit décider.",
    en: "You belong to the organisation behind this project: another person must decide.",
  },
  approve: { fr: "Approuver", en: "Approve" },
  approveNote: {
    fr: "La collecte s’ouvrira d’elle-même le premier jour.",
    en: "The campaign opens by itself on its first day.",
  },
  requestChanges: { fr: "Demander des modifications", en: "Ask for changes" },
  stop: { fr: "Arrêter ou reprendre", en: "Stop or go on" },
  suspend: { fr: "Suspendre", en: "Suspend" },
  suspendNote: {
    fr: "Plus personne ne peut donner ; les paiements ouverts sont fermés. Les promesses déjà faites restent.",
    en: "Nobody can give any more; open payments are closed. Pledges already made stay.",
  },
  resume: { fr: "Reprendre", en: "Resume" },
  resumeNote: {
    fr: "On peut donner à nouveau, jusqu’au même dernier jour.",
    en: "Giving is possible again, until the same last day.",
  },
  cancel: { fr: "Annuler définitivement", en: "Cancel for good" },
  cancelNote: {
    fr: "Chaque promesse est annulée, chaque don débité remboursé, chaque abondement rendu.",
    en: "Every pledge is cancelled, every charged gift refunded, every match given back.",
  },
  asDonorsSee: { fr: "La page telle que les donateurs la voient", en: "The page as donors see it" },
} as const satisfies Record<string, Text>;
