import type { CallStanding } from "../domain/fund-call.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

const onAmount = (type: string, text: Text): AppError =>
  new AppError(type, 409, text, { fields: [{ field: "amountCents", message: text }] });

export const moreThanRemains = (leftCents: bigint): AppError =>
  onAmount("pot-exhausted", {
    fr: `L’enveloppe n’a plus que ${formatEuros(leftCents, "fr")} de disponible.`,
    en: `The pot has only ${formatEuros(leftCents, "en")} left free.`,
  });

export const moreThanCallable = (leftCents: bigint): AppError =>
  onAmount("call-too-large", {
    fr: `Il reste ${formatEuros(leftCents, "fr")} à appeler : ce qui est promis, moins ce qui est reçu et déjà appelé.`,
    en: `${formatEuros(leftCents, "en")} can still be called: what is promised, less what was received or called already.`,
  });

export const callNotOpen = (): AppError =>
  new AppError("state-changed", 409, {
    fr: "Cet appel n’attend plus rien : rechargez la page.",
    en: "This call waits for nothing any more: reload the page.",
  });

export const planNotOpen = (): AppError =>
  new AppError("state-changed", 409, {
    fr: "Cette échéance a déjà été appelée ou retirée : rechargez la page.",
    en: "This due date was called or dropped already: reload the page.",
  });

export const dueInPast: { readonly field: string; readonly message: Text } = {
  field: "dueOn",
  message: { fr: "Choisissez un jour à venir.", en: "Choose a day ahead." },
};

export const issuedAfterDue: { readonly field: string; readonly message: Text } = {
  field: "issueOn",
  message: {
    fr: "L’appel part au plus tard le jour de l’échéance.",
    en: "The call goes out on its due date at the latest.",
  },
};

export const CALL_STATES: Readonly<Record<CallStanding["state"], Text>> = {
  open: { fr: "en attente", en: "open" },
  partly_paid: { fr: "payé en partie", en: "partly paid" },
  paid: { fr: "payé", en: "paid" },
  cancelled: { fr: "annulé", en: "cancelled" },
};

/** Refusals of the schemas in the words of the forms. */
export const EXPLAINED_DAYS: Readonly<Record<string, Text>> = {
  issueOn: { fr: "Indiquez un jour, par exemple 2027-03-01.", en: "Give a day, for example 2027-03-01." },
  dueOn: { fr: "Indiquez un jour, par exemple 2027-03-31.", en: "Give a day, for example 2027-03-31." },
};
