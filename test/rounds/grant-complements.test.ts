import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { deMinimisAids, deMinimisDeclarations, grants } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { readGrant } from "../../src/grants/queries.ts";
import { signAmendment } from "../../src/grants/sign-amendment.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { confirmCorrection } from "../../src/rounds/decide-correction.ts";
import { findRound } from "../../src/rounds/find-round.ts";
import { publicCode } from "../../src/rounds/gift-codes.ts";
import { proposeCorrection } from "../../src/rounds/propose-correction.ts";
import { shareNow } from "../../src/rounds/share-now.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anOrder, aRequest, aStaffMember, aVerifiedAccount, joinOrganisation, signBoth } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aRoundPot, theMatches, theResults } from "../support/rounds.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

async function booksHold(): Promise<void> {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  expect((await replayMatching(deps)).findings).toEqual([]);
}

/** A campaign of two gifts of 100 € whose agreement both sides signed before its round was shared: 50 € come later. */
async function aComplementedGrant(rule: Parameters<typeof aRoundPot>[2] = {}, meanwhile = async () => {}) {
  const pot = await aRoundPot(deps, 5_000n, rule);
  await meanwhile();
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  const gifts = [await aFirmPledge(deps, campaign.id, 10_000n), await aFirmPledge(deps, campaign.id, 10_000n)];
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  await moveClock(database, sandbox, 31 * DAY);
  for (let i = 0; i < 3; i += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
  const [row] = await deps.db.select().from(grants).where(eq(grants.campaignId, campaign.id));
  const grant = { grantId: row?.id ?? "", owner: campaign.owner };
  await signBoth(deps, grant);
  expect(await closeRound(deps, sweep, pot.ruleId)).toBe(true);
  return { ...pot, ...grant, campaign, gifts };
}

type Complemented = Awaited<ReturnType<typeof aComplementedGrant>>;

async function theAmendment({ grantId, owner }: Complemented) {
  const { complements, ...grant } = await readGrant(deps, owner, grantId);
  const [complement] = complements;
  return { grant, complementId: complement?.id ?? "", hash: complement?.amendment?.hash ?? "" };
}

const sign = async (grant: Complemented, actor: Parameters<typeof signAmendment>[1]) => {
  const { complementId, hash } = await theAmendment(grant);
  return signAmendment(deps, actor, { grantId: grant.grantId, complementId, agreementHash: hash });
};

let openingCents = 5_000n;
async function pay(grant: Complemented, amountCents: bigint, bankDate: string): Promise<void> {
  await anOrder(deps, grant, amountCents);
  const paymaster = await aStaffMember(deps, "paymaster");
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  await importBankStatement(deps, paymaster, { xml: executePain001(xml, { bankDate, openingCents }) });
  openingCents -= amountCents;
}

test("D3, D4: under a signed agreement a round's money is owed at once, and payable once both sides signed its amendment", async () => {
  const grant = await aComplementedGrant();
  const before = await theAmendment(grant);

  await expect(aRequest(deps, grant, 20_001n)).rejects.toMatchObject({ type: "grant-exceeded" });
  await expect(sign(grant, await aStaffMember(deps, "administrator"))).rejects.toMatchObject({
    type: "holder-signs-first",
  });
  await sign(grant, grant.owner);
  const half = await theAmendment(grant);
  await sign(grant, await aStaffMember(deps, "administrator"));
  const after = await theAmendment(grant);

  expect(before.grant).toMatchObject({
    amountCents: 25_000n,
    availableCents: 20_000n,
    hasChangedSinceSigned: false,
  });
  expect(before.grant.agreement.paragraphs.some((one) => one.fr.includes("200"))).toBe(true);
  expect(half.grant.availableCents).toBe(20_000n);
  expect(after.grant).toMatchObject({ availableCents: 25_000n, hasChangedSinceSigned: false });
  await booksHold();
});

test("M4: a grant paid before its amendment is signed leaves the round's matches committed, and pays them with it", async () => {
  const grant = await aComplementedGrant();
  const [gift = ""] = grant.gifts;

  await pay(grant, 20_000n, "2027-05-03");
  const early = await theMatches(deps, gift);
  await sign(grant, grant.owner);
  await sign(grant, await aStaffMember(deps, "administrator"));
  await pay(grant, 5_000n, "2027-05-04");

  expect(early).toEqual([["committed", 2_500n]]);
  expect(await theMatches(deps, gift)).toEqual([["paid", 2_500n]]);
  await booksHold();
});

const correct = async (ruleId: string, ...takenIn: readonly string[]) => {
  const [first, second] = [
    await aUser(deps.db, { staffRoles: ["administrator"] }),
    await aUser(deps.db, { staffRoles: ["administrator"] }),
  ];
  const codes = takenIn.map((id) => publicCode(deps, ruleId, id));
  const { correctionId } = await proposeCorrection(deps, first, { ruleId, reason: "Erreur", takenIn: codes });
  const round = (await findRound(deps.db, deps.fundId, ruleId)) ?? expect.fail("a round");
  const { inputHash } = await shareNow(deps.db, deps.fundId, round, takenIn);
  return confirmCorrection(deps, second, { ruleId, correctionId, inputHash });
};

const giveBack = async (pledgeId: string, giftCents: bigint) =>
  proposeRefund(deps, await aUser(deps.db, { staffRoles: ["administrator"] }), {
    pledgeId,
    parts: { giftCents: cents(giftCents), tipCents: cents(0n) },
    reason: "Demande du donateur",
  });

test("F2, M15: after a refund a correction adds to the grant what the refund freed, as an amendment of its own", async () => {
  const grant = await aComplementedGrant();
  const [a = "", b = ""] = grant.gifts;
  await giveBack(a, 10_000n);

  await correct(grant.ruleId);

  expect(await theMatches(deps, a)).toEqual([["reversed", 2_500n]]);
  expect(await theMatches(deps, b)).toEqual([
    ["committed", 2_500n],
    ["committed", 2_500n],
  ]);
  expect((await readGrant(deps, grant.owner, grant.grantId)).complements.map((one) => one.amountCents)).toEqual([
    5_000n,
    2_500n,
  ]);
  await booksHold();
});

/** The same round with a small gift to another campaign that was left out: taken in, it lowers the grant's share. */
async function aLoweringCorrection() {
  const other = await aCampaign(deps, "live", { mode: "keep_what_you_raise", goalCents: 100_000 });
  let small = "";
  const grant = await aComplementedGrant({ minimumGiftCents: 6_000n }, async () => {
    small = await aFirmPledge(deps, other.id, 5_000n);
  });
  return { grant, small, lower: () => correct(grant.ruleId, small) };
}

test("M15: a correction takes back from an amendment that nobody is bound by yet", async () => {
  const { grant, small, lower } = await aLoweringCorrection();
  const [a = ""] = grant.gifts;
  await sign(grant, grant.owner);

  await lower();

  expect(await theMatches(deps, a)).toEqual([
    ["reversed", 2_500n],
    ["committed", 2_000n],
  ]);
  expect(await theMatches(deps, small)).toEqual([["committed", 1_000n]]);
  const { amountCents, availableCents, complements } = await readGrant(deps, grant.owner, grant.grantId);
  expect({ amountCents, availableCents }).toEqual({ amountCents: 24_000n, availableCents: 20_000n });
  expect(complements.map((one) => [one.amountCents, one.holderSignedAt])).toEqual([[4_000n, null]]);
  await booksHold();
});

test("M15: a correction that would take money back from what both signed, or from what was paid, is refused with the reason", async () => {
  const { grant, lower } = await aLoweringCorrection();
  await sign(grant, grant.owner);
  await sign(grant, await aStaffMember(deps, "administrator"));
  const stuck = async () =>
    (await lower().catch((error: unknown) => error)) as { type?: string; text?: { fr: string } };

  const signed = await stuck();
  await pay(grant, 25_000n, "2027-05-05");
  const paid = await stuck();

  expect(signed).toMatchObject({ type: "round-money-stuck" });
  expect(signed.text?.fr).toContain("subvention déjà convenue");
  expect(paid).toMatchObject({ type: "round-money-stuck" });
  expect(paid.text?.fr).toContain("déjà versé");
  expect(await theResults(deps, grant.ruleId)).toHaveLength(1);
  await booksHold();
});

test("M15: a grant or its complement cannot be rewritten past its signatures", async () => {
  const grant = await aComplementedGrant();
  await sign(grant, grant.owner);
  await sign(grant, await aStaffMember(deps, "administrator"));
  const { complementId } = await theAmendment(grant);
  const broken = (query: ReturnType<typeof sql>) =>
    database.owner
      .transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', 'test', true)`);
        await tx.execute(query);
      })
      .catch((error: unknown) => postgresError(error)?.constraint);

  expect(await broken(sql`update grant_complements set amount_cents = 1 where id = ${complementId}`)).toBe(
    "grant_complements_frozen",
  );
  expect(await broken(sql`update grants set awaiting_cents = 25001 where id = ${grant.grantId}`)).toBe(
    "grants_awaiting_not_payable",
  );
});

test("de minimis: an amendment that takes the aid of three years a cent over the ceiling is signed by nobody", async () => {
  const grant = await aComplementedGrant();
  const declares = (amountCents: bigint) =>
    inTransaction(deps.db, async (tx) => {
      const { fundId } = deps;
      const [id, createdAt] = [uuidv7(), await fundNow(tx)];
      const declaration = {
        fundId,
        id,
        grantId: grant.grantId,
        hasEconomicActivity: true,
        declaredBy: grant.owner.userId,
      };
      await tx.insert(deMinimisDeclarations).values({ ...declaration, createdAt });
      const aid = {
        fundId,
        declarationId: id,
        position: 0,
        granter: "Région",
        grantedOn: dayOf(createdAt),
        amountCents,
      };
      await tx.insert(deMinimisAids).values(aid);
    });

  await declares(30_000_000n - 24_999n);
  await expect(sign(grant, grant.owner)).rejects.toMatchObject({ type: "de-minimis-exceeded" });
  await declares(30_000_000n - 25_000n);

  expect(await sign(grant, grant.owner)).toMatchObject({ kind: "signed" });
});
