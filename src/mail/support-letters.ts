import { supportTexts as texts } from "../impersonation/messages.ts";
import { findVisit } from "../impersonation/queries.ts";
import { formatInstant } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** To the person whose view of the service staff opened. */
const supportVisit: Template = async (deps, visitId) => {
  const visit = await findVisit(deps, visitId);
  if (visit === undefined) return undefined;
  const language = visit.personLanguage === "en" ? "en" : "fr";
  const at = (instant: Date) => formatInstant(instant, language);
  const paragraphs = [
    texts.letterWho(visit.staffName, at(visit.startedAt), at(visit.endsAt)),
    texts.letterReason(visit.reason),
    texts.letterLimits,
    texts.letterSurprise,
  ];
  return letterOf(
    visit.personEmail,
    language,
    { subject: texts.letterSubject, paragraphs },
    `${deps.baseUrl}/contact`,
    deps.bankAccount.name,
  );
};

export const supportLetters: Readonly<Record<string, Template>> = { "support-visit": supportVisit };
