import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, organisations } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { declareAid } from "../../src/de-minimis/declare-aid.ts";
import type { Deps } from "../../src/deps.ts";
import { readAgreement } from "../../src/grants/read-agreement.ts";
import { signGrantAgreement } from "../../src/grants/sign-grant-agreement.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aGrant, aStaffMember, race, theGrant } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const anUnsignedGrant = async () => {
  const grant = await aGrant(database, deps, 2_500_000n, { isSigned: false });
  await declareAid(deps, grant.owner, { grantId: grant.grantId, hasEconomicActivity: false, aids: [] });
  const { hash, paragraphs } = await readAgreement(deps.db, deps, grant.grantId);
  return { ...grant, hash, paragraphs };
};

test("D3, X2: the holder signs, then an administrator; the log keeps the hash of the text both signed", async () => {
  const { grantId, owner, hash, paragraphs } = await anUnsignedGrant();
  const administrator = await aStaffMember(deps, "administrator");

  const first = await signGrantAgreement(deps, owner, { grantId, agreementHash: hash, agreesToCommitment: true });
  const second = await signGrantAgreement(deps, administrator, { grantId, agreementHash: hash });

  expect([first.party, second.party]).toEqual(["holder", "fund"]);
  expect(await theGrant(deps, grantId)).toMatchObject({
    agreementHash: hash,
    holderSignedBy: owner.userId,
    fundSignedBy: administrator.userId,
  });
  const rows = await deps.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.subjectKind, "grant"), eq(auditLog.subjectId, grantId)));
  expect(rows.filter((row) => row.action.startsWith("grant.sign")).map((row) => row.change)).toEqual([
    { agreementHash: hash, agreesToCommitment: true },
    { agreementHash: hash },
  ]);
  expect(paragraphs.map((p) => p.fr).join("\n")).toMatch(/25\s000\s€[\s\S]*dans les six mois/);
});

test("D3: the text bears a number that can be read aloud, and no other id", async () => {
  const { grantId, paragraphs } = await anUnsignedGrant();

  const first = paragraphs[0]?.fr ?? "";

  expect(first).toContain(`n° SUB-${grantId.slice(-8).toUpperCase()}`);
  expect(JSON.stringify(paragraphs)).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
});

test("D3: the fund cannot sign before the holder, and nobody signs for both", async () => {
  const { grantId, owner, hash } = await anUnsignedGrant();
  const administrator = await aStaffMember(deps, "administrator");
  const both = { ...owner, staffRoles: ["administrator"] as const };

  await expect(signGrantAgreement(deps, administrator, { grantId, agreementHash: hash })).rejects.toMatchObject({
    type: "holder-signs-first",
  });
  await signGrantAgreement(deps, both, { grantId, agreementHash: hash, agreesToCommitment: true });
  const again = await signGrantAgreement(deps, both, { grantId, agreementHash: hash, agreesToCommitment: true });

  expect(again).toEqual({ kind: "signed-already", party: "holder" });
  expect((await theGrant(deps, grantId)).fundSignedAt).toBeNull();
});

test("D3: a member of the holder who is an administrator of the fund cannot sign for the fund", async () => {
  const { grantId, organisationId, owner, hash } = await anUnsignedGrant();
  const insider = await aUser(deps.db, {
    staffRoles: ["administrator"],
    memberships: [{ organisationId, role: "member" }],
  });
  await signGrantAgreement(deps, owner, { grantId, agreementHash: hash, agreesToCommitment: true });

  await expect(signGrantAgreement(deps, insider, { grantId, agreementHash: hash })).rejects.toMatchObject({
    type: "second-person-needed",
  });
});

test("D3: a text that changed after it was read, or after the holder signed, is signed by nobody unread", async () => {
  const { grantId, organisationId, owner, hash } = await anUnsignedGrant();
  const administrator = await aStaffMember(deps, "administrator");
  await signGrantAgreement(deps, owner, { grantId, agreementHash: hash, agreesToCommitment: true });
  await inTransaction(deps.db, (tx) =>
    tx.update(organisations).set({ name: "La Grande Fabrique" }).where(eq(organisations.id, organisationId)),
  );
  const { hash: newHash } = await readAgreement(deps.db, deps, grantId);

  const stale = signGrantAgreement(deps, administrator, { grantId, agreementHash: hash });
  await expect(stale).rejects.toMatchObject({ type: "agreement-changed" });
  const other = signGrantAgreement(deps, administrator, { grantId, agreementHash: newHash });
  await expect(other).rejects.toMatchObject({ type: "agreement-changed" });

  await signGrantAgreement(deps, owner, { grantId, agreementHash: newHash, agreesToCommitment: true });
  expect(await signGrantAgreement(deps, administrator, { grantId, agreementHash: newHash })).toMatchObject({
    kind: "signed",
  });
});

test("D3: two administrators at once sign for the fund once", async () => {
  const { grantId, owner, hash } = await anUnsignedGrant();
  const [one, other] = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")];
  await signGrantAgreement(deps, owner, { grantId, agreementHash: hash, agreesToCommitment: true });

  const { done, refused } = await race([
    signGrantAgreement(deps, one, { grantId, agreementHash: hash }),
    signGrantAgreement(deps, other, { grantId, agreementHash: hash }),
  ]);

  expect(done).toHaveLength(1);
  expect(refused).toEqual(["agreement-complete"]);
});

test("X1: strangers and other holders find no grant; staff who read it may not sign", async () => {
  const { grantId, hash } = await anUnsignedGrant();
  const stranger = await aUser(deps.db);
  const auditor = await aStaffMember(deps, "auditor");

  await expect(signGrantAgreement(deps, stranger, { grantId, agreementHash: hash })).rejects.toMatchObject({
    status: 404,
  });
  await expect(signGrantAgreement(deps, auditor, { grantId, agreementHash: hash })).rejects.toMatchObject({
    status: 403,
  });
});
