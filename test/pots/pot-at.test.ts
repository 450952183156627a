import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { payMatches } from "../../src/matching/pay-matches.ts";
import { potRemaining } from "../../src/matching/queries.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { refuseWithdrawal } from "../../src/pots/end-withdrawal.ts";
import { payWithdrawal } from "../../src/pots/pay-withdrawal.ts";
import { potAt, readPotAt } from "../../src/pots/pot-at.ts";
import { potHistory } from "../../src/pots/pot-history.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { anOrderedWithdrawal, aPot, askBack, promise, type TestPot, thePot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const actor = worker("test");
let deps: Deps;
let pot: TestPot;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  pot = await aPot(deps, 100_000n);
});

/** The counters of the pot's row in the words of the query. */
async function counters() {
  const row = await thePot(deps, pot.potId);
  return {
    promisedCents: row.promisedCents,
    fundedCents: row.fundedCents,
    withdrawnCents: row.withdrawnCents,
    reservedCents: row.reservedCents,
    committedCents: row.committedCents,
    paidCents: row.paidCents,
    remainingCents: potRemaining(row),
  };
}

const figuresAt = async (at: Date) => {
  const { awaitedCents: _, withdrawingCents, returnedCents, ...rest } = await potAt(deps, pot.potId, at);
  return { ...rest, withdrawnCents: withdrawingCents + returnedCents };
};

test("M2: at any past instant the query tells what the pot's row said then", async () => {
  const kept = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const open = await aCampaign(deps, "live");
  const donor = await aUser(deps.db);
  let pledgeId = "";
  const steps: readonly (() => Promise<unknown>)[] = [
    () => promise(deps, pot.potId, 150_000n),
    async () => {
      pledgeId = await aFirmPledge(deps, open.id, 20_000n, { actor: donor });
    },
    () => aFirmPledge(deps, kept.id, 5_000n),
    () =>
      inTransaction(deps.db, (tx) =>
        fundPot(tx, deps, actor, {
          potId: pot.potId,
          amountCents: cents(30_000n),
          source: "bank",
          reference: `more ${pot.potId}`,
        }),
      ),
    async () => {
      const asked = await askBack(deps, pot, 10_000n);
      await refuseWithdrawal(deps, await aStaffMember(deps, "authoriser"), { ...asked, reason: "Pas encore" });
    },
    async () => {
      const order = await anOrderedWithdrawal(deps, pot, 15_000n);
      await createPaymentFile(deps, order.paymaster);
      await inTransaction(deps.db, async (tx) => payWithdrawal(tx, deps, actor, order.withdrawalId, await fundNow(tx)));
    },
    () => cancelPledge(deps, donor, { pledgeId }),
    () => promise(deps, pot.potId, 140_000n),
    async () => {
      await booksHold(deps);
      // Without the grant that would pay them: no book holds this any more, the pot's own history must.
      await inTransaction(deps.db, (tx) => payMatches(tx, deps, actor, kept.id));
    },
  ];
  const seen: { at: Date; was: Awaited<ReturnType<typeof counters>> }[] = [];
  for (const step of steps) {
    await step();
    const at = await fundNow(deps.db);
    seen.push({ at, was: await counters() });
    // The next step happens in another millisecond.
    while ((await fundNow(deps.db)) <= at);
  }

  for (const { at, was } of seen) expect(await figuresAt(at)).toEqual(was);
  expect(await potAt(deps, pot.potId, new Date(0))).toMatchObject({ promisedCents: 0n, remainingCents: 0n });
  expect(seen.at(-1)?.was).toMatchObject({ paidCents: 5_000n, reservedCents: 0n, withdrawnCents: 15_000n });
});

test("M2: no instant of a busy life is below zero", async () => {
  const campaign = await aCampaign(deps, "live");
  await Promise.allSettled([
    ...Array.from({ length: 12 }, () => aFirmPledge(deps, campaign.id, 10_000n)),
    ...Array.from({ length: 6 }, () => askBack(deps, pot, 9_000n)),
  ]);

  const instants = await deps.db.execute<{ at: string }>(sql`
    select distinct at from (
      select occurred_at::text as at from match_events where pot_id = ${pot.potId}
      union all select recorded_at::text from pot_events where pot_id = ${pot.potId}) moments`);

  expect(instants.length).toBeGreaterThan(5);
  for (const { at } of instants) {
    const { remainingCents } = await potAt(deps, pot.potId, new Date(at));
    expect(remainingCents).toBeGreaterThanOrEqual(0n);
  }
  await booksHold(deps);
});

test("the history lists every moment once, newest first, whatever the size of its pages", async () => {
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  for (let i = 0; i < 3; i += 1) await aFirmPledge(deps, campaign.id, 1_000n);
  await askBack(deps, pot, 10_000n);

  const whole = await potHistory(deps, pot.owner, { potId: pot.potId, limit: 100 });
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await potHistory(deps, pot.owner, { potId: pot.potId, limit: 2, cursor });
    paged.push(...page.items.map((moment) => moment.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);

  expect(paged).toEqual(whole.items.map((moment) => moment.id));
  expect(whole.items.map((moment) => moment.kind).toSorted()).toEqual([
    "committed",
    "committed",
    "committed",
    "promised",
    "received",
    "reserved",
    "reserved",
    "reserved",
    "withdrawal_requested",
  ]);
  expect(whole.items[0]?.kind).toBe("withdrawal_requested");
});

test("M2: the history is the database's own: the service cannot write it, nobody can change it", async () => {
  const insert = inTransaction(deps.db, (tx) =>
    tx.execute(sql`insert into pot_events (fund_id, pot_id, kind, subject_id, amount_cents)
      values (${deps.fundId}, ${pot.potId}, 'promised', ${pot.potId}, 1)`),
  );
  await expect(insert).rejects.toMatchObject({ cause: { message: expect.stringMatching(/permission denied/) } });
  const change = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`update pot_events set amount_cents = 1`);
  });
  await expect(change).rejects.toMatchObject({ cause: { constraint_name: "pot_events_append_only" } });
});

test("X1: strangers find no pot at any instant", async () => {
  const stranger = await aUser(deps.db);

  await expect(readPotAt(deps, stranger, pot.potId, new Date())).rejects.toMatchObject({ status: 404 });
  await expect(potHistory(deps, stranger, { potId: pot.potId, limit: 10 })).rejects.toMatchObject({ status: 404 });
});
