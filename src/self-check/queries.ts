import { desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { bookChecks } from "../db/schema/self-check.ts";
import type { Finding } from "../ledger/invariant.ts";
import { lateAfterSeconds } from "./find-overdue.ts";

export type BookCheck = {
  readonly checkedAt: Date;
  readonly durationMs: number;
  /** The check itself sleeps: what it found last vouches for nothing. */
  readonly isOld: boolean;
  readonly findings: readonly Finding[];
};

const isOld = sql<boolean>`fund_now() - ${bookChecks.checkedAt} > make_interval(secs => ${lateAfterSeconds("check-books")})`;

/** What the newest look over the books found; undefined before the first. */
export async function lastBookCheck(reader: Reader, fundId: string): Promise<BookCheck | undefined> {
  const [row] = await reader
    .select({ ...getTableColumns(bookChecks), isOld })
    .from(bookChecks)
    .where(eq(bookChecks.fundId, fundId))
    .orderBy(desc(bookChecks.checkedAt))
    .limit(1);
  // What was kept before figures were has none.
  const findings = (row?.findings ?? []) as readonly (Finding | Omit<Finding, "facts">)[];
  return row && { ...row, findings: findings.map((one) => ({ facts: {}, ...one })) };
}

/** The same for the metrics of a process, which looks at all funds of its database. */
export async function lastBookCheckAge(
  reader: Reader,
): Promise<{ readonly findings: number; readonly seconds: number } | undefined> {
  const [row] = await reader.execute<{ findings: number; seconds: number }>(sql`
    select jsonb_array_length(findings)::int as findings, extract(epoch from fund_now() - checked_at)::float8 as seconds
    from book_checks order by checked_at desc limit 1`);
  return row;
}
