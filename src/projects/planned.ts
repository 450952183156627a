import { and, count, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { budgetLines, fundingLines, projectPlaces } from "../db/schema/projects.ts";
import { type Cents, cents } from "../domain/money.ts";

/** What a project's funding plan expects of campaigns; zero where it has no such line. */
export async function plannedCentsOf(reader: Reader, fundId: string, projectId: string): Promise<Cents> {
  const [line] = await reader
    .select({ amountCents: fundingLines.amountCents })
    .from(fundingLines)
    .where(
      and(eq(fundingLines.fundId, fundId), eq(fundingLines.projectId, projectId), eq(fundingLines.source, "campaign")),
    );
  return cents(line?.amountCents ?? 0n);
}

/** How far a project's plan has come: what the checklist of a campaign asks. */
export async function planSizeOf(reader: Reader, fundId: string, projectId: string) {
  const rowsIn = async (table: typeof budgetLines | typeof projectPlaces) => {
    const [row] = await reader
      .select({ rows: count() })
      .from(table)
      .where(and(eq(table.fundId, fundId), eq(table.projectId, projectId)));
    return row?.rows ?? 0;
  };
  return {
    budgetLines: await rowsIn(budgetLines),
    places: await rowsIn(projectPlaces),
    plannedCents: await plannedCentsOf(reader, fundId, projectId),
  };
}
