import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { criteria } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { gridBody } from "./forms.ts";
import { managing } from "./managing.ts";

/** Writes the next version of the grid of criteria; sessions keep the one they opened with. Answers its number. */
export async function writeGrid(deps: Deps, actor: Actor, grid: z.output<typeof gridBody>): Promise<number> {
  const { userId } = managing(actor);
  return inTransaction(deps.db, async (tx) => {
    const [latest] = await tx
      .select({ version: sql<number>`coalesce(max(${criteria.version}), 0)::int` })
      .from(criteria)
      .where(eq(criteria.fundId, deps.fundId));
    const version = (latest?.version ?? 0) + 1;
    await tx.insert(criteria).values(
      grid.criteria.map((criterion, position) => ({
        fundId: deps.fundId,
        version,
        position,
        ...criterion,
        createdBy: userId,
        createdAt: sql`fund_now()`,
      })),
    );
    await recordAudit(tx, actor, {
      action: "committee.write-grid",
      subject: ["committee-grid", String(version)],
      change: { criteria: grid.criteria.length },
    });
    return version;
  });
}
