import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { auditLog, grants } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { createGrant } from "../../src/grants/create-grant.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { booksHold } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

async function aSettledCampaign(gifts: bigint, matches: bigint, reserve: bigint) {
  const campaign = await aCampaign(deps);
  const occurredAt = await fundNow(deps.db);
  const post = (key: string, ...[debited, credited, amount]: Parameters<typeof move>) =>
    inTransaction(deps.db, (tx) =>
      postEntry(tx, deps.fundId, worker("test"), {
        key: `${key}:${campaign.id}`,
        kind: "test",
        occurredAt,
        source: "test",
        postings: move(debited, credited, amount),
      }),
    );
  if (gifts > 0n) await post("gifts", accounts.stripe, accounts.gifts(campaign.id), gifts);
  if (matches > 0n) await post("matches", accounts.stripe, accounts.matches(campaign.id), matches);
  if (reserve > 0n) await post("reserve", accounts.bank, accounts.reserve, reserve);
  const grant = (declaredFeeBps: number) =>
    inTransaction(deps.db, (tx) =>
      createGrant(tx, deps, worker("settle-campaign"), {
        campaignId: campaign.id,
        organisationId: campaign.organisationId,
        giftsCents: cents(gifts),
        matchesCents: cents(matches),
        topUpCents: cents(reserve),
        declaredFeeBps,
        occurredAt,
      }),
    );
  return { ...campaign, grant };
}

test("D1, M16, A3: gifts, matches and the reserve's share become one payable, less the fee on gifts alone", async () => {
  const campaign = await aSettledCampaign(10_001n, 5_000n, 700n);

  const { grantId, amountCents } = await campaign.grant(333);

  // floor(10 001 · 333 / 10 000) = 333
  expect(amountCents).toBe(15_368n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(grantId))).toBe(15_368n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.general)).toBe(333n);
  for (const emptied of [accounts.gifts(campaign.id), accounts.matches(campaign.id), accounts.reserve]) {
    expect(await balanceOf(deps.db, deps.fundId, emptied)).toBe(0n);
  }
  const [audit] = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, grantId));
  expect(audit).toMatchObject({ action: "grant.create", actor: "worker:settle-campaign" });
  await forceState(database, campaign.id, "succeeded");
  await booksHold(deps);
});

test("D1, L2: granting a campaign again, even at once, makes one grant and one entry", async () => {
  const campaign = await aSettledCampaign(20_000n, 0n, 0n);

  const outcomes = await Promise.all([campaign.grant(0), campaign.grant(0), campaign.grant(0)]);

  expect(new Set(outcomes.map((one) => one.grantId)).size).toBe(1);
  expect(outcomes.filter((one) => one.created)).toHaveLength(1);
  expect(await deps.db.select().from(grants).where(eq(grants.campaignId, campaign.id))).toHaveLength(1);
  await forceState(database, campaign.id, "succeeded");
  await booksHold(deps);
});

test("D1: another amount for a campaign that was granted already is our bug, and changes nothing", async () => {
  const campaign = await aSettledCampaign(20_000n, 0n, 0n);
  const { grantId } = await campaign.grant(0);

  await expect(campaign.grant(100)).rejects.toThrow(/was granted 20000 cents, not 19800/);

  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(grantId))).toBe(20_000n);
});
