import type { Reader } from "../db/client.ts";
import type { Text } from "../i18n/text.ts";

/** What an agreement says where the grant has no schedule of its own. */
export const ONE_SCHEDULE: readonly Text[] = [
  {
    fr: "La subvention peut être demandée en une ou plusieurs fois, à partir de la signature.",
    en: "The grant may be asked for in one or several payments, once this is signed.",
  },
];

/** The instalments as the agreement tells them. */
export const readSchedule = async (_reader: Reader, _fundId: string, _grantId: string): Promise<readonly Text[]> =>
  ONE_SCHEDULE;
