import type { Deps } from "../deps.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { listLines, type StatementLine } from "./list-lines.ts";
import type { MonthlyStatement } from "./read-statement.ts";

/** The movements of a month, a page at a time, in the order in which they were recorded. */
export async function readLines(
  deps: Deps,
  statement: MonthlyStatement,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<StatementLine>> {
  const list = `statement:${statement.party.agreementId}:${statement.month.name}`;
  const [after] = decodeCursor(deps.cipher, list, cursor) ?? [];
  const potIds = statement.pots.map(({ potId }) => potId);
  const rows = await listLines(deps, statement, { potIds, after, limit: limit + 1 });
  return toPage(deps.cipher, list, rows, limit, (row) => [row.position]);
}
