import { and, asc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { grants, instalments } from "../db/schema/index.ts";
import { splitByWeights } from "../domain/instalment.ts";
import { cents } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";

/** What an example of the agreement says where a grant has its instalments. */
export const ONE_SCHEDULE: readonly Text[] = [
  {
    fr: "La subvention peut être demandée en une ou plusieurs fois, à partir de la signature.",
    en: "The grant may be asked for in one or several payments, once this is signed.",
  },
];

/** The instalments as the agreement tells them, without what amendments added since. */
export async function readSchedule(reader: Reader, fundId: string, grantId: string): Promise<readonly Text[]> {
  const rows = await reader
    .select({
      instalment: instalments,
      amountCents: sql<string>`${grants.amountCents} - (select coalesce(sum(c.amount_cents), 0) from grant_complements c
        where c.fund_id = ${fundId} and c.grant_id = ${grantId} and c.is_amendment)`,
    })
    .from(instalments)
    .innerJoin(grants, and(eq(grants.fundId, instalments.fundId), eq(grants.id, instalments.grantId)))
    .where(and(eq(instalments.fundId, fundId), eq(instalments.grantId, grantId)))
    .orderBy(asc(instalments.number));
  const whole = cents(BigInt(rows[0]?.amountCents ?? 0));
  const amounts =
    rows.length === 0
      ? []
      : splitByWeights(
          whole,
          rows.map((row) => row.instalment.share),
        );
  return rows.map(({ instalment }, index) => inWords(instalment, amounts[index] ?? 0n));
}

type Line = Pick<typeof instalments.$inferSelect, "number" | "label" | "condition" | "evidenceAsked" | "dueOn">;

function inWords({ number, label, condition, evidenceAsked, dueOn }: Line, amountCents: bigint): Text {
  const shown = {
    fr: evidenceAsked === null ? "" : ` Justificatif demandé : ${evidenceAsked}`,
    en: evidenceAsked === null ? "" : ` Evidence asked for: ${evidenceAsked}`,
  };
  return {
    fr: `Tranche ${number}, « ${label} » : ${formatEuros(amountCents, "fr")}, à demander au plus tard le ${formatDate(dueOn, "fr")}. ${condition}${shown.fr}`,
    en: `Instalment ${number}, “${label}”: ${formatEuros(amountCents, "en")}, to be asked for by ${formatDate(dueOn, "en")}. ${condition}${shown.en}`,
  };
}
