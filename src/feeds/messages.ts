import type { Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";

export const FEEDS = {
  title: { fr: "Collectes en cours", en: "Live campaigns" },
  atom: {
    fr: "Suivre ces collectes dans un lecteur de flux (Atom)",
    en: "Follow these campaigns in a feed reader (Atom)",
  },
  calendar: { fr: "Mettre leurs dates de fin dans mon agenda (ICS)", en: "Put their last days in my calendar (ICS)" },
} as const satisfies Record<string, Text>;

export const feedOf = (fundName: string): Text => ({
  fr: `${FEEDS.title.fr} – ${fundName}`,
  en: `${FEEDS.title.en} – ${fundName}`,
});

export const lastDayOf = (title: string): Text => ({
  fr: `Dernier jour : ${title}`,
  en: `Last day: ${title}`,
});

type Told = { readonly summary: string; readonly goalCents: bigint; readonly towns: readonly string[] };

/** A campaign in a few lines of plain text. */
export const told = ({ summary, goalCents, towns }: Told, lastDay: string): Text => {
  const where = towns.length === 0 ? "" : ` ${towns.join(", ")}.`;
  return {
    fr: `${summary}${where} Objectif : ${formatEuros(goalCents, "fr")}, jusqu’au ${formatDate(lastDay, "fr")}.`,
    en: `${summary}${where} Goal: ${formatEuros(goalCents, "en")}, until ${formatDate(lastDay, "en")}.`,
  };
};
