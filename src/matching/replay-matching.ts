import { v7 as uuidv7 } from "uuid";
import { fundNow } from "../db/clock.ts";
import { matchReplays } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { findWrongRounds } from "../rounds/replay-rounds.ts";
import { readReplayContext } from "./replay-context.ts";
import { settleReplayDifferences } from "./replay-differences.ts";
import { findBrokenHistories, findUnanswered, findUntracedMatches, findWrongReductions } from "./replay-histories.ts";
import { readLog } from "./replay-log.ts";
import { replayWalk } from "./replay-walk.ts";

export type Replay = {
  readonly startedAt: Date;
  readonly pledges: number;
  readonly traces: number;
  readonly matches: number;
  /** The first of them; `differences` counts all. */
  readonly findings: readonly ReplayFinding[];
  readonly differences: number;
  readonly opened: number;
  readonly closed: number;
};

type ReplayDeps = Pick<Deps, "db" | "fundId">;

/** Beyond so many something is wrong at large: the rest is counted, not listed. */
const MOST_LISTED = 1_000;

/**
 * M14: derives every match again from the pledge log and the rule versions, in one snapshot of the database, and
 * compares with what is stored. Each difference is opened for people to look at, once; one that is healed is closed.
 */
export async function replayMatching(deps: ReplayDeps): Promise<Replay> {
  const { db, fundId } = deps;
  const startedAt = await fundNow(db);
  const found: ReplayFinding[] = [];
  let differences = 0;
  const note = (more: readonly ReplayFinding[]) => {
    differences += more.length;
    for (const one of more) if (found.length < MOST_LISTED) found.push(one);
  };
  const counts = await db.transaction(
    async (tx) => {
      const context = await readReplayContext(tx, fundId);
      const { walk, counts } = replayWalk(context);
      for await (const line of readLog(tx, fundId)) note(walk(line));
      note(await findUntracedMatches(tx, fundId));
      note(await findBrokenHistories(tx, fundId));
      note(await findWrongReductions(tx, fundId));
      note(await findWrongRounds(tx, fundId));
      for await (const one of findUnanswered(tx, fundId, context.rulesAt)) note([one]);
      return counts;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const settled = await settleReplayDifferences(deps, found, { all: differences === found.length });
  await inTransaction(db, async (tx) => {
    await tx
      .insert(matchReplays)
      .values({ fundId, id: uuidv7(), startedAt, endedAt: await fundNow(tx), ...counts, differences });
  });
  return { startedAt, ...counts, findings: found, differences, ...settled };
}
