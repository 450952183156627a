import { plusDays } from "../domain/calendar.ts";
import { deMinimisWindow } from "../domain/de-minimis.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import type { DeMinimisFacts } from "./read-declaration.ts";

/** What the agreement says of public aid: the declaration, its aids and their sum, or that it is still to be made. */
export function deMinimisParagraphs(facts: DeMinimisFacts): readonly Text[] {
  const { declaration, on, verdict } = facts;
  if (declaration === undefined)
    return [
      { fr: "La déclaration reste à faire avant la signature.", en: "The declaration is to be made before signing." },
    ];
  const said = { fr: formatDate(declaration.declaredOn, "fr"), en: formatDate(declaration.declaredOn, "en") };
  if (!declaration.hasEconomicActivity)
    return [
      {
        fr: `Le ${said.fr}, la structure déclare qu’elle n’exerce pas d’activité économique au sens du droit de l’Union : le règlement (UE) 2023/2831 ne s’applique pas à cette subvention.`,
        en: `On ${said.en} the organisation declares that it has no economic activity in the sense of Union law: Regulation (EU) 2023/2831 does not apply to this grant.`,
      },
    ];
  const from = plusDays(deMinimisWindow(on).after, 1);
  return [
    {
      fr: `Le ${said.fr}, la structure déclare les aides de minimis reçues du ${formatDate(from, "fr")} au ${formatDate(on, "fr")} (règlement (UE) 2023/2831) ; le fonds y ajoute ses propres subventions :`,
      en: `On ${said.en} the organisation declares the de minimis aid received from ${formatDate(from, "en")} to ${formatDate(on, "en")} (Regulation (EU) 2023/2831); the fund adds its own grants:`,
    },
    ...facts.aids
      .filter((aid) => aid.counts)
      .map((aid) => ({
        fr: `- ${aid.granter}, ${formatDate(aid.grantedOn, "fr")} : ${formatEuros(aid.amountCents, "fr")}`,
        en: `- ${aid.granter}, ${formatDate(aid.grantedOn, "en")}: ${formatEuros(aid.amountCents, "en")}`,
      })),
    {
      fr: `Avec cette subvention, la somme est de ${formatEuros(verdict.totalCents, "fr")} ; le plafond est de ${formatEuros(verdict.ceilingCents, "fr")}.`,
      en: `With this grant the sum is ${formatEuros(verdict.totalCents, "en")}; the ceiling is ${formatEuros(verdict.ceilingCents, "en")}.`,
    },
  ];
}
