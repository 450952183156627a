import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { matches, matchingPots } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { executeTransfer } from "../../src/disbursements/execute-transfer.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { createGrant } from "../../src/grants/create-grant.ts";
import { payMatches } from "../../src/matching/pay-matches.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  anOrder,
  aStaffMember,
  aVerifiedAccount,
  booksHold,
  giveStripeAccount,
  joinOrganisation,
  signBoth,
  theGrant,
} from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();

/** A grant of two matched gifts, 600 € in all, with its agreement signed. */
async function aMatchedGrant(deps: Deps) {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, campaign.id, 20_000n);
  await aFirmPledge(deps, campaign.id, 10_000n);
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  const occurredAt = await fundNow(deps.db);
  const { grantId } = await inTransaction(deps.db, (tx) =>
    createGrant(tx, deps, worker("test"), {
      campaignId: campaign.id,
      organisationId: campaign.organisationId,
      giftsCents: cents(30_000n),
      matchesCents: cents(30_000n),
      topUpCents: cents(0n),
      declaredFeeBps: 0,
      occurredAt,
    }),
  );
  await forceState(database, campaign.id, "succeeded");
  const grant = { grantId, owner: campaign.owner };
  await signBoth(deps, grant);
  return { ...grant, potId, campaign };
}

test("M4: with the grant's last payment its matches are paid, and their pots count them so, once", async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const { potId, campaign, ...grant } = await aMatchedGrant(deps);
  const { grantId } = grant;
  const paymaster = await aStaffMember(deps, "paymaster");
  const states = async () =>
    (await deps.db.select().from(matches).where(eq(matches.potId, potId))).map((match) => match.state);
  const payNext = async (amountCents: bigint, openingCents: bigint, bankDate: string) => {
    await anOrder(deps, grant, amountCents);
    const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
    const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
    await importBankStatement(deps, paymaster, { xml: executePain001(xml, { bankDate, openingCents }) });
  };

  await payNext(59_900n, 50_000n, "2027-05-03");
  expect(await states()).toEqual(["committed", "committed"]);
  await payNext(100n, -9_900n, "2027-05-04");

  expect(await states()).toEqual(["paid", "paid"]);
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  expect(pot).toMatchObject({ fundedCents: 50_000n, committedCents: 0n, paidCents: 30_000n });
  expect(await theGrant(deps, grantId)).toMatchObject({ engagedCents: 0n, paidCents: 60_000n });
  await inTransaction(deps.db, (tx) => payMatches(tx, deps, worker("test"), campaign.id));
  await booksHold(deps);
});

/** Whether somebody who waits for the pot holds this account already: everybody else takes pots before accounts. */
async function isAccountTakenBeforePot(deps: Deps, potId: string, account: string, pay: () => Promise<unknown>) {
  const { paying, taken } = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from matching_pots where id = ${potId} for update`);
    const paying = pay();
    await expect.poll(someoneWaits, { timeout: 5_000 }).toBe(1);
    const free = await tx.execute(
      sql`select code from accounts where fund_id = ${deps.fundId} and code = ${account} for update skip locked`,
    );
    return { paying, taken: free.length === 0 };
  });
  await paying;
  return taken;
}

async function someoneWaits(): Promise<number> {
  const [row] = await database.owner.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
}

test("a bank line that pays a grant's last share takes the pots before the accounts", async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const grant = await aMatchedGrant(deps);
  const paymaster = await aStaffMember(deps, "paymaster");
  await anOrder(deps, grant, 60_000n);
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  const statement = executePain001(xml, { bankDate: "2027-05-03", openingCents: 50_000n });

  const taken = await isAccountTakenBeforePot(deps, grant.potId, "bank", () =>
    importBankStatement(deps, paymaster, { xml: statement }),
  );

  expect(taken).toBe(false);
  await booksHold(deps);
});

test("a transfer that pays a grant's last share takes the pots before the accounts", async () => {
  const deps = await testDeps(database.db, {
    ...sandbox.gateway,
    canReceiveTransfers: () => Promise.resolve(true),
    transfer: ({ amountCents }) => Promise.resolve({ kind: "sent", transferId: "tr_pots_first", amountCents }),
  });
  const grant = await aMatchedGrant(deps);
  await giveStripeAccount(deps, grant.campaign.organisationId, "acct_pots_first");
  const { disbursementId } = await anOrder(deps, grant, 60_000n, "stripe");

  const taken = await isAccountTakenBeforePot(deps, grant.potId, "stripe", () =>
    executeTransfer(deps, worker("execute-transfer"), { disbursementId }),
  );

  expect(taken).toBe(false);
  await booksHold(deps);
});
