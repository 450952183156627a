import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundCalls, journalEntries, matches, outbox, plannedCalls } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { callsOfPot, plannedCallsOfPot } from "../../src/pots/call-queries.ts";
import { cancelCall } from "../../src/pots/cancel-call.ts";
import { issueCall } from "../../src/pots/issue-call.ts";
import { dropPlannedCall, planCall } from "../../src/pots/plan-calls.ts";
import { returnFunding } from "../../src/pots/return-funding.ts";
import { scheduleCalls } from "../../src/pots/schedule-calls.ts";
import { sweepFundCalls } from "../../src/pots/sweep-fund-calls.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold, race } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aPot, promise, type TestPot, thePot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let pot: TestPot;
let references = 0;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  paymaster = await aStaffMember(deps, "paymaster");
  pot = await aPot(deps, 0n);
  await promise(deps, pot.potId, 100_000n);
  await emptyLetters();
});

const call = async (amountCents: bigint, more: { dueOn?: string } = {}) => {
  const dueOn = more.dueOn ?? (await dayFromNow(deps, 30));
  return await issueCall(deps, paymaster, { potId: pot.potId, amountCents: cents(amountCents), dueOn });
};
const receive = (amountCents: bigint) =>
  inTransaction(deps.db, async (tx) => {
    references += 1;
    await fundPot(tx, deps, paymaster, {
      potId: pot.potId,
      amountCents: cents(amountCents),
      source: "bank",
      reference: `VIR ${references}`,
    });
  });
/** Each call as its number, state and what is paid of it, the oldest first. */
const standing = async () =>
  (await callsOfPot(deps, pot.potId))
    .toSorted((a, b) => a.number - b.number)
    .map((one) => [one.number, one.state, one.coveredCents, one.openCents]);
const emptyLetters = () => inTransaction(deps.db, (tx) => tx.delete(outbox));
const letters = async () => (await deps.db.select().from(outbox)).filter((row) => row.job === "send-mail");

