import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { closeSession } from "../../src/committee/close-session.ts";
import { findApplication } from "../../src/committee/queries.ts";
import { fundNow } from "../../src/db/clock.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { committeeSessions } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { listDisbursements } from "../../src/disbursements/queries.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { listGrants, readGrant } from "../../src/grants/queries.ts";
import { readInstalment } from "../../src/instalments/queries.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { trialBalance } from "../../src/ledger/trial-balance.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { acceptReport } from "../../src/spending-reports/decide-report.ts";
import {
  aCommittee,
  anApplicationAlone,
  aSession,
  type TestCommittee,
  theApplication,
  votesFor,
} from "../support/committee.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  anOrder,
  aStaffMember,
  aVerifiedAccount,
  booksHold,
  firstInstalment,
  signBoth,
  theGrant,
} from "../support/grants.ts";
import { handInReport } from "../support/reports.ts";
import { balanceOf, giveFund } from "../support/undoing.ts";

const database = testDatabase();
let deps: Deps;
let committee: TestCommittee;

beforeEach(async () => {
  deps = await testDeps(database.db);
  committee = await aCommittee(deps);
});

/** An application without a campaign before a session in which two members voted this much for it. */
async function voted(amountCents: bigint) {
  const application = await anApplicationAlone(deps);
  const sessionId = await aSession(deps, committee, [application.applicationId]);
  for (const member of committee.members.slice(0, 2))
    await votesFor(deps, member, { sessionId, applicationId: application.applicationId }, amountCents);
  return { ...application, sessionId };
}

async function granted(amountCents: bigint) {
  const application = await voted(amountCents);
  await closeSession(deps, committee.chair, application.sessionId);
  const { grantId } = await theApplication(deps, application.applicationId);
  return { ...application, grantId: grantId ?? expect.fail("no grant") };
}

test("D1 an award without a campaign is the project's grant at once, signed, paid, reported and given back like any other", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const own = await granted(40_000n);
  const title = (await findApplication(deps, own.applicationId))?.projectTitle;

  expect(await theGrant(deps, own.grantId)).toMatchObject({
    campaignId: null,
    applicationId: own.applicationId,
    amountCents: 40_000n,
  });
  expect(await balanceOf(deps, accounts.general)).toBe(60_000n);
  expect(await balanceOf(deps, accounts.committed(own.applicationId))).toBe(0n);
  expect(await balanceOf(deps, accounts.grant(own.grantId))).toBe(40_000n);
  const shown = await readGrant(deps, own.owner, own.grantId);
  expect([shown.campaignTitle, shown.availableCents, shown.campaignId]).toEqual([title, 40_000n, null]);
  expect(shown.agreement.paragraphs.map((one) => one.fr).join("\n")).toContain("aide du fonds décidée par son comité");
  expect((await listGrants(deps, own.owner, { limit: 10 })).items.map((one) => one.id)).toEqual([own.grantId]);
  await booksHold(deps);

  await aVerifiedAccount(deps, own.organisationId, own.owner.userId);
  await signBoth(deps, own);
  const { paymaster } = await anOrder(deps, own, 40_000n);
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  await importBankStatement(deps, paymaster, {
    xml: executePain001(xml, { bankDate: "2027-05-03", openingCents: 50_000n }),
  });
  expect(await theGrant(deps, own.grantId)).toMatchObject({ paidCents: 40_000n, engagedCents: 0n });
  expect((await readInstalment(deps, own.owner, await firstInstalment(deps, own.grantId))).campaignTitle).toBe(title);
  expect((await listDisbursements(deps, own.owner, { limit: 5 })).items).toMatchObject([
    { state: "paid", campaignTitle: title },
  ]);
  await booksHold(deps);

  await giveFund(deps, accounts.reserve, 10_000n);
  await handInReport(deps, own, 30_000n);
  await acceptReport(deps, await aStaffMember(deps, "case_officer"), { grantId: own.grantId, note: "" });
  expect((await readGrant(deps, own.owner, own.grantId)).owedBackCents).toBe(10_000n);
  expect(await balanceOf(deps, accounts.general)).toBe(70_000n);
  const owed = (await trialBalance(deps, await aStaffMember(deps, "auditor"), await fundNow(deps.db))).filter((line) =>
    line.account.startsWith("receivable:campaign:"),
  );
  expect(owed).toMatchObject([{ owner: title, balanceCents: 10_000n }]);
  await booksHold(deps);
});

test("D1 a session that finds the general pot spent meanwhile says so, decides nothing and can be closed again", async () => {
  await giveFund(deps, accounts.general, 50_000n);
  const { sessionId, applicationId } = await voted(40_000n);
  const occurredAt = await fundNow(deps.db);
  const entry = { key: "test:spent", kind: "test", occurredAt, source: "test" };
  const postings = move(accounts.general, accounts.reserve, 45_000n);

  const closing = await inTransaction(deps.db, async (tx) => {
    await postEntry(tx, deps.fundId, worker("test"), { ...entry, postings });
    const outcome = closeSession(deps, committee.chair, sessionId).catch((error: unknown) => error);
    await expect.poll(someoneWaits, { timeout: 20_000 }).toBe(true);
    return { outcome };
  });

  expect(await closing.outcome).toMatchObject({ status: 409, type: "general-pot-spent" });
  const [session] = await deps.db.select().from(committeeSessions).where(eq(committeeSessions.id, sessionId));
  expect(session?.state).toBe("open");
  await closeSession(deps, committee.chair, sessionId);
  expect(await theApplication(deps, applicationId)).toMatchObject({ awardedCents: 5_000n, awardState: "granted" });
  await booksHold(deps);
});

test("the database refuses a grant of nothing, of two things, and another origin", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const { grantId, applicationId } = await granted(40_000n);
  const refusalOf = async (statement: ReturnType<typeof sql>) => {
    try {
      await database.owner.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', 'test', true)`);
        await tx.execute(statement);
      });
      return "none";
    } catch (error) {
      return postgresError(error)?.constraint;
    }
  };
  const copied = (campaign: string | null, application: string | null) => sql`
    insert into grants (fund_id, id, campaign_id, application_id, organisation_id, amount_cents, created_at, starts_on, ends_on)
    select fund_id, gen_random_uuid(), ${campaign}::uuid, ${application}::uuid, organisation_id, amount_cents, created_at, starts_on, ends_on
    from grants where id = ${grantId}`;

  expect(await refusalOf(copied(null, null))).toBe("grants_of_campaign_or_application");
  expect(await refusalOf(copied(null, applicationId))).toBe("grants_one_per_application");
  expect(await refusalOf(copied(null, grantId))).toBe("grants_application");
  expect(await refusalOf(sql`update grants set application_id = gen_random_uuid() where id = ${grantId}`)).toBe(
    "grants_origin_frozen",
  );
});

async function someoneWaits(): Promise<boolean> {
  const [row] = await database.owner.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return (row?.waiting ?? 0) > 0;
}
