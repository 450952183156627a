import { formatCreditorReference } from "../banking/creditor-reference.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { findPerson } from "../identity/queries.ts";
import { type CallDetail, readCall } from "../pots/call-queries.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/**
 * A letter about one call to one of the partner's people, while it still asks for something. The account's number is
 * on the page alone: a letter that names one is what fraud looks like.
 */
const aboutCall =
  (said: (detail: CallDetail) => LetterText): Template =>
  async (deps: Deps, subjectId) => {
    const [callId = "", userId = ""] = subjectId.split("/");
    const detail = await readCall(deps, worker("send-mail"), callId);
    const person = await findPerson(deps.db, userId);
    const { call, pot } = detail;
    const isMember = person?.memberships.some((one) => one.organisationId === pot.partnerId) ?? false;
    if (person === undefined || !isMember || call.openCents === 0n) return undefined;
    const link = `${deps.baseUrl}/partenaires/${pot.agreementId}/enveloppes/${pot.id}/appels/${callId}`;
    return letterOf(person.email, person.language, said(detail), link, deps.bankAccount.name);
  };

const howToPay = ({ pot }: CallDetail) => ({
  fr: `Indiquez sur le virement la référence ${formatCreditorReference(pot.fundingReference)}. Le compte à créditer est sur la page de l’appel, à imprimer :`,
  en: `Put the reference ${formatCreditorReference(pot.fundingReference)} on the transfer. The account to credit is on the call’s page, ready to print:`,
});

export const callLetters: Readonly<Record<string, Template>> = {
  "fund-call": aboutCall((detail) => ({
    subject: {
      fr: `Appel de fonds ${detail.call.reference} : ${detail.pot.name}`,
      en: `Call for funds ${detail.call.reference}: ${detail.pot.name}`,
    },
    paragraphs: [
      {
        fr: `Le fonds vous appelle ${formatEuros(detail.call.openCents, "fr")} pour l’enveloppe « ${detail.pot.name} », à verser au plus tard le ${formatDate(detail.call.dueOn, "fr")}.`,
        en: `The fund calls ${formatEuros(detail.call.openCents, "en")} for the pot “${detail.pot.name}”, to be paid by ${formatDate(detail.call.dueOn, "en")}.`,
      },
      howToPay(detail),
    ],
  })),
  "fund-call-due": aboutCall((detail) => ({
    subject: {
      fr: `Rappel : appel de fonds ${detail.call.reference}`,
      en: `Reminder: call for funds ${detail.call.reference}`,
    },
    paragraphs: [
      {
        fr: `L’appel de fonds ${detail.call.reference} était à verser le ${formatDate(detail.call.dueOn, "fr")} ; il reste ${formatEuros(detail.call.openCents, "fr")} à recevoir. Si votre virement est parti, ne tenez pas compte de ce rappel.`,
        en: `Call for funds ${detail.call.reference} was due on ${formatDate(detail.call.dueOn, "en")}; ${formatEuros(detail.call.openCents, "en")} is still to come. If your transfer has left, please disregard this reminder.`,
      },
      howToPay(detail),
    ],
  })),
};
