import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, disbursementApprovals, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { canonicalContent } from "../../src/domain/disbursement.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { createGrant } from "../../src/grants/create-grant.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import {
  aGrant,
  aRequest,
  aStaffMember,
  aVerifiedAccount,
  booksHold,
  giveRole,
  giveStripeAccount,
  joinOrganisation,
  loseRole,
  race,
  signBoth,
  theDisbursement,
} from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const liveApprovals = async (disbursementId: string) =>
  (
    await deps.db.select().from(disbursementApprovals).where(eq(disbursementApprovals.disbursementId, disbursementId))
  ).filter((approval) => approval.voidedAt === null);

test("D3, X2: an authoriser, then a paymaster, approve what they saw; both stand in the log", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];

  await authoriseDisbursement(deps, authoriser, request);
  await orderDisbursement(deps, paymaster, request);

  expect((await theDisbursement(deps, request.disbursementId)).state).toBe("ordered");
  const log = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, request.disbursementId));
  expect(log.map((row) => [row.action, row.actor]).slice(1)).toEqual([
    ["disbursement.authorise", `user:${authoriser.userId}`],
    ["disbursement.order", `user:${paymaster.userId}`],
  ]);
  await booksHold(deps);
});

test("D3: two authorisers in the same millisecond give one approval, and the other is told", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const people = await Promise.all(Array.from({ length: 4 }, () => aStaffMember(deps, "authoriser")));

  const { done, refused } = await race(people.map((person) => authoriseDisbursement(deps, person, request)));

  expect(done).toEqual([{ kind: "approved" }]);
  expect(refused).toEqual(["state-changed", "state-changed", "state-changed"]);
  expect(await liveApprovals(request.disbursementId)).toHaveLength(1);
});

test("D3: the same click twice, even at once, is one approval and one transfer job", async () => {
  const grant = await aGrant(database, deps);
  await giveStripeAccount(deps, grant.organisationId, "acct_double");
  const request = await aRequest(deps, grant, 40_000n, "stripe");
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];

  const first = await race([1, 2, 3].map(() => authoriseDisbursement(deps, authoriser, request)));
  const second = await race([1, 2, 3].map(() => orderDisbursement(deps, paymaster, request)));

  for (const { done, refused } of [first, second]) {
    expect(done.map((one) => one.kind).toSorted()).toEqual(["approved", "approved-already", "approved-already"]);
    expect(refused).toEqual([]);
  }
  const jobs = await deps.db.select().from(outbox).where(eq(outbox.job, "execute-transfer"));
  expect(jobs.filter((job) => JSON.stringify(job.payload).includes(request.disbursementId))).toHaveLength(1);
});

test("D3: one person with both roles gives only one of the two approvals", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const both = await aStaffMember(deps, "authoriser", "paymaster");

  await authoriseDisbursement(deps, both, request);

  await expect(orderDisbursement(deps, both, request)).rejects.toMatchObject({ type: "second-person-needed" });
  expect((await theDisbursement(deps, request.disbursementId)).state).toBe("authorised");
});

test("D3: neither who asked, nor a member of the holder, approves, whatever their roles", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const requester = { ...grant.owner, staffRoles: ["authoriser"] as const };
  const member = await aStaffMember(deps, "authoriser");
  await joinOrganisation(deps, grant.organisationId, member.userId);

  // The requester's session claims the role; the database does not know it.
  await expect(authoriseDisbursement(deps, requester, request)).rejects.toMatchObject({ status: 403 });
  await giveRole(deps, grant.owner.userId, "authoriser");
  await expect(authoriseDisbursement(deps, requester, request)).rejects.toMatchObject({ type: "not-independent" });
  await expect(authoriseDisbursement(deps, member, request)).rejects.toMatchObject({ type: "not-independent" });
  expect(await liveApprovals(request.disbursementId)).toEqual([]);
});

