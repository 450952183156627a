import type { Language, Text } from "../i18n/text.ts";
import { JOB_WORDS } from "../job-watch/messages.ts";
import { accountWords, entryWords } from "../ledger/entry-words.ts";
import type { Finding } from "../ledger/invariant.ts";
import { MATCH_STATES } from "../matching/messages.ts";
import { PLEDGE_STATES_IN_WORDS } from "../pledges/page-messages.ts";
import { formatDate, formatEuros, formatInstant } from "../ui/format.ts";
import { FINDINGS, SUBJECTS } from "./finding-messages.ts";

type Fact = Finding["facts"][string] | undefined;

const wordOf = (words: Readonly<Record<string, Text>>, code: string): Text =>
  Object.hasOwn(words, code) ? (words[code] ?? { fr: code, en: code }) : { fr: code, en: code };

/** How a figure is written, by what stands after its name in the text; without anything, as it is. */
const WRITTEN: Readonly<Record<string, (fact: string, language: Language) => string>> = {
  "": (fact) => fact,
  "€": (fact, language) => formatEuros(BigInt(fact), language),
  time: (fact, language) => formatInstant(new Date(fact), language),
  day: (fact, language) => formatDate(fact, language),
  entry: (fact, language) => entryWords(fact)[language],
  match: (fact, language) => wordOf(MATCH_STATES, fact)[language],
  pledge: (fact, language) => wordOf(PLEDGE_STATES_IN_WORDS, fact)[language],
};

const fill = (text: string, facts: Readonly<Record<string, Fact>>, language: Language): string =>
  text.replace(/\{(\w+) ?([^}]*)\}/g, (_, name: string, as: string) => {
    const fact = facts[name];
    return fact == null ? "–" : (WRITTEN[as]?.(String(fact), language) ?? String(fact));
  });

/** What a check found, in words; its figures alone where nobody wrote any. */
export function findingWords({ invariant, facts }: Finding): Text {
  const figures = Object.entries(facts).map(([name, fact]) => `${name} ${fact ?? "–"}`);
  const said = Object.hasOwn(FINDINGS, invariant) ? FINDINGS[invariant] : undefined;
  if (said === undefined) return { fr: figures.join(", "), en: figures.join(", ") };
  return { fr: fill(said.fr, facts, "fr"), en: fill(said.en, facts, "en") };
}

/** What a finding is about, in words; undefined where its reference says all. */
export function subjectWords({ invariant, subject }: Finding): Text | undefined {
  const about = Object.hasOwn(FINDINGS, invariant) ? FINDINGS[invariant]?.about : undefined;
  if (about === "account") return accountWords(subject);
  if (about === "job") return wordOf(JOB_WORDS, subject);
  if (about === "day") return { fr: formatDate(subject, "fr"), en: formatDate(subject, "en") };
  return about && SUBJECTS[about];
}
