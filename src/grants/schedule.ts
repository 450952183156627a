import type { Reader } from "../db/client.ts";
import type { grants } from "../db/schema/index.ts";
import type { Text } from "../i18n/text.ts";
import { readSchedule } from "../instalments/read-schedule.ts";
import { formatDate, formatEuros } from "../ui/format.ts";

/** What an agreement says where the grant has no schedule of its own. */
export const ONE_SCHEDULE: readonly Text[] = [
  {
    fr: "La subvention peut être demandée en une ou plusieurs fois, à partir de la signature.",
    en: "The grant may be asked for in one or several payments, once this is signed.",
  },
];

/** The instalments as the agreement tells them: amount, condition, evidence and limit date. */
export async function scheduleParagraphs(reader: Reader, grant: typeof grants.$inferSelect): Promise<readonly Text[]> {
  const instalments = await readSchedule(reader, grant);
  if (instalments.length === 0) return ONE_SCHEDULE;
  return [
    { fr: "La subvention est versée en tranches :", en: "The grant is paid in instalments:" },
    ...instalments.map(({ number, label, amountCents, condition, evidenceAsked, dueOn }) => ({
      fr: `- Tranche ${number}, ${label} : ${formatEuros(amountCents, "fr")}, à demander au plus tard le ${formatDate(dueOn, "fr")}. Condition : ${condition}.${evidenceAsked === null ? "" : ` Justificatif : ${evidenceAsked}.`}`,
      en: `- Instalment ${number}, ${label}: ${formatEuros(amountCents, "en")}, to be asked for by ${formatDate(dueOn, "en")}. Condition: ${condition}.${evidenceAsked === null ? "" : ` Evidence: ${evidenceAsked}.`}`,
    })),
  ];
}
