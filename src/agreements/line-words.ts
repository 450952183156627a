import { documentFor, type Nature, type SupportingDocument } from "../domain/agreement.ts";
import {
  type CommitmentKind,
  type GoodsLine,
  lineValue,
  type MoneyLine,
  type SkillLine,
} from "../domain/agreement-terms.ts";
import type { Language, Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";

export const NATURE_NAMES: Readonly<Record<Nature, Text>> = {
  corporate_giving: { fr: "mécénat", en: "corporate giving" },
  grant: { fr: "subvention", en: "grant" },
  sponsorship: { fr: "parrainage", en: "sponsorship" },
  service: { fr: "prestation", en: "service" },
};

export const DOCUMENT_NAMES: Readonly<Record<SupportingDocument, Text>> = {
  receipt: { fr: "reçu fiscal de mécénat, sans contrepartie", en: "tax receipt, for nothing in return" },
  agreement: { fr: "la présente convention de subvention", en: "this grant agreement itself" },
  invoice: { fr: "facture du fonds, avec contrepartie", en: "invoice of the fund, for something in return" },
};

export const KIND_NAMES: Readonly<Record<CommitmentKind, Text>> = {
  money: { fr: "Argent", en: "Money" },
  goods: { fr: "Biens", en: "Goods" },
  skill_days: { fr: "Jours de compétences", en: "Days of skills" },
};

export const natureWords = (nature: Nature): Text => {
  const [name, document] = [NATURE_NAMES[nature], DOCUMENT_NAMES[documentFor(nature)]];
  return { fr: `${name.fr} (${document.fr})`, en: `${name.en} (${document.en})` };
};

/** A number as people of a language write it: `12,5` or `12.5`. */
export const formatQuantity = (quantity: number, language: Language): string =>
  new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 1 }).format(quantity);

const days = (count: number, language: Language): string => {
  const many = language === "fr" ? count >= 2 : count !== 1;
  const word = language === "fr" ? "jour" : "day";
  return `${formatQuantity(count, language)} ${word}${many ? "s" : ""}`;
};

export const daysWords = (count: number): Text => ({ fr: days(count, "fr"), en: days(count, "en") });

type Line = Omit<MoneyLine, "rules"> | GoodsLine | SkillLine;

/** What a line promises, in half a sentence: `12 jours de compétences : « Atelier », …`. */
export function lineWords(line: Line): Text {
  return { fr: wordsIn(line, "fr"), en: wordsIn(line, "en") };
}

function wordsIn(line: Line, language: Language): string {
  const isFrench = language === "fr";
  const label = isFrench ? `« ${line.label} »` : `“${line.label}”`;
  const value = lineValue(line);
  const worth = formatEuros(value, language);
  const valued = value === 0n ? "" : isFrench ? `, d’une valeur de ${worth}` : `, worth ${worth}`;
  switch (line.kind) {
    case "money":
      return isFrench ? `${worth} pour ${label}` : `${worth} for ${label}`;
    case "goods": {
      const what = `${formatQuantity(line.quantity, language)} ${line.unit}`;
      return isFrench ? `${what} pour ${label}${valued}` : `${what} for ${label}${valued}`;
    }
    case "skill_days":
      return isFrench
        ? `${days(line.days, "fr")} de compétences pour ${label} (${line.purpose})${valued}`
        : `${days(line.days, "en")} of skills for ${label} (${line.purpose})${valued}`;
  }
}

type Due = { readonly dueOn: string; readonly amountCents: bigint };

/** `3 000 € le 1er mars 2027, puis 2 000 € le 1er juin 2027`. */
export const scheduleWords = (schedule: readonly Due[]): Text => {
  const one = (due: Due, language: Language) =>
    `${formatEuros(due.amountCents, language)} ${language === "fr" ? "le" : "on"} ${formatDate(due.dueOn, language)}`;
  return {
    fr: schedule.map((due) => one(due, "fr")).join(", puis "),
    en: schedule.map((due) => one(due, "en")).join(", then "),
  };
};
