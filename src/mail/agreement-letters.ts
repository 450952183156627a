import { findDelivery } from "../agreements/delivery-queries.ts";
import type { AgreementLetter } from "../agreements/notify.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { type AgreementDetail, readAgreement } from "../partners/queries.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Name = Exclude<AgreementLetter, "agreement-delivery" | "agreement-delivery-answered">;

/** What one letter says of an agreement. Both sides read the same words. */
const SAID: Readonly<Record<Name, { readonly subject: Text; readonly body: Text }>> = {
  "agreement-proposed": {
    subject: { fr: "Une proposition pour l’accord", en: "A proposal for the agreement" },
    body: {
      fr: "Une nouvelle version de l’accord vous est proposée. Lisez ce qui change, puis acceptez-la ou répondez :",
      en: "A new version of the agreement is proposed to you. Read what changes, then accept it or answer:",
    },
  },
  "agreement-to-sign": {
    subject: { fr: "L’accord est prêt à signer", en: "The agreement is ready to sign" },
    body: {
      fr: "Les deux parties ont accepté la même version. Le texte attend vos signatures :",
      en: "Both sides have accepted the same version. Its text awaits your signatures:",
    },
  },
  "agreement-in-force": {
    subject: { fr: "L’accord est signé et en vigueur", en: "The agreement is signed and in force" },
    body: {
      fr: "La dernière signature est donnée : l’accord est en vigueur. Enveloppes et règles sont ouvertes, avec la référence à mettre sur chaque virement :",
      en: "The last signature is given: the agreement is in force. Pots and rules are open, with the reference to put on each transfer:",
    },
  },
  "agreement-abandoned": {
    subject: { fr: "La négociation s’arrête", en: "The negotiation stops" },
    body: {
      fr: "L’autre partie renonce à cette négociation. Sa raison est sur la page de l’accord :",
      en: "The other side gives up this negotiation. Its reason is on the agreement’s page:",
    },
  },
  "agreement-suspension-asked": {
    subject: { fr: "Le partenaire demande une suspension", en: "The partner asks for a suspension" },
    body: {
      fr: "Le partenaire demande de suspendre l’accord, et dit pourquoi. C’est au fonds de décider :",
      en: "The partner asks to suspend the agreement, and says why. It is for the fund to decide:",
    },
  },
  "agreement-suspended": {
    subject: { fr: "L’accord est suspendu", en: "The agreement is suspended" },
    body: {
      fr: "L’accord est suspendu : ses règles n’abondent plus de nouveaux dons. Ce qui est déjà réservé ou acquis le reste :",
      en: "The agreement is suspended: its rules match no new gifts. What is held or confirmed already stays so:",
    },
  },
  "agreement-resumed": {
    subject: { fr: "La suspension est levée ou refusée", en: "The suspension is lifted or declined" },
    body: {
      fr: "L’accord vaut de nouveau pour les dons à venir :",
      en: "The agreement holds for gifts to come:",
    },
  },
  "agreement-ended": {
    subject: { fr: "L’accord est terminé", en: "The agreement has ended" },
    body: {
      fr: "L’accord est terminé : ses règles n’abondent plus de nouveaux dons. Rien de ce qui est abondé n’est repris :",
      en: "The agreement has ended: its rules match no new gifts. Nothing that is matched is taken back:",
    },
  },
};

const aboutAgreement =
  (name: Name): Template =>
  async (deps, subjectId) => {
    const [agreementId = "", userId = ""] = subjectId.split("/");
    const agreement = await readAgreement(deps, worker("send-mail"), agreementId);
    const { subject, body } = SAID[name];
    return letterTo(deps, userId, agreement, { subject, paragraphs: [body] }, `/partenaires/${agreementId}`);
  };

type Named = Pick<AgreementDetail, "partnerName" | "reference">;

async function letterTo(deps: Deps, userId: string, agreement: Named, text: LetterText, path: string) {
  const person = await findPerson(deps.db, userId);
  if (person === undefined) return undefined;
  const which = ` – ${agreement.partnerName}, ${agreement.reference}`;
  const subject = { fr: text.subject.fr + which, en: text.subject.en + which };
  const link = `${deps.baseUrl}${path}`;
  return letterOf(person.email, person.language, { ...text, subject }, link, deps.bankAccount.name);
}

const aboutDelivery =
  (said: { readonly subject: Text; readonly body: Text }): Template =>
  async (deps, subjectId) => {
    const [deliveryId = "", userId = ""] = subjectId.split("/");
    const delivery = await findDelivery(deps, deliveryId);
    if (delivery === undefined) return undefined;
    const person = await findPerson(deps.db, userId);
    const isHolder = person?.memberships.some((one) => one.organisationId === delivery.holderId) ?? false;
    const path =
      isHolder && delivery.campaignId !== null
        ? `/mes-collectes/${delivery.campaignId}/livraisons`
        : `/partenaires/${delivery.agreementId}/livraisons`;
    return letterTo(deps, userId, delivery, { subject: said.subject, paragraphs: [said.body] }, path);
  };

const LETTERS_OF_AGREEMENTS = Object.fromEntries(
  (Object.keys(SAID) as Name[]).map((name) => [name, aboutAgreement(name)]),
);

export const agreementLetters: Readonly<Record<string, Template>> = {
  ...LETTERS_OF_AGREEMENTS,
  "agreement-delivery": aboutDelivery({
    subject: { fr: "Une livraison à confirmer", en: "A delivery to confirm" },
    body: {
      fr: "L’autre partie déclare une livraison de biens ou de jours. Confirmez-la, ou refusez-la en disant pourquoi :",
      en: "The other side records a delivery of goods or days. Confirm it, or refuse it saying why:",
    },
  }),
  "agreement-delivery-answered": aboutDelivery({
    subject: { fr: "Réponse à une livraison", en: "An answer for a delivery" },
    body: {
      fr: "L’autre partie a répondu pour une livraison que vous aviez déclarée :",
      en: "The other side has answered for a delivery you recorded:",
    },
  }),
};
