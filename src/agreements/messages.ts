import type { SignatureObstacle } from "../domain/agreement.ts";
import type { TermsFault } from "../domain/agreement-terms.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

const conflict = (type: string, fr: string, en: string) => () => new AppError(type, 409, { fr, en });

export const versionArrived = conflict(
  "version-arrived",
  "Une autre proposition est arrivée entre-temps. Votre texte est gardé : comparez, puis envoyez-le de nouveau si besoin.",
  "Another proposal has arrived meanwhile. Your text is kept: compare, then send it again if need be.",
);
export const negotiationClosed = conflict(
  "negotiation-closed",
  "Aucune proposition n’est à l’étude pour cet accord.",
  "No proposal is under discussion for this agreement.",
);
export const agreementOver = conflict(
  "agreement-over",
  "Cet accord est terminé : proposez-en un nouveau.",
  "This agreement is over: propose a new one.",
);
export const ownProposal = conflict(
  "own-proposal",
  "C’est à l’autre partie d’accepter cette version.",
  "It is for the other side to accept this version.",
);
export const notInForce = conflict(
  "not-in-force",
  "Cet accord n’est pas en vigueur.",
  "This agreement is not in force.",
);
export const suspendedNow = conflict(
  "agreement-suspended",
  "L’accord est suspendu : il faut le reprendre avant de le modifier.",
  "The agreement is suspended: it must be resumed before it is changed.",
);
export const suspensionKnown = conflict(
  "suspension-known",
  "Une suspension est déjà demandée ou en cours.",
  "A suspension has been asked for already, or is running.",
);
export const noSuspensionAsked = conflict(
  "no-suspension-asked",
  "Aucune suspension n’est demandée.",
  "No suspension has been asked for.",
);
export const deliveryDecided = conflict(
  "delivery-decided",
  "Cette livraison a déjà reçu une réponse.",
  "This delivery has been answered already.",
);
export const otherSideDecides = conflict(
  "other-side-decides",
  "C’est à l’autre partie de répondre à cette livraison.",
  "It is for the other side to answer for this delivery.",
);

const OBSTACLES: Readonly<Record<SignatureObstacle, readonly [type: string, fr: string, en: string]>> = {
  "not-accepted": [
    "not-accepted",
    "Les deux parties n’ont pas encore accepté la même version.",
    "Both sides have not accepted the same version yet.",
  ],
  "text-changed": [
    "agreement-changed",
    "Le texte a changé depuis que vous l’avez lu : relisez-le avant de signer.",
    "The text has changed since you read it: read it again before signing.",
  ],
  "second-person": [
    "second-person-needed",
    "Vous avez déjà signé : une autre personne doit signer ici.",
    "You have signed already: another person must sign here.",
  ],
  "signed-by-side": [
    "agreement-complete",
    "Votre partie a déjà donné toutes ses signatures.",
    "Your side has already given all its signatures.",
  ],
  over: ["agreement-over", "Le dernier jour de cet accord est passé.", "The last day of this agreement has passed."],
};

export const signatureRefused = (reason: SignatureObstacle): AppError => {
  const [type, fr, en] = OBSTACLES[reason];
  return new AppError(type, 409, { fr, en });
};

const at = (field: string, fr: string, en: string): FieldError => ({ field, message: { fr, en } });

/** The field a person corrects, and why the terms as they are contradict themselves. */
export function termsFaultField(fault: TermsFault): FieldError {
  switch (fault.fault) {
    case "ends-before-start":
      return at("endsOn", "Le dernier jour vient avant le premier.", "The last day comes before the first.");
    case "schedule-off": {
      const sum = (language: "fr" | "en") => formatEuros(fault.scheduledCents, language);
      return at(
        `lines.${fault.line}.schedule`,
        `Les échéances font ${sum("fr")} : leur somme doit être le montant promis.`,
        `The due payments make ${sum("en")}: they must add up to the amount promised.`,
      );
    }
    case "due-after-end":
      return at(
        `lines.${fault.line}.schedule.${fault.due}.dueOn`,
        "Cette échéance vient après le dernier jour de l’accord.",
        "This payment is due after the agreement’s last day.",
      );
    case "key-repeats":
      return at(`lines.${fault.line}.key`, "Deux lignes ont la même clé.", "Two lines have the same key.");
    case "rule-key-repeats":
      return at(
        `lines.${fault.line}.rules.${fault.rule}.key`,
        "Deux règles ont la même clé.",
        "Two rules have the same key.",
      );
  }
}

export const endsInPast = at("endsOn", "Ce jour est déjà passé.", "This day has already passed.");
export const belowConfirmed = (line: number, column: "quantity" | "days"): FieldError =>
  at(
    `lines.${line}.${column}`,
    "Davantage a déjà été livré et confirmé.",
    "More has been delivered and confirmed already.",
  );
export const kindChanged = (line: number): FieldError =>
  at(
    `lines.${line}.kind`,
    "Cette ligne garde sa sorte : retirez-la et ajoutez-en une autre.",
    "This line keeps its kind: remove it and add another one.",
  );
export const unknownCommitment = at(
  "commitmentKey",
  "Cet accord n’a pas cet engagement en biens ou en jours.",
  "The agreement has no such commitment in goods or days.",
);
export const deliveredInFuture = at("deliveredOn", "Ce jour n’est pas encore venu.", "This day has not come yet.");
export const unknownPlace = at("placeId", "Ce lieu n’existe pas.", "There is no such place.");
export const unknownCampaign = at("campaignId", "Cette collecte n’existe pas.", "There is no such campaign.");
export const wholeGoods = at("quantity", "Les biens se comptent en nombres entiers.", "Goods are counted whole.");
export const fileRefused = at(
  "evidence",
  "Le justificatif doit être un fichier PDF, PNG ou JPEG d’au plus 10 Mo.",
  "The evidence must be a PDF, PNG or JPEG file of at most 10 MB.",
);

export const ENDED_SUSPENSION: Text = { fr: "L’accord est terminé.", en: "The agreement is over." };
