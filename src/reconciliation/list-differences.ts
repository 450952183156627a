import { and, desc, eq, lt, ne } from "drizzle-orm";
import { differences } from "../db/schema/payments.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type DifferenceRow = Omit<typeof differences.$inferSelect, "fundId">;

/** Differences of every kind (R2), newest first; `open`: only those not closed yet. */
export async function listDifferences(
  deps: Deps,
  actor: Actor,
  filter: {
    readonly limit: number;
    readonly cursor?: string | undefined;
    readonly open: boolean;
    readonly kind?: string | undefined;
  },
): Promise<Page<DifferenceRow>> {
  if (!permits(actor, "difference.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "differences", filter.cursor)?.[0];
  const rows = await deps.db
    .select()
    .from(differences)
    .where(
      and(
        eq(differences.fundId, deps.fundId),
        after === undefined ? undefined : lt(differences.id, after),
        filter.open ? ne(differences.state, "closed") : undefined,
        filter.kind === undefined ? undefined : eq(differences.kind, filter.kind),
      ),
    )
    .orderBy(desc(differences.id))
    .limit(filter.limit + 1);
  return toPage(deps.cipher, "differences", rows, filter.limit, (row) => [row.id]);
}
