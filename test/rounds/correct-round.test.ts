import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { matchingPots } from "../../src/db/schema/index.ts";
import { organisationMembers } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { confirmCorrection, withdrawCorrection } from "../../src/rounds/decide-correction.ts";
import { findRound } from "../../src/rounds/find-round.ts";
import { publicCode } from "../../src/rounds/gift-codes.ts";
import { proposeCorrection } from "../../src/rounds/propose-correction.ts";
import { shareNow } from "../../src/rounds/share-now.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aRoundPot, theLines, theMatches, theResults } from "../support/rounds.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep-rounds");
let deps: Deps;
let first: Actor;
let second: Actor;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  first = await aUser(deps.db, { staffRoles: ["administrator"] });
  second = await aUser(deps.db, { staffRoles: ["administrator"] });
});

const AT_ONCE = { mode: "keep_what_you_raise", goalCents: 100_000 };
/** The books' invariants hold, and a replay gives what is stored (M14). */
async function booksHold(): Promise<void> {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  expect((await replayMatching(deps)).findings).toEqual([]);
}
const committedOf = async (potId: string) =>
  (await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId)))[0]?.committedCents;

/** A closed round of 100 € over three gifts of 20 €, 20 € and 10 € to two campaigns. */
async function aClosedRound(rule: Parameters<typeof aRoundPot>[2] = {}) {
  const pot = await aRoundPot(deps, 10_000n, rule);
  const [one, two] = [await aCampaign(deps, "live", AT_ONCE), await aCampaign(deps, "live", AT_ONCE)];
  const a = await aFirmPledge(deps, one.id, 2_000n);
  const b = await aFirmPledge(deps, one.id, 2_000n);
  const c = await aFirmPledge(deps, two.id, 1_000n);
  await moveClock(database, sandbox, 11 * DAY);
  expect(await closeRound(deps, sweep, pot.ruleId)).toBe(true);
  return { ...pot, a, b, c, campaigns: [one, two] };
}

async function giveBack(pledgeId: string, giftCents: bigint): Promise<void> {
  const { state } = await proposeRefund(deps, await aUser(deps.db, { staffRoles: ["administrator", "paymaster"] }), {
    pledgeId,
    parts: { giftCents: cents(giftCents), tipCents: cents(0n) },
    reason: "Demande du donateur",
  });
  expect(state).toBe("accepted");
}

const standingOf = async (pledgeId: string) =>
  (await theMatches(deps, pledgeId)).reduce((sum, [state, amount]) => sum + (state === "committed" ? amount : 0n), 0n);

const propose = (ruleId: string, takenIn: readonly string[] = []) =>
  proposeCorrection(deps, first, { ruleId, reason: "Un don a été remboursé", takenIn });

async function hashNow(ruleId: string, takenIn: readonly string[] = []): Promise<string> {
  const round = (await findRound(deps.db, deps.fundId, ruleId)) ?? expect.fail("a round");
  return (await shareNow(deps.db, deps.fundId, round, takenIn)).inputHash;
}

test("M10, M15: a refund lowers that gift's share by itself; a correction shares what it freed as version 2", async () => {
  const { ruleId, potId, a, b, c } = await aClosedRound();
  await giveBack(a, 2_000n);
  const afterRefund = await committedOf(potId);

  const { correctionId } = await propose(ruleId);
  await confirmCorrection(deps, second, { ruleId, correctionId, inputHash: await hashNow(ruleId) });

  expect(afterRefund).toBe(6_000n);
  expect(await committedOf(potId)).toBe(10_000n);
  expect(await theLines(deps, ruleId, 1)).toMatchObject({ [a]: [4_000n, "formula"], [c]: [2_000n, "formula"] });
  expect(await theLines(deps, ruleId, 2)).toEqual({
    [a]: [0n, "refunded"],
    [b]: [6_667n, "formula"],
    [c]: [3_333n, "formula"],
  });
  expect(await theMatches(deps, b)).toEqual([
    ["committed", 4_000n],
    ["committed", 2_667n],
  ]);
  expect(await theResults(deps, ruleId)).toMatchObject([
    { version: 1, correctionId: null },
    { version: 2, correctionId, sharedCents: 10_000n },
  ]);
  await booksHold();
});

test("M15: a gift whose exclusion was wrong is taken in by its code; the others' matches go back and begin anew", async () => {
  const { ruleId, potId, a, b, c } = await aClosedRound({ minimumGiftCents: 1_500n });
  const code = publicCode(deps, ruleId, c).toLowerCase();

  const { correctionId } = await propose(ruleId, [code]);
  await confirmCorrection(deps, second, { ruleId, correctionId, inputHash: await hashNow(ruleId, [c]) });

  expect(await theLines(deps, ruleId, 1)).toMatchObject({ [c]: [0n, "below_minimum_gift"] });
  expect(await theLines(deps, ruleId, 2)).toEqual({
    [a]: [4_000n, "formula"],
    [b]: [4_000n, "formula"],
    [c]: [2_000n, "formula"],
  });
  expect(await theMatches(deps, a)).toEqual([
    ["reversed", 5_000n],
    ["committed", 4_000n],
  ]);
  expect(await committedOf(potId)).toBe(10_000n);
  await booksHold();
});

