import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { bookChecks } from "../db/schema/self-check.ts";
import type { Deps } from "../deps.ts";
import { RECURRING_JOBS } from "../jobs/catalogue.ts";
import { watch } from "../jobs/heartbeat.ts";
import type { Finding } from "../ledger/invariant.ts";
import { findBrokenInvariants } from "../ledger/invariants.ts";
import { findOverdue } from "./find-overdue.ts";
import { findingWords } from "./finding-words.ts";

/**
 * Looks over the whole base: every invariant of the books, and everything that should have happened by now and did
 * not. Keeps the answer; anything found is an error in the log, a gauge in the metrics and a notice to staff.
 */
export async function checkBooks(deps: Pick<Deps, "db" | "fundId" | "log">): Promise<readonly Finding[]> {
  const startedAt = performance.now();
  await watch(deps.db, RECURRING_JOBS);
  const findings = await lookOver(deps);
  await deps.db.insert(bookChecks).values({
    fundId: deps.fundId,
    id: uuidv7(),
    checkedAt: sql`fund_now()`,
    durationMs: Math.round(performance.now() - startedAt),
    findings: findings.slice(0, MOST_KEPT),
  });
  for (const finding of findings.slice(0, MOST_KEPT))
    deps.log.error({ finding, detail: findingWords(finding).en }, "the books do not hold");
  return findings;
}

/** Whole tables are joined: with the memory to do it, and without compiling plans that run once. */
const lookOver = ({ db, fundId }: Pick<Deps, "db" | "fundId">): Promise<readonly Finding[]> =>
  db.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`);
      return [...(await findBrokenInvariants(tx, fundId)), ...(await findOverdue(tx, fundId))];
    },
    { accessMode: "read only" },
  );

/** One broken invariant may have a line for every pledge. */
const MOST_KEPT = 200;
