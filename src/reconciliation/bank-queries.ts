import { and, asc, desc, eq, lt, ne, sql } from "drizzle-orm";
import { bankLines, bankStatements, differences } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type StatementRow = Omit<typeof bankStatements.$inferSelect, "fundId" | "ibanFingerprint" | "sequence">;
export type LineRow = Omit<typeof bankLines.$inferSelect, "fundId" | "lineRef">;

/** Imported statements, the newest import first. */
export async function listBankStatements(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<StatementRow>> {
  if (!permits(actor, "bank-statement.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "bank-statements", cursor)?.[0];
  const rows = await deps.db
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.fundId, deps.fundId), after === undefined ? undefined : lt(bankStatements.id, after)))
    .orderBy(desc(bankStatements.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "bank-statements", rows, limit, (row) => [row.id]);
}

/** A line with its difference, as long as that is open. */
export type StatementLine = LineRow & { readonly differenceId: string | null };
export type StatementDetail = StatementRow & { readonly lines: readonly StatementLine[] };

/** One statement with the lines it was the first to show. */
export async function readBankStatement(deps: Deps, actor: Actor, id: string): Promise<StatementDetail> {
  if (!permits(actor, "bank-statement.read")) throw notFound();
  const [statement] = await deps.db
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.fundId, deps.fundId), eq(bankStatements.id, id)));
  if (statement === undefined) throw notFound();
  const lines = await deps.db
    .select({ line: bankLines, differenceId: differences.id })
    .from(bankLines)
    .leftJoin(
      differences,
      and(
        eq(differences.fundId, bankLines.fundId),
        eq(differences.kind, "bank-line"),
        eq(differences.subject, sql`'bank-line:' || ${bankLines.id}`),
        ne(differences.state, "closed"),
      ),
    )
    .where(and(eq(bankLines.fundId, deps.fundId), eq(bankLines.statementId, id)))
    .orderBy(asc(bankLines.id));
  return { ...statement, lines: lines.map(({ line, differenceId }) => ({ ...line, differenceId })) };
}
