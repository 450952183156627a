import type { Text } from "../i18n/text.ts";

const DAYS: Readonly<Record<string, Text>> = {
  Mo: { fr: "lundi", en: "Monday" },
  Tu: { fr: "mardi", en: "Tuesday" },
  We: { fr: "mercredi", en: "Wednesday" },
  Th: { fr: "jeudi", en: "Thursday" },
  Fr: { fr: "vendredi", en: "Friday" },
  Sa: { fr: "samedi", en: "Saturday" },
  Su: { fr: "dimanche", en: "Sunday" },
  PH: { fr: "jours fériés", en: "public holidays" },
  off: { fr: "fermé", en: "closed" },
};

const NAMED = /\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|off)\b/g;

/** The standard's opening hours (OpenStreetMap's notation) in words, one line a rule: `mardi – vendredi 09:00 – 12:00`. */
export const openingHours = (notation: string): readonly Text[] =>
  notation
    .split(";")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "")
    .map((rule) => ({ fr: inWords(rule, "fr"), en: inWords(rule, "en") }));

const inWords = (rule: string, language: keyof Text): string =>
  rule
    .replace(NAMED, (name) => DAYS[name]?.[language] ?? name)
    .replace(/\s*-\s*/g, " – ")
    .replace(/\s*,\s*/g, ", ");
