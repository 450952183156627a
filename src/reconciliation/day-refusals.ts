import type { DayRefusal, Gap } from "../domain/day-close.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";

const GAPS: Readonly<Record<Gap, Text>> = {
  stripe: { fr: "les livres et le relevé de Stripe", en: "the books and Stripe’s statement" },
  payouts: { fr: "les virements de Stripe et la banque", en: "Stripe’s payouts and the bank" },
  bank: { fr: "le relevé bancaire et les livres", en: "the bank statement and the books" },
  closing: {
    fr: "le solde de clôture de la banque et celui des livres",
    en: "the bank’s closing balance and the books’",
  },
};

/** One reason why a day cannot be closed, naming what is missing (R4). */
export function refusalText(refusal: DayRefusal): Text {
  switch (refusal.kind) {
    case "closed-already":
      return { fr: "Cette journée est déjà arrêtée.", en: "This day is closed already." };
    case "not-over":
      return { fr: "La journée n’est pas terminée.", en: "The day is not over." };
    case "earlier-days": {
      const days = (language: "fr" | "en") => refusal.days.map((day) => formatDate(day, language)).join(", ");
      return {
        fr: `Des journées précédentes ont des mouvements et ne sont pas arrêtées, à commencer par : ${days("fr")}.`,
        en: `Earlier days have movements and are not closed, beginning with: ${days("en")}.`,
      };
    }
    case "no-statement":
      return {
        fr: "La banque a bougé ce jour-là, et aucun relevé bancaire importé ne couvre la journée.",
        en: "The bank moved that day, and no imported bank statement covers it.",
      };
    case "open-differences":
      return {
        fr: `Écarts de la journée que personne n’a expliqués : ${refusal.count}.`,
        en: `Differences of the day that nobody explained: ${refusal.count}.`,
      };
    case "explained-by-closer":
      return {
        fr: `Écarts que vous avez expliqués vous-même : ${refusal.count}. Une autre personne doit les clore, ou arrêter la journée.`,
        en: `Differences you explained yourself: ${refusal.count}. Another person must close them, or close the day.`,
      };
    case "gap":
      return gapText(refusal);
  }
}

function gapText({ gap, amountCents, loose }: Extract<DayRefusal, { kind: "gap" }>): Text {
  const loosely = {
    fr: loose === 0 ? "" : ` (mouvements sans correspondance ni explication : ${loose})`,
    en: loose === 0 ? "" : ` (movements that tie with nothing and are not explained: ${loose})`,
  };
  return {
    fr: `Entre ${GAPS[gap].fr}, il reste ${formatEuros(amountCents, "fr")} sans explication${loosely.fr}.`,
    en: `Between ${GAPS[gap].en}, ${formatEuros(amountCents, "en")} is left unexplained${loosely.en}.`,
  };
}

export function dayNotClosable(refusals: readonly DayRefusal[]): AppError {
  const reasons = refusals.map(refusalText);
  const text = { fr: reasons.map(({ fr }) => fr).join(" "), en: reasons.map(({ en }) => en).join(" ") };
  const fields = reasons.map((message) => ({ field: "day", message }));
  const isClosed = refusals.some(({ kind }) => kind === "closed-already");
  return new AppError(isClosed ? "day-closed" : "day-not-closable", 409, text, { fields });
}
