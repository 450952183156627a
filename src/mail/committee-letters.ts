import { REASON_NAMES, STATE_NAMES } from "../committee/messages.ts";
import { findApplication, listSessions } from "../committee/queries.ts";
import { worker } from "../domain/actor.ts";
import { findPerson } from "../identity/queries.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** What became of an application for the fund's own grant, to a person of the holder's. */
const ownGrantAnswered: Template = async (deps, subjectId) => {
  const [applicationId = "", userId = ""] = subjectId.split("/");
  const application = await findApplication(deps, applicationId);
  const person = await findPerson(deps.db, userId);
  if (application === undefined || person === undefined) return undefined;
  const { projectTitle, state, awardedCents, note } = application;
  const known = Object.values(REASON_NAMES).find((one) => one.fr === note);
  const word = known ?? { fr: note ?? "", en: note ?? "" };
  const next =
    application.campaignId === null
      ? {
          fr: "Signez maintenant la convention de votre subvention : le lien est sur la page de votre demande.",
          en: "Now sign your grant’s agreement: the link is on your application’s page.",
        }
      : {
          fr: "Cette somme s’ajoutera à votre subvention si la collecte réussit.",
          en: "The sum joins your grant if the campaign succeeds.",
        };
  const text = {
    subject: {
      fr: `Votre demande d’aide pour « ${projectTitle} » : ${STATE_NAMES[state].fr.toLowerCase()}`,
      en: `Your application for “${projectTitle}”: ${STATE_NAMES[state].en.toLowerCase()}`,
    },
    paragraphs: [
      ...(awardedCents === null
        ? []
        : [
            {
              fr: `Le comité du fonds accorde ${formatEuros(awardedCents, "fr")} à votre projet. ${next.fr}`,
              en: `The fund’s committee grants your project ${formatEuros(awardedCents, "en")}. ${next.en}`,
            },
          ]),
      ...(word.fr === "" ? [] : [{ fr: `Réponse : ${word.fr}`, en: `Answer: ${word.en}` }]),
      { fr: "Votre demande est à cette adresse :", en: "Your application is at this address:" },
    ],
  };
  return letterOf(
    person.email,
    person.language,
    text,
    `${deps.baseUrl}/demandes/${applicationId}`,
    deps.bankAccount.name,
  );
};

/** A session waits for its members. */
const committeeSession: Template = async (deps, subjectId) => {
  const [sessionId = "", userId = ""] = subjectId.split("/");
  const session = (await listSessions(deps, worker("send-mail"))).find((one) => one.id === sessionId);
  const person = await findPerson(deps.db, userId);
  if (session?.state !== "open" || person === undefined) return undefined;
  const text = {
    subject: {
      fr: `Comité du ${formatDate(session.heldOn, "fr")} : vos dossiers`,
      en: `Committee of ${formatDate(session.heldOn, "en")}: your applications`,
    },
    paragraphs: [
      {
        fr: `Le comité se réunit le ${formatDate(session.heldOn, "fr")} ; ${session.applications} dossiers vous attendent. Dites d’abord vos liens éventuels avec un dossier, puis notez et votez.`,
        en: `The committee meets on ${formatDate(session.heldOn, "en")}; ${session.applications} applications wait for you. First say any tie you have with one, then score and vote.`,
      },
      { fr: "C’est à cette adresse :", en: "It is at this address:" },
    ],
  };
  return letterOf(
    person.email,
    person.language,
    text,
    `${deps.baseUrl}/comite/seances/${sessionId}`,
    deps.bankAccount.name,
  );
};

export const committeeLetters: Readonly<Record<string, Template>> = {
  "own-grant-answered": ownGrantAnswered,
  "committee-session": committeeSession,
};