test("M9: a call asks for promised money and books nothing", async () => {
  await call(60_000n);

  expect(await standing()).toEqual([[1, "open", 0n, 60_000n]]);
  expect(await thePot(deps, pot.potId)).toMatchObject({ fundedCents: 0n, promisedCents: 100_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(0n);
  const entries = await deps.db.select().from(journalEntries).where(eq(journalEntries.fundId, deps.fundId));
  expect(entries).toEqual([]);
  await booksHold(deps);
});

test("M9: what is promised and called, and not received, matches no gift", async () => {
  await call(100_000n);
  const campaign = await aCampaign(deps, "live");

  const pledgeId = await aFirmPledge(deps, campaign.id, 5_000n);

  expect(await deps.db.select().from(matches).where(eq(matches.pledgeId, pledgeId))).toEqual([]);
  await receive(100_000n);
  const later = await aFirmPledge(deps, campaign.id, 5_000n);
  expect(await deps.db.select().from(matches).where(eq(matches.pledgeId, later))).toHaveLength(1);
  await booksHold(deps);
});

test("a call is at most what is promised, less received, less called and open", async () => {
  await receive(30_000n);
  await call(50_000n);

  await expect(call(20_001n)).rejects.toMatchObject({ type: "call-too-large", fields: [{ field: "amountCents" }] });
  await call(20_000n);
  await receive(50_000n);
  await expect(call(100n)).rejects.toMatchObject({ type: "call-too-large" });
  await promise(deps, pot.potId, 110_000n);
  await call(10_000n);
  expect((await standing()).map(([number]) => number)).toEqual([1, 2, 3]);
});

test("calls raced against each other never ask for more than was promised, and their numbers have no gap", async () => {
  const outcomes = await race(Array.from({ length: 12 }, () => call(15_000n)));

  expect(outcomes.done).toHaveLength(6);
  expect(new Set(outcomes.refused)).toEqual(new Set(["call-too-large"]));
  expect((await standing()).map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  await booksHold(deps);
});

test("numbers of several pots and of a transaction undone leave no gap in a year; each year begins at one", async () => {
  const other = await aPot(deps, 0n);
  await promise(deps, other.potId, 50_000n);
  const dueOn = await dayFromNow(deps, 30);
  await call(10_000n);
  await issueCall(deps, paymaster, { potId: other.potId, amountCents: cents(10_000n), dueOn });
  const undone = inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`insert into fund_calls (fund_id, id, pot_id, year, number, amount_cents, due_on, issued_by, issued_at)
      values (${deps.fundId}, gen_random_uuid(), ${pot.potId}, extract(year from fund_now())::int, 77, 100, ${dueOn}, 'test', fund_now())`);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await call(10_000n);

  const rows = await deps.db.select().from(fundCalls).where(eq(fundCalls.fundId, deps.fundId));
  expect(rows.map((row) => row.number).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  await moveClock(database, undefined, 366 * DAY);
  await promise(deps, pot.potId, 120_000n);
  await call(10_000n);
  expect((await callsOfPot(deps, pot.potId))[0]).toMatchObject({
    number: 1,
    reference: expect.stringMatching(/^AF-20\d\d-0001$/),
  });
});

test("money that arrives pays the oldest call first; what goes back opens the newest again", async () => {
  await call(30_000n);
  await call(40_000n);

  await receive(35_000n);
  expect(await standing()).toEqual([
    [1, "paid", 30_000n, 0n],
    [2, "partly_paid", 5_000n, 35_000n],
  ]);
  await receive(45_000n);
  expect(await standing()).toEqual([
    [1, "paid", 30_000n, 0n],
    [2, "paid", 40_000n, 0n],
  ]);
  const funding = await deps.db.execute<{ id: string }>(
    sql`select id from pot_fundings where pot_id = ${pot.potId} and amount_cents = 45000`,
  );
  await inTransaction(deps.db, (tx) =>
    returnFunding(tx, deps, paymaster, {
      potId: pot.potId,
      fundingId: funding[0]?.id ?? "",
      amountCents: cents(45_000n),
      reference: "back",
    }),
  );
  expect(await standing()).toEqual([
    [1, "paid", 30_000n, 0n],
    [2, "partly_paid", 5_000n, 35_000n],
  ]);
});

test("a cancelled call asks for nothing more and keeps its number; a paid one cannot be cancelled", async () => {
  const first = await call(30_000n);
  const second = await call(70_000n);
  await receive(30_000n);

  await cancelCall(deps, paymaster, { callId: second.callId, reason: "Report d’un an" });
  await cancelCall(deps, paymaster, { callId: second.callId, reason: "encore" });

  expect(await standing()).toEqual([
    [1, "paid", 30_000n, 0n],
    [2, "cancelled", 0n, 0n],
  ]);
  await expect(cancelCall(deps, paymaster, { callId: first.callId, reason: "x" })).rejects.toMatchObject({
    type: "state-changed",
  });
  await call(70_000n);
});

test("each of the partner's people gets a letter with the amount and the reference, and none once it is paid", async () => {
  const { callId } = await call(60_000n);

  const [letter] = await letters();
  expect(letter?.payload).toEqual({ template: "fund-call", subjectId: `${callId}/${pot.owner.userId}` });
  const write = TEMPLATES["fund-call"] ?? expect.fail("no letter");
  const written = await write(deps, `${callId}/${pot.owner.userId}`);
  expect(written).toMatchObject({ to: pot.owner.email });
  expect(written?.text).toMatch(/600\s€/);
  expect(written?.text).toContain(pot.fundingReference.slice(0, 4));
  expect(written?.text).not.toContain(deps.bankAccount.iban);
  expect(written?.text).toContain(`/appels/${callId}`);
  await receive(60_000n);
  expect(await write(deps, `${callId}/${pot.owner.userId}`)).toBeUndefined();
  expect(await write(deps, `${callId}/${paymaster.userId}`)).toBeUndefined();
});

test("overdue calls are recalled once a fortnight, from the day after the due date, until they are paid", async () => {
  await call(60_000n, { dueOn: await dayFromNow(deps, 5) });
  await emptyLetters();
  const reminders = async () => {
    await sweepFundCalls(deps);
    await sweepFundCalls(deps);
    const count = (await letters()).length;
    await emptyLetters();
    return count;
  };

  expect(await reminders()).toBe(0);
  await moveClock(database, undefined, 6 * DAY);
  expect(await reminders()).toBe(1);
  await moveClock(database, undefined, 13 * DAY);
  expect(await reminders()).toBe(0);
  await moveClock(database, undefined, 2 * DAY);
  expect(await reminders()).toBe(1);
  await receive(60_000n);
  await moveClock(database, undefined, 20 * DAY);
  expect(await reminders()).toBe(0);
});

test("a planned call leaves on its day, for what is left to call, once however many sweeps come", async () => {
  const plan = { potId: pot.potId, amountCents: cents(80_000n) };
  await planCall(deps, paymaster, { ...plan, issueOn: await dayFromNow(deps, 3), dueOn: await dayFromNow(deps, 20) });
  await planCall(deps, paymaster, { ...plan, issueOn: await dayFromNow(deps, 3), dueOn: await dayFromNow(deps, 25) });
  const dropped = await planCall(deps, paymaster, {
    ...plan,
    issueOn: await dayFromNow(deps, 3),
    dueOn: await dayFromNow(deps, 30),
  });
  await dropPlannedCall(deps, paymaster, dropped.id);
  await sweepFundCalls(deps);
  expect(await standing()).toEqual([]);

  await moveClock(database, undefined, 4 * DAY);
  await Promise.all([sweepFundCalls(deps), sweepFundCalls(deps), sweepFundCalls(deps)]);

  expect((await standing()).map(([, , , open]) => open).toSorted()).toEqual([20_000n, 80_000n]);
  expect(await plannedCallsOfPot(deps, pot.potId)).toEqual([]);
  await planCall(deps, paymaster, { ...plan, issueOn: await dayFromNow(deps, 0), dueOn: await dayFromNow(deps, 1) });
  await sweepFundCalls(deps);
  const states = await deps.db.select().from(plannedCalls).where(eq(plannedCalls.potId, pot.potId));
  expect(states.map((one) => one.state).toSorted()).toEqual(["dropped", "dropped", "issued", "issued"]);
});

test("what a signed schedule foresees replaces what an earlier one did, and calls nothing twice", async () => {
  const [soon, later] = [await dayFromNow(deps, 10), await dayFromNow(deps, 200)];
  const schedule = (payments: readonly { dueOn: string; amountCents: bigint }[]) =>
    inTransaction(deps.db, (tx) => scheduleCalls(tx, deps, worker("test"), pot.potId, payments));
  await schedule([
    { dueOn: soon, amountCents: 40_000n },
    { dueOn: later, amountCents: 60_000n },
  ]);
  await sweepFundCalls(deps);

  await promise(deps, pot.potId, 130_000n);
  await schedule([
    { dueOn: soon, amountCents: 40_000n },
    { dueOn: later, amountCents: 90_000n },
  ]);

  expect(await standing()).toEqual([[1, "open", 0n, 40_000n]]);
  expect(await plannedCallsOfPot(deps, pot.potId)).toMatchObject([{ dueOn: later, amountCents: 90_000n }]);
});

test("X1: only the paymaster calls; a due date in the past is refused by name", async () => {
  const ask = { potId: pot.potId, amountCents: cents(1_000n), dueOn: await dayFromNow(deps, 10) };

  await expect(issueCall(deps, await aStaffMember(deps, "administrator"), ask)).rejects.toMatchObject({ status: 403 });
  await expect(issueCall(deps, pot.owner, ask)).rejects.toMatchObject({ status: 403 });
  await expect(call(1_000n, { dueOn: await dayFromNow(deps, -2) })).rejects.toMatchObject({
    fields: [{ field: "dueOn" }],
  });
});
