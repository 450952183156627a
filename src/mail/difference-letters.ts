import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { daysOld } from "../reconciliation/difference-messages.ts";
import { causeText } from "../reconciliation/messages.ts";
import { differenceInCharge, lateDifferencesOf } from "../reconciliation/owner-queries.ts";
import { formatEuros } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** To whom a colleague gave a difference; none once it is closed or somebody else's. */
const differenceGiven: Template = async (deps, subjectId) => {
  const [differenceId = "", ownerId = ""] = subjectId.split("/");
  const difference = await differenceInCharge(deps.db, deps.fundId, differenceId, ownerId);
  const person = await findPerson(deps.db, ownerId);
  if (difference === undefined || person === undefined) return undefined;
  const { amountCents, cause, ageDays } = difference;
  const [why, age] = [causeText(cause), daysOld(ageDays)];
  const text = {
    subject: { fr: "Un écart vous est confié", en: "A difference is handed to you" },
    paragraphs: [
      {
        fr: `Une personne de l’équipe vous confie un écart de ${formatEuros(amountCents, "fr")}. ${why.fr}`,
        en: `A colleague hands you a difference of ${formatEuros(amountCents, "en")}. ${why.en}`,
      },
      { fr: `Il est ouvert depuis : ${age.fr}. Voici sa page :`, en: `Open since: ${age.en}. This is its page:` },
    ],
  };
  return letterOf(person.email, person.language, text, `${deps.baseUrl}/ecarts/${differenceId}`, deps.bankAccount.name);
};

const lateText = ({ count, oldestDays }: Awaited<ReturnType<typeof lateDifferencesOf>>): Text => ({
  fr:
    count > 1
      ? `${count} écarts dont vous êtes responsable attendent depuis plus d’une semaine, le plus ancien depuis ${oldestDays} jours.`
      : `Un écart dont vous êtes responsable attend depuis ${oldestDays} jours.`,
  en:
    count > 1
      ? `${count} differences you are in charge of have waited for more than a week, the oldest for ${oldestDays} days.`
      : `A difference you are in charge of has waited for ${oldestDays} days.`,
});

/** Once a week, to who is in charge of differences past their age limit; none where they were settled meanwhile. */
const differencesLate: Template = async (deps, ownerId) => {
  const late = await lateDifferencesOf(deps.db, deps.fundId, ownerId);
  const person = await findPerson(deps.db, ownerId);
  if (late.count === 0 || person === undefined) return undefined;
  const what: Text = {
    fr: "Expliquez ce que vous pouvez, ou confiez-le à une autre personne. Vos écarts sont ici :",
    en: "Explain what you can, or hand it over to somebody else. Your differences are here:",
  };
  const text = {
    subject: { fr: "Des écarts attendent depuis longtemps", en: "Differences have waited for long" },
    paragraphs: [lateText(late), what],
  };
  return letterOf(person.email, person.language, text, `${deps.baseUrl}/ecarts?responsable=me`, deps.bankAccount.name);
};

export const differenceLetters: Readonly<Record<string, Template>> = {
  "difference-given": differenceGiven,
  "differences-late": differencesLate,
};
