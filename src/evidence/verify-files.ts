import { sql } from "drizzle-orm";
import { fileChecks } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { sha256Of } from "./keep-file.ts";
import { decrypted } from "./open-file.ts";

const MOST_A_RUN = 200;

/**
 * Reads files that nobody read over for a day, the longest ago first, and notes each that is not what was sent. A fault
 * stands until a later reading finds the file whole; `find-overdue.ts` makes an alarm of it. Answers how many were read.
 */
export async function verifyFiles(deps: Pick<Deps, "db" | "fundId" | "cipher" | "log">): Promise<number> {
  const due = await deps.db.execute<{ sha256: string }>(sql`
    select f.sha256 from stored_files f left join file_checks c on c.fund_id = f.fund_id and c.sha256 = f.sha256
    where f.fund_id = ${deps.fundId} and coalesce(c.checked_at, '-infinity') < fund_now() - interval '20 hours'
    order by c.checked_at nulls first, f.sha256 limit ${MOST_A_RUN}`);
  for (const { sha256 } of due) {
    const fault = await faultOf(deps, sha256);
    if (fault !== null) deps.log.error({ sha256, fault }, "a kept file is damaged");
    const check = { checkedAt: sql`fund_now()`, fault };
    await deps.db
      .insert(fileChecks)
      .values({ fundId: deps.fundId, sha256, ...check })
      .onConflictDoUpdate({ target: [fileChecks.fundId, fileChecks.sha256], set: check });
  }
  return due.length;
}

async function faultOf(deps: Pick<Deps, "db" | "fundId" | "cipher">, sha256: string): Promise<string | null> {
  const [row] = await deps.db.execute<{ ciphertext: string; size_bytes: number }>(sql`
    select ciphertext, size_bytes from stored_files where fund_id = ${deps.fundId} and sha256 = ${sha256}`);
  const bytes = row === undefined ? undefined : decrypted(deps, row.ciphertext);
  if (bytes === undefined) return "cannot be decrypted";
  return bytes.length === row?.size_bytes && sha256Of(bytes) === sha256 ? null : "is not what was sent";
}
