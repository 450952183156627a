import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { bankAccounts } from "../../src/db/schema/organisations.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { readInbox } from "../../src/decisions/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { decideVerification } from "../../src/domain/organisation.ts";
import { fieldErrors } from "../../src/http/validation.ts";
import { addMember } from "../../src/organisations/add-member.ts";
import { bankAccountBody } from "../../src/organisations/forms.ts";
import { readOrganisation } from "../../src/organisations/queries.ts";
import { recordBankAccount } from "../../src/organisations/record-bank-account.ts";
import { verifyBankAccount } from "../../src/organisations/verify-bank-account.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testCipher, testDeps } from "../support/deps.ts";
import { aMember, anOrganisation, bankAccountInput, IBANS } from "./support.ts";

const database = testDatabase();
let deps: Deps;
beforeAll(async () => {
  deps = await testDeps(database.db);
});

const caseOfficer = () => aUser(database.db, { staffRoles: ["case_officer"] });

const statesOf = async (organisationId: string) => {
  const rows = await database.db.select().from(bankAccounts).where(eq(bankAccounts.organisationId, organisationId));
  return Object.fromEntries(rows.map((row) => [row.id, row.state]));
};

test("an IBAN is stored sealed; rows, answers and the audit log never hold it whole (X7)", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);

  const id = await recordBankAccount(deps, owner, organisationId, bankAccountInput());

  const [stored] = await database.db.select().from(bankAccounts).where(eq(bankAccounts.id, id));
  expect(testCipher.decrypt(stored?.ibanCiphertext ?? "")).toBe(IBANS[0]);
  expect(stored).toMatchObject({ state: "pending", ibanMasked: "FR76 •••• •••• 0122", createdBy: owner.userId });
  const shown = await readOrganisation(deps, owner, organisationId);
  expect(shown.bankAccounts).toMatchObject([{ iban: "FR76 •••• •••• 0122", state: "pending" }]);
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, organisationId));
  const { ibanCiphertext: _, ...row } = stored ?? {};
  const everything = JSON.stringify([shown, trail, row]);
  expect(everything).not.toContain(IBANS[0]);
  expect(everything).not.toContain(IBANS[0].slice(8, 22));
});

test.each([
  [{ iban: "FR7699999000010000000100123" }, "iban"],
  [{ iban: "BR1500000000000010932840814P2" }, "iban"],
  [{ iban: "" }, "iban"],
  [{ holderName: "x".repeat(71) }, "holderName"],
  [{ bic: "ABC" }, "bic"],
])("an account with %j is refused, naming the field", (over, field) => {
  const parsed = bankAccountBody.safeParse({ holderName: "Les Essais", iban: IBANS[0], ...over });

  expect(fieldErrors(parsed.error ?? expect.fail("accepted")).map((error) => error.field)).toEqual([field]);
});

test("an IBAN typed with spaces and small letters is the same account, entered once", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const typed = bankAccountBody.parse({ holderName: "Les Essais", iban: "fr76 9999 9000 0100 0000 0100 122" });
  await recordBankAccount(deps, owner, organisationId, { ...typed, bic: undefined });

  const again = recordBankAccount(deps, owner, organisationId, bankAccountInput());

  await expect(again).rejects.toMatchObject({ type: "iban-known", status: 409 });
});

test("a case officer verifies an account; the one verified before is replaced (D3)", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const officer = await caseOfficer();
  const first = await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[0]));
  const second = await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[1]));

  await verifyBankAccount(deps, officer, organisationId, first);
  expect(await statesOf(organisationId)).toEqual({ [first]: "verified", [second]: "pending" });
  await verifyBankAccount(deps, officer, organisationId, second);

  expect(await statesOf(organisationId)).toEqual({ [first]: "replaced", [second]: "verified" });
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.action, "bank-account.verify"));
  expect(trail.at(-1)).toMatchObject({ change: { bankAccountId: second, replaced: first } });
});

test("a replaced account entered again waits for a verification of its own", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const officer = await caseOfficer();
  const first = await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[0]));
  await verifyBankAccount(deps, officer, organisationId, first);
  const second = await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[1]));
  await verifyBankAccount(deps, officer, organisationId, second);

  const again = await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[0]));

  expect(again).toBe(first);
  expect(await statesOf(organisationId)).toEqual({ [first]: "pending", [second]: "verified" });
});

