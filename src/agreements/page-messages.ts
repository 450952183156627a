import type { AgreementState, NextStep, Side } from "../domain/agreement.ts";
import type { CommitmentKind } from "../domain/agreement-terms.ts";
import type { Text } from "../i18n/text.ts";

export const STATES: Readonly<Record<AgreementState, Text>> = {
  negotiating: { fr: "En négociation", en: "Under negotiation" },
  abandoned: { fr: "Abandonné", en: "Given up" },
  in_force: { fr: "En vigueur", en: "In force" },
  suspended: { fr: "Suspendu", en: "Suspended" },
  ended: { fr: "Terminé", en: "Ended" },
};

export const STATE_TONES = {
  negotiating: "waiting",
  abandoned: "neutral",
  in_force: "good",
  suspended: "bad",
  ended: "neutral",
} as const satisfies Record<AgreementState, string>;

export const SIDE_NAMES: Readonly<Record<Side, Text>> = {
  partner: { fr: "le partenaire", en: "the partner" },
  fund: { fr: "le fonds", en: "the fund" },
};

const TO_ANSWER: Readonly<Record<Side, Text>> = {
  partner: { fr: "C’est au partenaire de répondre.", en: "It is for the partner to answer." },
  fund: { fr: "C’est au fonds de répondre.", en: "It is for the fund to answer." },
};

const TO_SIGN: Readonly<Record<Side, Text>> = {
  partner: { fr: "C’est au partenaire de signer.", en: "It is for the partner to sign." },
  fund: { fr: "C’est au fonds de signer.", en: "It is for the fund to sign." },
};

/** What is awaited of whom, in words; undefined where nothing is. */
export function nextStepWords(step: NextStep): Text | undefined {
  switch (step.kind) {
    case "answer":
      return TO_ANSWER[step.by];
    case "sign":
      return TO_SIGN[step.by];
    case "sign-both":
      return {
        fr: "Les deux parties ont accepté la même version : à elles de signer.",
        en: "Both sides have accepted the same version: it is for them to sign.",
      };
    case "sign-second":
      return {
        fr: "C’est à un second administrateur du fonds de signer.",
        en: "It is for a second administrator of the fund to sign.",
      };
    case "none":
      return undefined;
  }
}

export const LIFE = {
  state: { fr: "État", en: "State" },
  titleOf: { fr: "Objet", en: "Subject" },
  awaited: { fr: "À faire", en: "To do" },
  propose: { fr: "Proposer un accord", en: "Propose an agreement" },
  recordPaper: { fr: "Enregistrer un accord signé sur papier", en: "Record an agreement signed on paper" },
  paperNote: {
    fr: "Pour un accord que les deux parties ont déjà signé sur papier. Il est en vigueur dès l’enregistrement.",
    en: "For an agreement that both sides have already signed on paper. It is in force once recorded.",
  },
  rounds: { fr: "Échanges et versions", en: "Rounds and versions" },
  readAnswer: { fr: "Lire et répondre", en: "Read and answer" },
  readSign: { fr: "Lire et signer", en: "Read and sign" },
  signedText: { fr: "Texte signé", en: "Signed text" },
  amend: { fr: "Proposer un avenant", en: "Propose an amendment" },
  deliveries: { fr: "Biens et jours de compétences", en: "Goods and days of skills" },
  amendmentOpen: { fr: "Un avenant est en négociation.", en: "An amendment is under negotiation." },
  suspend: { fr: "Suspendre l’accord", en: "Suspend the agreement" },
  askSuspension: { fr: "Demander la suspension", en: "Ask for a suspension" },
  suspendNote: {
    fr: "Ses règles n’abonderont plus les dons à venir. Ce qui est déjà réservé ou acquis le reste.",
    en: "Its rules will match no gifts to come. What is held or confirmed already stays so.",
  },
  asked: { fr: "Le partenaire demande une suspension :", en: "The partner asks for a suspension:" },
  running: { fr: "Suspendu :", en: "Suspended:" },
  decline: { fr: "Refuser la suspension", en: "Decline the suspension" },
  resume: { fr: "Reprendre l’accord", en: "Resume the agreement" },
  resumeNote: {
    fr: "Ses règles abonderont de nouveau les dons faits à partir de maintenant.",
    en: "Its rules will again match gifts made from now on.",
  },
  end: { fr: "Mettre fin à l’accord", en: "End the agreement" },
  endNote: {
    fr: "Ses règles s’arrêtent pour de bon. Rien de ce qui est abondé n’est repris.",
    en: "Its rules stop for good. Nothing that is matched is taken back.",
  },
  endedEarly: { fr: "Terminé avant son dernier jour :", en: "Ended before its last day:" },
  reason: { fr: "Pourquoi ?", en: "Why?" },
} as const satisfies Record<string, Text>;