test("D3: a member of a partner that matched the campaign does not approve its payment; of another partner, does", async () => {
  const matching = await aMatchingPot(deps, 50_000n);
  const idle = await aMatchingPot(deps, 50_000n, { filter: { departements: ["75"] } });
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, campaign.id, 20_000n);
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  const { grantId } = await grantOfCampaign(campaign, 20_000n, 20_000n);
  await forceState(database, campaign.id, "succeeded");
  await signBoth(deps, { grantId, owner: campaign.owner });
  const request = await aRequest(deps, { grantId, owner: campaign.owner }, 40_000n);
  const [insider, outsider] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "authoriser")];
  await joinOrganisation(deps, matching.partnerId, insider.userId);
  await joinOrganisation(deps, idle.partnerId, outsider.userId);

  await expect(authoriseDisbursement(deps, insider, request)).rejects.toMatchObject({ type: "not-independent" });
  expect(await authoriseDisbursement(deps, outsider, request)).toEqual({ kind: "approved" });
  await booksHold(deps);
});

test("D4: a role lost since sign-in gives no approval", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const authoriser = await aStaffMember(deps, "authoriser");
  await loseRole(deps, authoriser.userId, "authoriser");

  await expect(authoriseDisbursement(deps, authoriser, request)).rejects.toMatchObject({ status: 403 });
});

test("D4: an approval of another content, or of an account exchanged meanwhile, is refused", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const authoriser = await aStaffMember(deps, "authoriser");

  await expect(
    authoriseDisbursement(deps, authoriser, { ...request, contentHash: "0".repeat(64) }),
  ).rejects.toMatchObject({ type: "content-changed" });
  await aVerifiedAccount(deps, grant.organisationId, grant.owner.userId);
  await expect(authoriseDisbursement(deps, authoriser, request)).rejects.toMatchObject({ type: "account-not-usable" });
});

test("D3, D8: the paymaster does not order what was not authorised, and roles are not interchangeable", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];
  const auditor = await aStaffMember(deps, "auditor");
  const stranger = await aUser(deps.db);

  await expect(orderDisbursement(deps, paymaster, request)).rejects.toMatchObject({ type: "state-changed" });
  await expect(authoriseDisbursement(deps, paymaster, request)).rejects.toMatchObject({ status: 403 });
  await expect(orderDisbursement(deps, authoriser, request)).rejects.toMatchObject({ status: 403 });
  await expect(authoriseDisbursement(deps, auditor, request)).rejects.toMatchObject({ status: 403 });
  await expect(authoriseDisbursement(deps, grant.owner, request)).rejects.toMatchObject({ status: 403 });
  await expect(authoriseDisbursement(deps, stranger, request)).rejects.toMatchObject({ status: 404 });
});

test("D7: orders that the grant held money for when they were asked for are not all approved once it holds less", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const [one, other] = [await aRequest(deps, grant, 50_000n), await aRequest(deps, grant, 50_000n)];
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];
  await authoriseDisbursement(deps, authoriser, one);
  await authoriseDisbursement(deps, authoriser, other);
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `refund:${grant.grantId}`,
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.grant(grant.grantId), accounts.stripe, 1n),
    }),
  );

  const { done, refused } = await race([one, other].map((request) => orderDisbursement(deps, paymaster, request)));

  expect([done, refused]).toEqual([[{ kind: "approved" }], ["grant-exceeded"]]);
});

test("D4: the canonical content is one text whatever the order of its parts, and another for each change", () => {
  const content = {
    amountCents: cents(40_000n),
    grantId: "g",
    payeeOrganisationId: "o",
    rail: "sepa",
    accountFingerprint: "f",
    purpose: "Été",
    evidenceHash: undefined,
  } as const;
  const { purpose, ...rest } = content;

  expect(canonicalContent({ purpose: purpose.normalize("NFD"), ...rest })).toBe(canonicalContent(content));
  const changes = [
    { amountCents: cents(40_001n) },
    { grantId: "h" },
    { payeeOrganisationId: "p" },
    { rail: "stripe" as const },
    { accountFingerprint: "e" },
    { purpose: "Hiver" },
    { evidenceHash: "a" },
  ];
  const texts = changes.map((change) => canonicalContent({ ...content, ...change }));
  expect(new Set([...texts, canonicalContent(content)]).size).toBe(8);
});

async function grantOfCampaign(campaign: { id: string; organisationId: string }, gifts: bigint, matched: bigint) {
  return await inTransaction(deps.db, (tx) =>
    createGrant(tx, deps, worker("test"), {
      campaignId: campaign.id,
      organisationId: campaign.organisationId,
      giftsCents: cents(gifts),
      matchesCents: cents(matched),
      topUpCents: cents(0n),
      declaredFeeBps: 0,
      occurredAt: new Date(),
    }),
  );
}
