import { dayOf } from "../campaigns/paris-days.ts";
import { actorOf } from "../decisions/letter-actor.ts";
import { DECISIONS, KIND_NAMES, LETTER as texts, URGENCY_NAMES } from "../decisions/messages.ts";
import { readInbox, type Waiting } from "../decisions/queries.ts";
import { titleText } from "../decisions/title.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** So many of the most urgent are named; the page shows all. */
const MOST_NAMED = 10;

/** What waits for one member of staff this morning; a letter that is sent too late is left out. */
const decisionsOfDay: Template = async (deps, subjectId) => {
  const [day = "", userId = ""] = subjectId.split("/");
  const [person, actor] = [await findPerson(deps.db, userId), await actorOf(deps, userId)];
  if (person === undefined || actor === undefined) return undefined;
  const { mine, counts, now } = await readInbox(deps, actor);
  if (mine.length === 0 || dayOf(now) !== day) return undefined;
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const paragraphs = [
    texts.waiting(total),
    lines([...counts].map(([kind, count]) => texts.kind(KIND_NAMES[kind] ?? DECISIONS.what, count))),
    texts.first,
    lines(mine.slice(0, MOST_NAMED).map(lineOf)),
    texts.stop,
  ];
  return letterOf(
    person.email,
    person.language,
    { subject: texts.subject(total), paragraphs },
    `${deps.baseUrl}/a-decider`,
    deps.bankAccount.name,
  );
};

const lines = (texts: readonly Text[]): Text => ({
  fr: texts.map(({ fr }) => `– ${fr}`).join("\n"),
  en: texts.map(({ en }) => `– ${en}`).join("\n"),
});

function lineOf(row: Waiting): Text {
  const [name, urgency] = [titleText(row), URGENCY_NAMES[row.urgency]];
  const said = (language: keyof Text) =>
    [name[language], row.who, urgency?.[language].toLowerCase()].filter((part) => part != null && part !== "");
  return { fr: said("fr").join(", "), en: said("en").join(", ") };
}

export const decisionLetters: Readonly<Record<string, Template>> = { "decisions-of-day": decisionsOfDay };