export const ROUNDS = {
  version: (n: number): Text => ({ fr: `Version ${n}`, en: `Version ${n}` }),
  versions: { fr: "Versions", en: "Versions" },
  proposedBy: (name: string, side: Text): Text => ({
    fr: `Proposée par ${name === "" ? side.fr : `${name}, pour ${side.fr}`}`,
    en: `Proposed by ${name === "" ? side.en : `${name}, for ${side.en}`}`,
  }),
  acceptedBy: { fr: "Acceptée par", en: "Accepted by" },
  signedBy: { fr: "Signée par", en: "Signed by" },
  inForce: { fr: "En vigueur", en: "In force" },
  abandoned: { fr: "Abandonnée", en: "Given up" },
  superseded: { fr: "Remplacée", en: "Replaced" },
  open: { fr: "À l’étude", en: "Under discussion" },
  none: {
    fr: "Cet accord a été signé sur papier : aucune version n’a été échangée ici.",
    en: "This agreement was signed on paper: no version has been exchanged here.",
  },
  compare: { fr: "Comparer deux versions", en: "Compare two versions" },
  from: { fr: "De la version", en: "From version" },
  to: { fr: "À la version", en: "To version" },
  compareButton: { fr: "Comparer", en: "Compare" },
  comparison: (from: number, to: number): Text => ({
    fr: `Ce qui change de la version ${from} à la version ${to}`,
    en: `What changes from version ${from} to version ${to}`,
  }),
  same: { fr: "Les deux versions disent la même chose.", en: "Both versions say the same." },
  terms: { fr: "Termes de cette version", en: "Terms of this version" },
  accept: { fr: "Accepter cette version", en: "Accept this version" },
  acceptNote: {
    fr: "Son texte sera fixé, et les deux parties pourront le signer.",
    en: "Its text will be fixed, and both sides will be able to sign it.",
  },
  counter: { fr: "Répondre par d’autres termes", en: "Answer with other terms" },
  correct: { fr: "Corriger notre proposition", en: "Correct our proposal" },
  giveUp: { fr: "Renoncer à cette négociation", en: "Give up this negotiation" },
  givenUpBecause: { fr: "Abandonnée parce que :", en: "Given up because:" },
  giveUpNote: {
    fr: "L’accord déjà en vigueur, s’il y en a un, reste comme il est signé.",
    en: "An agreement already in force stays as it is signed.",
  },
  back: { fr: "Retour à l’accord", en: "Back to the agreement" },
} as const satisfies Record<string, Text | ((...some: never[]) => Text)>;

