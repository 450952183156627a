import { type AgreementTerms, compareTerms, type LineChange, type TermsChange } from "../domain/agreement-terms.ts";
import type { Language, Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import type { TermsInput } from "./forms.ts";
import { daysWords, formatQuantity, lineWords, natureWords, scheduleWords } from "./line-words.ts";
import { ruleWords } from "./rule-words.ts";

/** What changes from one version of the terms to another, in words. None: both say the same. */
export function comparisonWords(partnerName: string, before: TermsInput, after: TermsInput): readonly Text[] {
  const changes = (language: Language) =>
    compareTerms(asRead(partnerName, before, language), asRead(partnerName, after, language)).map((change) =>
      changeWords(change, language),
    );
  const english = changes("en");
  return changes("fr").map((fr, index) => ({ fr, en: english[index] ?? fr }));
}

/** Terms as the domain judges them: rules by what they say. */
export const asRead = (partnerName: string, terms: TermsInput, language: Language): AgreementTerms => ({
  ...terms,
  lines: terms.lines.map((line) =>
    line.kind === "money"
      ? {
          ...line,
          rules: line.rules.map(({ key, rule }) => ({ key, reading: ruleWords(partnerName, rule)[language] })),
        }
      : line,
  ),
});

function changeWords(change: TermsChange, language: Language): string {
  const isFrench = language === "fr";
  switch (change.kind) {
    case "title":
      return isFrench
        ? `Le titre passe de « ${change.before} » à « ${change.after} ».`
        : `The title changes from “${change.before}” to “${change.after}”.`;
    case "startsOn":
    case "endsOn": {
      const which = isFrench
        ? { startsOn: "Le premier jour", endsOn: "Le dernier jour" }
        : { startsOn: "The first day", endsOn: "The last day" };
      const [from, to] = [formatDate(change.before, language), formatDate(change.after, language)];
      return isFrench
        ? `${which[change.kind]} passe du ${from} au ${to}.`
        : `${which[change.kind]} moves from ${from} to ${to}.`;
    }
    case "promisedCounts":
      if (isFrench)
        return change.after
          ? "L’argent promis compte désormais dans les objectifs avant d’être reçu."
          : "L’argent promis ne compte plus dans les objectifs avant d’être reçu.";
      return change.after
        ? "Promised money now counts towards goals before it is received."
        : "Promised money no longer counts towards goals before it is received.";
    case "line-added":
    case "line-removed": {
      const words = lineWords(change.line)[language];
      const nature = natureWords(change.line.nature)[language];
      if (change.kind === "line-removed") return isFrench ? `Retrait : ${words}.` : `Removed: ${words}.`;
      return isFrench ? `Ajout : ${words}, en ${nature}.` : `Added: ${words}, as ${nature}.`;
    }
    default:
      return lineChangeWords(change, language);
  }
}

function lineChangeWords(change: LineChange, language: Language): string {
  const label = language === "fr" ? `« ${change.line.label} »` : `“${change.line.label}”`;
  const lead = (fr: string, en: string) => (language === "fr" ? `${label} : ${fr}` : `${label}: ${en}`);
  const moved = (fr: string, en: string, before: string, after: string) =>
    lead(`${fr} passe de ${before} à ${after}.`, `${en} changes from ${before} to ${after}.`);
  switch (change.kind) {
    case "label":
      return language === "fr"
        ? `L’engagement « ${change.before} » s’appelle désormais « ${change.after} ».`
        : `The commitment “${change.before}” is now called “${change.after}”.`;
    case "potName":
      return moved("le nom de l’enveloppe", "the name of the pot", change.before, change.after);
    case "unit":
      return moved("l’unité", "the unit", change.before, change.after);
    case "purpose":
      return moved("l’usage des jours", "the purpose of the days", change.before, change.after);
    case "nature":
      return moved(
        "la nature",
        "the nature",
        natureWords(change.before)[language],
        natureWords(change.after)[language],
      );
    case "amountCents":
      return moved(
        "le montant",
        "the amount",
        formatEuros(change.before, language),
        formatEuros(change.after, language),
      );
    case "unitValueCents":
    case "dayValueCents": {
      const [fr, en] =
        change.kind === "dayValueCents"
          ? ["la valeur d’un jour", "the value of a day"]
          : ["la valeur d’une unité", "the value of a unit"];
      return moved(fr, en, formatEuros(change.before, language), formatEuros(change.after, language));
    }
    case "quantity":
      return moved(
        "la quantité",
        "the quantity",
        formatQuantity(change.before, language),
        formatQuantity(change.after, language),
      );
    case "days":
      return lead(
        `on passe de ${daysWords(change.before).fr} à ${daysWords(change.after).fr}.`,
        `from ${daysWords(change.before).en} to ${daysWords(change.after).en}.`,
      );
    default:
      return planChangeWords(change, lead);
  }
}

type PlanChange = Extract<LineChange, { kind: "schedule" | "rule-added" | "rule-removed" | "rule-changed" }>;

function planChangeWords(change: PlanChange, lead: (fr: string, en: string) => string): string {
  switch (change.kind) {
    case "schedule":
      return lead(
        `les échéances deviennent ${scheduleWords(change.after).fr} (avant : ${scheduleWords(change.before).fr}).`,
        `the due payments become ${scheduleWords(change.after).en} (before: ${scheduleWords(change.before).en}).`,
      );
    case "rule-added":
      return lead(`nouvelle règle. ${change.reading}`, `new rule. ${change.reading}`);
    case "rule-removed":
      return lead(`la règle suivante disparaît. ${change.reading}`, `the following rule goes. ${change.reading}`);
    case "rule-changed":
      return lead(
        `une règle change. Avant : ${change.before} Après : ${change.after}`,
        `a rule changes. Before: ${change.before} After: ${change.after}`,
      );
  }
}