test("two people who verify at once verify it once", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const id = await recordBankAccount(deps, owner, organisationId, bankAccountInput());
  const officers = await Promise.all([caseOfficer(), caseOfficer()]);

  const outcomes = await Promise.allSettled(
    officers.map((officer) => verifyBankAccount(deps, officer, organisationId, id)),
  );

  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
    reason: { type: "account-not-pending" },
  });
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, organisationId));
  expect(trail.filter((row) => row.action === "bank-account.verify")).toHaveLength(1);
});

test("two accounts verified at once leave one in force", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const ids = [
    await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[0])),
    await recordBankAccount(deps, owner, organisationId, bankAccountInput(IBANS[1])),
  ];
  const officers = await Promise.all([caseOfficer(), caseOfficer()]);

  await Promise.all(
    ids.map(async (id, index) => verifyBankAccount(deps, officers[index] ?? expect.fail(), organisationId, id)),
  );

  expect(Object.values(await statesOf(organisationId)).toSorted()).toEqual(["replaced", "verified"]);
});

test("who entered an account, or belongs to the organisation, does not verify it, whatever their session says (D3)", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const id = await recordBankAccount(deps, owner, organisationId, bankAccountInput());
  const ownerAndOfficer = { ...owner, staffRoles: ["case_officer"] as const };
  const officer = await caseOfficer();
  await addMember(deps, owner, organisationId, { email: officer.email, role: "member" });

  await expect(verifyBankAccount(deps, ownerAndOfficer, organisationId, id)).rejects.toMatchObject({
    type: "second-person-needed",
  });
  await expect(verifyBankAccount(deps, officer, organisationId, id)).rejects.toMatchObject({
    type: "conflict-of-interest",
  });

  expect(await statesOf(organisationId)).toEqual({ [id]: "pending" });
});

test("only owners enter accounts and only case officers verify them; others' ids do not exist (X1)", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const other = await anOrganisation(deps, database.db);
  const member = await aMember(deps, database.db, organisationId, owner, "member");
  const id = await recordBankAccount(deps, owner, organisationId, bankAccountInput());
  const officer = await caseOfficer();

  await expect(recordBankAccount(deps, member, organisationId, bankAccountInput(IBANS[1]))).rejects.toMatchObject({
    status: 403,
  });
  await expect(recordBankAccount(deps, other.owner, organisationId, bankAccountInput(IBANS[1]))).rejects.toMatchObject({
    status: 404,
  });
  await expect(verifyBankAccount(deps, owner, organisationId, id)).rejects.toMatchObject({ status: 403 });
  await expect(verifyBankAccount(deps, other.owner, organisationId, id)).rejects.toMatchObject({ status: 404 });
  await expect(verifyBankAccount(deps, officer, other.organisationId, id)).rejects.toMatchObject({ status: 404 });
  for (const role of ["administrator", "authoriser", "paymaster", "auditor"] as const) {
    const staff = await aUser(database.db, { staffRoles: [role] });
    await expect(verifyBankAccount(deps, staff, organisationId, id)).rejects.toMatchObject({ status: 403 });
  }
});

test("accounts to verify wait in one queue for the staff", async () => {
  const { organisationId, owner } = await anOrganisation(deps, database.db);
  const id = await recordBankAccount(deps, owner, organisationId, bankAccountInput());

  const { mine } = await readInbox(deps, await aUser(database.db, { staffRoles: ["case_officer"] }));
  expect(mine).toContainEqual(expect.objectContaining({ kind: "account", id, href: `/structures/${organisationId}` }));
  expect(mine.find((one) => one.id === id)?.title).toContain("FR76 •••• •••• 0122");
});

test.each([
  ["pending", false, false, "verify"],
  ["verified", false, false, "not-pending"],
  ["replaced", false, false, "not-pending"],
  ["pending", true, false, "entered-it"],
  ["pending", false, true, "belongs-to-it"],
] as const)(
  "an account %s, entered by the verifier: %s, of their organisation: %s → %s",
  (state, entered, isMember, is) => {
    const decision = decideVerification({ state, createdBy: entered ? "me" : "you" }, { userId: "me", isMember });

    expect(decision.kind === "refused" ? decision.reason : decision.kind).toBe(is);
  },
);
