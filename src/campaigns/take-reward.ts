import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { rewards } from "../db/schema/campaigns.ts";
import { InvariantViolation } from "../errors.ts";
import { rewardSoldOut } from "./messages.ts";

/** Takes one piece of a reward; 409 where none is left (P9). The caller has seen that the reward exists. */
export async function takeReward(tx: Transaction, fundId: string, rewardId: string): Promise<void> {
  const taken = await tx
    .update(rewards)
    .set({ taken: sql`${rewards.taken} + 1` })
    .where(
      and(
        eq(rewards.fundId, fundId),
        eq(rewards.id, rewardId),
        or(isNull(rewards.stock), lt(rewards.taken, rewards.stock)),
      ),
    )
    .returning({ id: rewards.id });
  if (taken.length === 0) throw rewardSoldOut();
}

/** Puts one piece back. The caller clears the pledge's `reward_held` in the same transaction, so it comes back once (P9). */
export async function giveRewardBack(tx: Transaction, fundId: string, rewardId: string): Promise<void> {
  const back = await tx
    .update(rewards)
    .set({ taken: sql`${rewards.taken} - 1` })
    .where(and(eq(rewards.fundId, fundId), eq(rewards.id, rewardId)))
    .returning({ id: rewards.id });
  if (back.length === 0) throw new InvariantViolation(`reward ${rewardId} given back does not exist`);
}
