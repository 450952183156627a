import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { sweepBackfill } from "../../src/matching/backfill-pot.ts";
import { payMatches } from "../../src/matching/pay-matches.ts";
import { revokeMatches } from "../../src/matching/revoke-match.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import {
  balanceOf,
  booksHold,
  giveFund,
  KEEP,
  matchesOf,
  reductionsOf,
  refund,
  standOf,
  theGrantOf,
} from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const administrator = () => aUser(deps.db, { staffRoles: ["administrator"] });
const REASON = "Le lieu n’est pas dans la commune.";

test.each([
  { mode: {}, from: "reserved", to: "released" },
  { mode: KEEP, from: "committed", to: "reversed" },
])("M4: a $from match that was not due is $to, the pot has it, and the donor is told", async ({ mode, to }) => {
  const { potId } = await aMatchingPot(deps, 10_000n, { backfill: true });
  const { id } = await aCampaign(deps, "live", mode);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);

  const done = await revokeMatches(deps, await administrator(), { kind: "pledge", pledgeId }, REASON);
  await sweepBackfill(deps, worker("test"));

  expect(done).toEqual({ pledges: 1, amountCents: 5_000n });
  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 5_000n, state: to }]);
  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({
    reserved: 0n,
    committed: 0n,
    potAccount: 10_000n,
    matches: 0n,
  });
  expect(await reductionsOf(deps)).toEqual([["not_eligible", 5_000n]]);
  const letters = (await deps.db.select().from(outbox)).filter((row) => JSON.stringify(row.payload).includes(pledgeId));
  expect(letters.map((row) => (row.payload as { template?: string }).template)).toContain("match-lowered");
  const [audit] = await deps.db.select().from(auditLog).where(eq(auditLog.action, "match.revoke"));
  expect(audit).toMatchObject({ reason: REASON });
  await booksHold(deps);
});

test("F2: what was paid to the project already is to be paid back, and the reserve stands for it", async () => {
  const { potId } = await aMatchingPot(deps, 10_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 2; round += 1) {
    await sweepSettlements(deps, worker("sweep"));
    await runJobs(deps);
  }
  const grant = await theGrantOf(deps, id);
  await giveFund(deps, accounts.reserve, 5_000n);
  await inTransaction(deps.db, (tx) => payMatches(tx, deps, worker("test"), id));

  await revokeMatches(deps, await administrator(), { kind: "pledge", pledgeId }, REASON);

  expect(await matchesOf(deps, pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "clawback_due" }]);
  expect(await theGrantOf(deps, id)).toMatchObject({ amountCents: 10_000n, reducedCents: 5_000n });
  expect(await balanceOf(deps, `grant:${grant.id}`)).toBe(5_000n);
  expect(await balanceOf(deps, `pot:partner:${potId}`)).toBe(10_000n);
  await booksHold(deps);
});

test("all that a rule gave to one person, or to one campaign, falls at once; other rules' matches stand", async () => {
  const one = await aMatchingPot(deps, 100_000n);
  const other = await aMatchingPot(deps, 100_000n, { ratioDenominator: 2 });
  const first = await aCampaign(deps, "live", KEEP);
  const second = await aCampaign(deps);
  const email = `someone-${deps.fundId}@example.org`;
  const gifts = [
    await aFirmPledge(deps, first.id, 4_000n, { email }),
    await aFirmPledge(deps, second.id, 2_000n, { email }),
    await aFirmPledge(deps, first.id, 1_000n),
  ];
  const [pledgeId = ""] = gifts;

  const ofDonor = await revokeMatches(
    deps,
    await administrator(),
    { kind: "donor", pledgeId, ruleId: one.ruleId },
    REASON,
  );
  const ofCampaign = await revokeMatches(
    deps,
    await administrator(),
    { kind: "campaign", campaignId: first.id, ruleId: one.ruleId },
    REASON,
  );

  expect([ofDonor, ofCampaign]).toEqual([
    { pledges: 2, amountCents: 6_000n },
    { pledges: 1, amountCents: 1_000n },
  ]);
  expect(await standOf(deps, { campaignId: first.id, potId: one.potId })).toMatchObject({
    reserved: 0n,
    committed: 0n,
  });
  expect(await standOf(deps, { campaignId: first.id, potId: other.potId })).toMatchObject({
    reserved: 1_000n,
    committed: 2_500n,
  });
  await booksHold(deps);
});

test("M10: a revocation that races a refund takes each cent back once", async () => {
  const { potId } = await aMatchingPot(deps, 10_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  const actor = await administrator();

  await race([
    revokeMatches(deps, actor, { kind: "pledge", pledgeId }, REASON).then(() => undefined),
    refund(deps, pledgeId, 2_000n),
    revokeMatches(deps, actor, { kind: "pledge", pledgeId }, REASON).then(() => undefined),
  ]);

  expect(await standOf(deps, { campaignId: id, potId })).toMatchObject({ committed: 0n, potAccount: 10_000n });
  expect((await reductionsOf(deps)).reduce((sum, [, cents]) => sum + BigInt(cents ?? 0n), 0n)).toBe(5_000n);
  await booksHold(deps);
});

test("X1: only an administrator takes matches back", async () => {
  await aMatchingPot(deps, 10_000n);
  const { id } = await aCampaign(deps);
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  const scope = { kind: "pledge", pledgeId } as const;

  await expect(revokeMatches(deps, officer, scope, REASON)).rejects.toMatchObject({ status: 403 });
  await expect(revokeMatches(deps, await aUser(deps.db), scope, REASON)).rejects.toMatchObject({ status: 404 });
  await expect(
    revokeMatches(deps, await administrator(), { ...scope, ruleId: deps.fundId }, REASON),
  ).rejects.toMatchObject({ type: "nothing-stands" });
});
