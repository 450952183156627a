import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { rewardsOf } from "../../src/campaigns/queries.ts";
import { giveRewardBack, takeReward } from "../../src/campaigns/take-reward.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(base.db);
});

async function aReward(stock: number | null): Promise<string> {
  const { id } = await aCampaign(deps, "draft", {
    rewards: [{ title: "Badge gravé", thresholdCents: 3_000, fairValueCents: 400, stock }],
  });
  const [reward] = await rewardsOf(deps.db, deps.fundId, id);
  return reward?.id ?? "";
}

const take = (rewardId: string) => inTransaction(deps.db, (tx) => takeReward(tx, deps.fundId, rewardId));
const giveBack = (rewardId: string) => inTransaction(deps.db, (tx) => giveRewardBack(tx, deps.fundId, rewardId));
const takenOf = async (rewardId: string) => {
  const [row] = await deps.db.execute<{ taken: number }>(sql`select taken from rewards where id = ${rewardId}`);
  return row?.taken;
};

describe("P9: a reward's stock", () => {
  test("of ten serves ten of fifty takers at once; the others are told it is gone", async () => {
    const rewardId = await aReward(10);

    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => take(rewardId)));

    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refused).toHaveLength(40);
    expect(new Set(refused.map((reason) => reason.type))).toEqual(new Set(["reward-sold-out"]));
    expect(await takenOf(rewardId)).toBe(10);
  });

  test("without a limit serves everybody", async () => {
    const rewardId = await aReward(null);

    await Promise.all(Array.from({ length: 12 }, () => take(rewardId)));

    expect(await takenOf(rewardId)).toBe(12);
  });

  test("comes back and is taken again", async () => {
    const rewardId = await aReward(1);
    await take(rewardId);

    await giveBack(rewardId);
    await take(rewardId);

    expect(await takenOf(rewardId)).toBe(1);
    await expect(take(rewardId)).rejects.toMatchObject({ status: 409, type: "reward-sold-out" });
  });

  test("is not given back by a transaction that fails", async () => {
    const rewardId = await aReward(1);
    await take(rewardId);

    const failing = inTransaction(deps.db, async (tx) => {
      await giveRewardBack(tx, deps.fundId, rewardId);
      throw new Error("the pledge did not end after all");
    });

    await expect(failing).rejects.toThrow("after all");
    expect(await takenOf(rewardId)).toBe(1);
  });
});
