import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { changeDisbursement } from "../../src/disbursements/change-disbursement.ts";
import { cancelDisbursement, refuseDisbursement } from "../../src/disbursements/end-disbursement.ts";
import { requestDisbursement } from "../../src/disbursements/request-disbursement.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  booksHold,
  firstInstalment,
  race,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

test("D7: ten requests at once for more than is available never engage more than the grant", async () => {
  const grant = await aGrant(database, deps, 100_000n);

  const { done, refused } = await race(Array.from({ length: 10 }, () => aRequest(deps, grant, 30_000n)));

  expect(done).toHaveLength(3);
  expect(refused).toEqual(Array.from({ length: 7 }, () => "grant-exceeded"));
  expect(await theGrant(deps, grant.grantId)).toMatchObject({ engagedCents: 90_000n, paidCents: 0n });
  await booksHold(deps);
});

test("D7: the last cent can be asked for, and one more cannot", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  await aRequest(deps, grant, 99_900n);

  await expect(aRequest(deps, grant, 101n)).rejects.toMatchObject({ type: "grant-exceeded" });
  await aRequest(deps, grant, 100n);

  expect((await theGrant(deps, grant.grantId)).engagedCents).toBe(100_000n);
});

test("D7, F2: what the ledger no longer owes cannot be asked for, whatever the grant once was", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  await aRequest(deps, grant, 30_000n);
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `refund:${grant.grantId}`,
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.grant(grant.grantId), accounts.stripe, 50_000n),
    }),
  );

  await expect(aRequest(deps, grant, 20_001n)).rejects.toMatchObject({ type: "grant-exceeded" });
  await aRequest(deps, grant, 20_000n);
});

test("D3: nothing is asked for before both parties signed, nor without a verified account", async () => {
  const unsigned = await aGrant(database, deps, 100_000n, { isSigned: false });
  const signed = await aGrant(database, deps, 100_000n);

  await expect(aRequest(deps, unsigned, 10_000n)).rejects.toMatchObject({ type: "agreement-not-signed" });
  await expect(aRequest(deps, signed, 10_000n, "stripe")).rejects.toMatchObject({ type: "no-verified-account" });
});

test("X1: only the holder's owner asks; a member may not, a stranger finds nothing, staff do not ask", async () => {
  const grant = await aGrant(database, deps);
  const member = await aUser(deps.db, { memberships: [{ organisationId: grant.organisationId, role: "member" }] });
  const stranger = await aUser(deps.db);
  const paymaster = await aStaffMember(deps, "paymaster");
  const instalmentId = await firstInstalment(deps, grant.grantId);
  const asked = { amountCents: cents(10_000n), rail: "sepa", purpose: "Tranche 1" } as const;
  const input = { grantId: grant.grantId, instalmentId, ...asked };

  await expect(requestDisbursement(deps, member, input)).rejects.toMatchObject({ status: 403 });
  await expect(requestDisbursement(deps, stranger, input)).rejects.toMatchObject({ status: 404 });
  await expect(requestDisbursement(deps, paymaster, input)).rejects.toMatchObject({ status: 403 });
  await expect(requestDisbursement(deps, { kind: "guest" }, input)).rejects.toMatchObject({ status: 404 });
});

test("D4: changing a request voids its approval, takes it back to requested and re-counts what is engaged", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const request = await aRequest(deps, grant, 30_000n);
  await authoriseDisbursement(deps, await aStaffMember(deps, "authoriser"), request);

  const { contentHash } = await changeDisbursement(deps, grant.owner, {
    disbursementId: request.disbursementId,
    amountCents: cents(100_000n),
    rail: "sepa",
    purpose: "Tout d’un coup",
  });

  expect(contentHash).not.toBe(request.contentHash);
  expect(await theDisbursement(deps, request.disbursementId)).toMatchObject({ state: "requested", contentHash });
  expect((await theGrant(deps, grant.grantId)).engagedCents).toBe(100_000n);
  await expect(authoriseDisbursement(deps, await aStaffMember(deps, "authoriser"), request)).rejects.toMatchObject({
    type: "content-changed",
  });
  await booksHold(deps);
});

test("D4: what is ordered can no longer be changed, and what exceeds the grant is refused", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const ordered = await anOrder(deps, grant, 30_000n);
  const requested = await aRequest(deps, grant, 30_000n);
  const change = { rail: "sepa", purpose: "Autre" } as const;

  await expect(
    changeDisbursement(deps, grant.owner, {
      ...change,
      disbursementId: ordered.disbursementId,
      amountCents: cents(100n),
    }),
  ).rejects.toMatchObject({ type: "state-changed" });
  await expect(
    changeDisbursement(deps, grant.owner, {
      ...change,
      disbursementId: requested.disbursementId,
      amountCents: cents(70_001n),
    }),
  ).rejects.toMatchObject({ type: "grant-exceeded" });
});

test("D8: a refusal and a cancellation free what was engaged, once, and keep their reason", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const refused = await aRequest(deps, grant, 40_000n);
  const cancelled = await anOrder(deps, grant, 50_000n);
  const authoriser = await aStaffMember(deps, "authoriser");

  await refuseDisbursement(deps, authoriser, { disbursementId: refused.disbursementId, reason: "Pièce illisible" });
  await refuseDisbursement(deps, authoriser, { disbursementId: refused.disbursementId, reason: "Pièce illisible" });
  await cancelDisbursement(deps, cancelled.paymaster, {
    disbursementId: cancelled.disbursementId,
    reason: "Demandé deux fois",
  });

  expect(await theDisbursement(deps, refused.disbursementId)).toMatchObject({
    state: "refused",
    endedReason: "Pièce illisible",
  });
  expect((await theDisbursement(deps, cancelled.disbursementId)).state).toBe("cancelled");
  expect((await theGrant(deps, grant.grantId)).engagedCents).toBe(0n);
  await expect(
    refuseDisbursement(deps, authoriser, { disbursementId: cancelled.disbursementId, reason: "non" }),
  ).rejects.toMatchObject({ type: "state-changed" });
  await booksHold(deps);
});

test("D8: ordered, refused and cancelled at the same moment, it ends in one way and engages nothing", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const request = await aRequest(deps, grant, 50_000n);
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];
  await authoriseDisbursement(deps, authoriser, request);
  const reason = { disbursementId: request.disbursementId, reason: "trop tard ?" };

  await race<unknown>([
    orderDisbursement(deps, paymaster, request),
    refuseDisbursement(deps, authoriser, reason),
    cancelDisbursement(deps, grant.owner, reason),
  ]);

  const { state } = await theDisbursement(deps, request.disbursementId);
  expect(["refused", "cancelled"]).toContain(state);
  expect((await theGrant(deps, grant.grantId)).engagedCents).toBe(0n);
  await booksHold(deps);
});
