import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock, moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const someoneWaits = async () => {
  const [row] = await database.owner.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
};

test("P3: a pledge that waited for its campaign past the deadline is refused", async () => {
  const { id } = await aCampaign(deps);
  const [row] = await deps.db.execute<{ at: string }>(
    sql`select deadline_at::text as at from campaigns where id = ${id}`,
  );
  await moveClockTo(database, sandbox, new Date(new Date(row?.at ?? "").getTime() - 60_000));

  const pledge = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from campaigns where id = ${id} for update`);
    const opening = aPledge(deps, id, 5_000n).then(
      () => "accepted",
      (error: { type?: string }) => error.type,
    );
    await expect.poll(someoneWaits).toBe(1);
    await moveClock(database, sandbox, 120);
    return { opening };
  });

  expect(await pledge.opening).toBe("campaign-closed");
});

test("a pledge that replaces another takes the pots in the order of their ids, as everybody does", async () => {
  const pots = [];
  for (let n = 0; n < 2; n += 1) pots.push(await aMatchingPot(deps, 100_000n));
  const [early, late] = pots.map((pot) => pot.potId).toSorted();
  const { id } = await aCampaign(deps);
  await aPledge(deps, id, 5_000n, { email: "again@example.org" });
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`update matches set pot_id = ${late} where pot_id = ${early}`);
    await tx.execute(sql`update matching_pots set reserved_cents = case id when ${early} then 0 else 10000 end
      where id in (${early}, ${late})`);
  });

  const again = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from matching_pots where id = ${early} for update`);
    const opening = aPledge(deps, id, 5_000n, { email: "again@example.org" });
    await expect.poll(someoneWaits).toBe(1);
    await tx.execute(sql`select from matching_pots where id = ${late} for update nowait`);
    return { opening };
  });

  expect((await again.opening).matchCents).toBe(10_000n);
});
