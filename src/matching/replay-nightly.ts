import { desc, eq } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { matchReplays } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { type Replay, replayMatching } from "./replay-matching.ts";

/** In Paris: most people sleep, and the day's matches are in. */
const HOUR = 2;

/** Replays once a night, at the first call after two o'clock; answers undefined where this night's is done. */
export async function replayNightly(deps: Pick<Deps, "db" | "fundId" | "log">): Promise<Replay | undefined> {
  const last = await lastReplay(deps);
  const now = await fundNow(deps.db);
  const night = (at: Date) => dayOf(new Date(at.getTime() - HOUR * 3_600_000));
  if (last !== undefined && night(last.startedAt) === night(now)) return undefined;
  const replay = await replayMatching(deps);
  if (replay.differences > 0)
    deps.log.error({ differences: replay.differences }, "the replay of matches differs from what is stored");
  return replay;
}

/** The latest walk through the log of matches, and what it found. */
export async function lastReplay({ db, fundId }: Pick<Deps, "db" | "fundId">) {
  const [row] = await db
    .select()
    .from(matchReplays)
    .where(eq(matchReplays.fundId, fundId))
    .orderBy(desc(matchReplays.id))
    .limit(1);
  return row;
}