export const TERMS = {
  newTitle: { fr: "Proposer un accord", en: "Propose an agreement" },
  counterTitle: { fr: "Proposer d’autres termes", en: "Propose other terms" },
  amendTitle: { fr: "Proposer un avenant", en: "Propose an amendment" },
  organisation: { fr: "Structure partenaire", en: "Partner organisation" },
  whichOrganisation: { fr: "Choisissez la structure partenaire.", en: "Choose the partner organisation." },
  title: { fr: "Objet de l’accord", en: "Subject of the agreement" },
  startsOn: { fr: "Premier jour", en: "First day" },
  endsOn: { fr: "Dernier jour", en: "Last day" },
  lines: { fr: "Engagements", en: "Commitments" },
  line: (n: number, kind: Text): Text => ({ fr: `Engagement ${n} : ${kind.fr}`, en: `Commitment ${n}: ${kind.en}` }),
  label: { fr: "Ce qui est promis", en: "What is promised" },
  nature: { fr: "Nature juridique", en: "Legal nature" },
  natureHint: {
    fr: "Elle décide du document : reçu fiscal, convention ou facture.",
    en: "It decides the document: tax receipt, agreement or invoice.",
  },
  amount: { fr: "Montant promis", en: "Amount promised" },
  potName: { fr: "Nom de l’enveloppe", en: "Name of the pot" },
  schedule: { fr: "Échéances", en: "Due payments" },
  scheduleHint: { fr: "Leur somme est le montant promis.", en: "They add up to the amount promised." },
  dueOn: { fr: "Échéance", en: "Due on" },
  dueAmount: { fr: "Montant de l’échéance", en: "Amount due" },
  addDue: { fr: "Ajouter des échéances", en: "Add due payments" },
  rules: { fr: "Règles d’abondement", en: "Matching rules" },
  noRule: {
    fr: "Aucune règle : une simple enveloppe, qui n’abonde aucun don par elle-même.",
    en: "No rule: a plain envelope, which matches no gift by itself.",
  },
  addRule: { fr: "Ajouter une règle", en: "Add a rule" },
  changeRule: { fr: "Modifier cette règle", en: "Change this rule" },
  removeRule: { fr: "Retirer cette règle", en: "Remove this rule" },
  ruleTitle: { fr: "Règle d’abondement de l’accord", en: "Matching rule of the agreement" },
  ruleNote: {
    fr: "Vous revenez ensuite aux termes de l’accord : rien n’est encore envoyé.",
    en: "You then come back to the agreement’s terms: nothing is sent yet.",
  },
  takeRule: { fr: "Mettre cette règle dans l’accord", en: "Put this rule into the agreement" },
  keepRule: { fr: "Revenir sans changer la règle", en: "Go back without changing the rule" },
  quantity: { fr: "Quantité", en: "Quantity" },
  unit: { fr: "Unité", en: "Unit" },
  unitHint: { fr: "Par exemple : tablettes", en: "For example: tablets" },
  unitValue: { fr: "Valeur d’une unité", en: "Value of a unit" },
  days: { fr: "Nombre de jours", en: "Number of days" },
  daysHint: { fr: "Par demi-journées : 12 ou 12,5", en: "By halves: 12 or 12.5" },
  dayValue: { fr: "Valeur d’un jour", en: "Value of a day" },
  zeroHint: { fr: "En euros ; 0 si elle n’est pas comptée", en: "In euros; 0 where it is not counted" },
  purpose: { fr: "À quoi serviront ces jours", en: "What the days are for" },
  removeLine: { fr: "Retirer cet engagement", en: "Remove this commitment" },
  message: { fr: "Message à l’autre partie", en: "Message to the other side" },
  send: { fr: "Envoyer la proposition", en: "Send the proposal" },
  noLine: { fr: "Ajoutez au moins un engagement.", en: "Add at least one commitment." },
  arrived: (n: number): Text => ({
    fr: `La version ${n} est arrivée pendant que vous écriviez. Votre texte est gardé ci-dessous : il répondra à cette version.`,
    en: `Version ${n} arrived while you were writing. Your text is kept below: it will answer that version.`,
  }),
  theirMessage: { fr: "Son message :", en: "Its message:" },
} as const satisfies Record<string, Text | ((...some: never[]) => Text)>;

export const ADD_LINE: Readonly<Record<CommitmentKind, Text>> = {
  money: { fr: "Ajouter de l’argent", en: "Add money" },
  goods: { fr: "Ajouter des biens", en: "Add goods" },
  skill_days: { fr: "Ajouter des jours de compétences", en: "Add days of skills" },
};

export const SIGNING = {
  title: { fr: "Texte de l’accord", en: "Text of the agreement" },
  french: {
    fr: "Vous signez ce texte. Son empreinte est gardée avec chaque signature.",
    en: "You sign this text, in French, the language that binds. Its fingerprint is kept with each signature.",
  },
  fingerprint: { fr: "Empreinte du texte (SHA-256)", en: "Fingerprint of the text (SHA-256)" },
  signatures: { fr: "Signatures", en: "Signatures" },
  noSignature: { fr: "Personne n’a encore signé.", en: "Nobody has signed yet." },
  needsSecond: {
    fr: "L’argent promis dépasse le seuil du fonds : deux administrateurs signent pour lui.",
    en: "The money promised is above the fund’s threshold: two administrators sign for it.",
  },
  sign: { fr: "Signer cet accord", en: "Sign this agreement" },
  signFor: (side: Text): Text => ({ fr: `Vous signez pour ${side.fr}.`, en: `You sign for ${side.en}.` }),
  notYet: {
    fr: "Les deux parties n’ont pas encore accepté la même version.",
    en: "Both sides have not accepted the same version yet.",
  },
} as const satisfies Record<string, Text | ((...some: never[]) => Text)>;
