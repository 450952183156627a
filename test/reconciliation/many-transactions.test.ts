import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { addManyGifts, expectedOfMany, statementOfMany } from "../support/many-gifts.ts";
import { actor } from "./stripe-support.ts";

const database = testDatabase();
const COUNT = 2_000;

test("R1, R2, R3: among thousands of lines each that does not tie is found, and none of the others; again changes nothing", async () => {
  const own = await testDeps(database.db);
  const deps = { ...own, gateway: statementOfMany({ count: COUNT }, own.gateway) };
  const { id: campaignId } = await aCampaign(deps);
  await addManyGifts(database.owner, { fundId: deps.fundId, campaignId, count: COUNT });
  const first = await reconcileStripe(deps, actor);
  await moveClock(database, undefined, 11 * 60);

  const second = await reconcileStripe(deps, actor);
  const third = await reconcileStripe(deps, actor);

  const { tied, linesDiffering, entriesDiffering } = expectedOfMany(COUNT);
  expect(first.tied).toBe(tied);
  expect(second).toMatchObject({ tied: 0, balance: "ties" });
  expect(third).toMatchObject({ tied: 0, differing: linesDiffering, balance: "ties" });
  const kinds = await database.db.execute(sql`
    select kind, proposed_cause as cause, count(*)::int as count from differences
    where fund_id = ${deps.fundId} and state = 'open' group by kind, proposed_cause order by kind, proposed_cause`);
  expect([...kinds]).toEqual([
    { kind: "stripe-entry", cause: "transaction-missing", count: entriesDiffering },
    { kind: "stripe-transaction", cause: "entry-amount-differs", count: 2 },
    { kind: "stripe-transaction", cause: "entry-missing", count: 2 },
  ]);
  expect(await findBrokenInvariants(database.db, deps.fundId)).toEqual([]);
});