test("M15: nobody confirms what they proposed, nor what changed since they read it, nor twice; a later refund halves the new share", async () => {
  const { ruleId, a, b } = await aClosedRound();
  await giveBack(a, 1_000n);
  const { correctionId } = await propose(ruleId);
  const read = await hashNow(ruleId);
  const confirm = (actor: Actor, inputHash = read) =>
    confirmCorrection(deps, actor, { ruleId, correctionId, inputHash });

  await expect(confirm(first)).rejects.toMatchObject({ type: "second-person-needed" });
  await expect(propose(ruleId)).rejects.toMatchObject({ type: "round-correction-open" });
  await giveBack(b, 1_000n);
  await expect(confirm(second)).rejects.toMatchObject({ type: "round-changed" });
  const again = await hashNow(ruleId);
  const outcomes = await Promise.allSettled([confirm(second, again), confirm(second, again)]);

  expect(outcomes.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await theResults(deps, ruleId)).toHaveLength(2);
  await giveBack(a, 500n);
  expect((await theLines(deps, ruleId, 2))[a]?.[0]).toBe(3_334n);
  expect(await standingOf(a)).toBe(1_667n);
  await booksHold();
});

test("M15: a correction that changes nothing, names no gift, or comes before the end is refused; one may be withdrawn", async () => {
  const running = await aRoundPot(deps, 5_000n, { endsAt: new Date(Date.now() + 400 * DAY * 1_000) });
  const { ruleId, a } = await aClosedRound();

  await expect(propose(ruleId)).rejects.toMatchObject({ type: "round-unchanged" });
  await expect(propose(ruleId, ["NOSUCH00"])).rejects.toMatchObject({ status: 422 });
  await expect(propose(running.ruleId)).rejects.toMatchObject({ type: "round-not-closed" });
  await giveBack(a, 2_000n);
  const { correctionId } = await propose(ruleId);
  await withdrawCorrection(deps, second, { ruleId, correctionId });
  await expect(
    confirmCorrection(deps, second, { ruleId, correctionId, inputHash: await hashNow(ruleId) }),
  ).rejects.toMatchObject({ type: "round-correction-decided" });

  expect(await theResults(deps, ruleId)).toHaveLength(1);
  await booksHold();
});

test("X1: only an administrator corrects a round", async () => {
  const { ruleId, partnerId } = await aClosedRound();
  const partner = await aUser(deps.db, { memberships: [{ organisationId: partnerId, role: "owner" }] });
  const auditor = await aUser(deps.db, { staffRoles: ["auditor"] });

  for (const actor of [partner, auditor, { kind: "guest" } as const])
    await expect(proposeCorrection(deps, actor, { ruleId, reason: "Non", takenIn: [] })).rejects.toMatchObject({
      status: 403,
    });
});

test("M7: what was true of a gift when it was recorded decides, not what is true at the round's end", async () => {
  const { ruleId, partnerId } = await aRoundPot(deps, 1_000n);
  const campaign = await aCampaign(deps, "live", AT_ONCE);
  const donor = await aUser(deps.db);
  const gift = await aFirmPledge(deps, campaign.id, 2_000n, { actor: donor });
  await inTransaction(deps.db, (tx) =>
    tx
      .insert(organisationMembers)
      .values({ organisationId: partnerId, userId: donor.userId, role: "member", joinedAt: new Date() }),
  );
  await moveClock(database, sandbox, 11 * DAY);

  await closeRound(deps, sweep, ruleId);

  expect(await theLines(deps, ruleId)).toEqual({ [gift]: [1_000n, "formula"] });
});

test("F1, M15: a refund that races the closing is either left out of the shares or lowers its own, never lost", async () => {
  const { ruleId, potId } = await aRoundPot(deps, 10_000n);
  const campaign = await aCampaign(deps, "live", AT_ONCE);
  const [a, b] = [await aFirmPledge(deps, campaign.id, 3_000n), await aFirmPledge(deps, campaign.id, 1_000n)];
  await moveClock(database, sandbox, 11 * DAY);

  await Promise.all([giveBack(a, 3_000n), closeRound(deps, sweep, ruleId)]);

  const lines = await theLines(deps, ruleId);
  const isFirst = lines[a]?.[1] === "refunded";
  expect(lines[b]?.[0]).toBe(isFirst ? 10_000n : 2_500n);
  expect(await theMatches(deps, a)).toEqual(isFirst ? [] : [["reversed", 7_500n]]);
  expect(await committedOf(potId)).toBe(lines[b]?.[0]);
  await booksHold();
});

test("M15: a closing killed in the middle leaves nothing, and the next one shares the round whole", async () => {
  const { ruleId, potId } = await aRoundPot(deps, 10_000n);
  const gift = await aFirmPledge(deps, (await aCampaign(deps, "live", AT_ONCE)).id, 3_000n);
  await moveClock(database, sandbox, 11 * DAY);

  const killed = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`lock table round_lines in exclusive mode`);
    const outcome = closeRound(deps, sweep, ruleId).catch((error: unknown) => error);
    await killWhoeverWaits();
    return { outcome };
  });

  expect(await killed.outcome).toMatchObject({ status: 503 });
  expect(await theResults(deps, ruleId)).toEqual([]);
  expect(await committedOf(potId)).toBe(0n);
  expect(await closeRound(deps, sweep, ruleId)).toBe(true);
  expect(await theMatches(deps, gift)).toEqual([["committed", 10_000n]]);
  await booksHold();
});

/** From a connection of its own: inside a transaction the list of who is active stands still. */
async function killWhoeverWaits(): Promise<void> {
  for (let killed = 0; killed === 0; )
    killed = (
      await database.owner.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
          and cardinality(pg_blocking_pids(pid)) > 0 and query like '%round_lines%'`,
      )
    ).length;
}
