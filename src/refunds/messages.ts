import type { RefundObstacle } from "../domain/refund.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

const OBSTACLES: Readonly<Record<RefundObstacle, Text>> = {
  nothing: { fr: "Indiquez ce qui est à rembourser.", en: "Say what is to be refunded." },
  "beyond-gift": {
    fr: "C’est plus que ce qui reste du don au projet.",
    en: "This is more than what is left of the gift to the project.",
  },
  "beyond-tip": {
    fr: "C’est plus que ce qui reste du soutien au fonds.",
    en: "This is more than what is left of the support for the fund.",
  },
  disputed: {
    fr: "Ce don est contesté auprès de la banque : rien ne peut être remboursé avant la fin de la contestation.",
    en: "This gift is disputed at the bank: nothing can be refunded before the dispute has ended.",
  },
};

const FIELDS: Partial<Record<RefundObstacle, string>> = {
  nothing: "giftCents",
  "beyond-gift": "giftCents",
  "beyond-tip": "tipCents",
};

export function refundNotPossible(obstacle: RefundObstacle): AppError {
  const field = FIELDS[obstacle];
  const message = OBSTACLES[obstacle];
  return field === undefined
    ? new AppError("refund-not-possible", 409, message)
    : new AppError("invalid-input", 422, message, { fields: [{ field, message }] });
}

export const notCaptured = () =>
  new AppError("not-captured", 409, {
    fr: "Ce don n’a pas été encaissé : il n’y a rien à rembourser.",
    en: "This gift was not captured: there is nothing to refund.",
  });

export const reserveExhausted = () =>
  new AppError("reserve-exhausted", 409, {
    fr: "Le projet a déjà reçu cet argent et la réserve du fonds ne suffit pas à l’avancer.",
    en: "The project was paid this money already and the fund’s reserve does not cover it.",
  });

export const requestState = () =>
  new AppError("state-changed", 409, {
    fr: "Cette demande a déjà reçu une réponse, ou une autre est en cours : rechargez la page.",
    en: "This request was answered already, or another is under way: reload the page.",
  });

export const secondPersonNeeded = () =>
  new AppError("second-person-needed", 409, {
    fr: "Une autre personne doit confirmer ce remboursement.",
    en: "Another person must confirm this refund.",
  });

export const ownGift = () =>
  new AppError("own-gift", 409, {
    fr: "C’est votre propre don : une autre personne doit décider de son remboursement.",
    en: "This is your own gift: another person must decide on its refund.",
  });

export const ownRequest = () =>
  new AppError("own-request", 409, {
    fr: "Votre organisation demande ce remboursement : une autre personne doit en décider.",
    en: "Your organisation asks for this refund: another person must decide on it.",
  });

export const notFailed = () =>
  new AppError("state-changed", 409, {
    fr: "Ce remboursement n’a pas échoué, ou il est déjà renvoyé : rechargez la page.",
    en: "This refund has not failed, or is sent again already: reload the page.",
  });

export const noWayOut = () =>
  new AppError("no-way-out", 409, {
    fr: "Le délai pour reprendre ce don après un changement de la collecte est passé.",
    en: "The time to take this gift back after a change of the campaign has passed.",
  });
