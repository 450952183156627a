import type { Text } from "../i18n/text.ts";
import type { RequestState } from "./queries.ts";

/** What the project's holder reads who asks that a gift go back. */
export const HOLDER = {
  title: { fr: "Demander que ce don soit rendu", en: "Ask that this gift be returned" },
  ask: { fr: "Demander qu’il soit rendu", en: "Ask that it be returned" },
  back: { fr: "Dons de la collecte", en: "Gifts of the campaign" },
  explained: {
    fr: "Une personne du fonds décide. Le donateur n’est prévenu que si son don lui est rendu.",
    en: "A person at the fund decides. The donor is told only if the gift is returned.",
  },
  gift: { fr: "Don au projet", en: "Gift to the project" },
  from: { fr: "De", en: "From" },
  received: { fr: "Reçu le", en: "Received on" },
  left: { fr: "Reste remboursable", en: "Left to refund" },
  prepare: { fr: "Montant et raison", en: "Amount and reason" },
  amount: { fr: "Combien rendre de ce don ?", en: "How much of this gift is to go back?" },
  reason: { fr: "Pourquoi ?", en: "Why?" },
  consequences: { fr: "Voir les conséquences", en: "See the consequences" },
  send: { fr: "Envoyer la demande au fonds", en: "Send the request to the fund" },
  busy: {
    fr: "Un remboursement de ce don est déjà à l’étude.",
    en: "A refund of this gift is already being considered.",
  },
  nothingLeft: { fr: "Il ne reste rien à rendre de ce don.", en: "There is nothing left of this gift to return." },
  request: { fr: "Votre demande de le rendre :", en: "Your request to return it:" },
  refusedFor: (reason: string): Text => ({
    fr: `Raison du fonds : ${reason}`,
    en: `The fund’s reason: ${reason}`,
  }),
} as const;

export const HOLDER_REQUEST_STATES: Readonly<Record<RequestState, Text>> = {
  asked: { fr: "attend la réponse du fonds", en: "waits for the fund’s answer" },
  proposed: { fr: "attend la réponse du fonds", en: "waits for the fund’s answer" },
  accepted: { fr: "acceptée", en: "accepted" },
  refused: { fr: "refusée", en: "refused" },
  withdrawn: { fr: "sans objet", en: "void" },
};
