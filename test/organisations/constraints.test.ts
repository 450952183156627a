import { type SQL, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { recordBankAccount } from "../../src/organisations/record-bank-account.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anOrganisation, bankAccountInput, IBANS, type User } from "./support.ts";

const database = testDatabase();
let deps: Deps;
let organisationId: string;
let owner: User;
let officer: User;
let accountId: string;

beforeAll(async () => {
  deps = await testDeps(database.db);
  ({ organisationId, owner } = await anOrganisation(deps, database.db));
  officer = await aUser(database.db);
  accountId = await recordBankAccount(deps, owner, organisationId, bankAccountInput());
});

/** The constraint that stops a statement which code would never send. */
const brokenBy = async (statement: SQL): Promise<string | undefined> => {
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'raw', true)`);
      await tx.execute(statement);
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
};

const insertOrganisation = (siret: string | null, rna: string | null) => sql`
  insert into organisations (id, name, legal_form, siret, rna, address, postcode, town, created_at)
  values (gen_random_uuid(), 'X', 'association', ${siret}, ${rna}, 'x', '02120', 'Guise', now())`;

const insertAccount = (fingerprint: string, state: string, verifiedBy: string | null, at: string | null) => sql`
  insert into bank_accounts
    (id, organisation_id, holder_name, iban_ciphertext, iban_fingerprint, iban_masked, state, created_by, created_at,
     verified_by, verified_at)
  values (gen_random_uuid(), ${organisationId}, 'X', 'x', ${fingerprint}, 'x', ${state}, ${owner.userId}, now(),
     ${verifiedBy}, ${at}::timestamptz)`;

const insertMember = (userId: string, role: string, organisation = organisationId) => sql`
  insert into organisation_members (organisation_id, user_id, role, joined_at)
  values (${organisation}, ${userId}, ${role}, now())`;

const NOW = "2026-11-21T00:00:00Z";

test("the database refuses organisations without an identifier of the right shape, and two with the same", async () => {
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'raw', true)`);
    await tx.execute(insertOrganisation("43493312300029", "W009999999"));
  });

  expect(await brokenBy(insertOrganisation("4349331230002", null))).toBe("organisations_siret_shape");
  expect(await brokenBy(insertOrganisation("4349331230002A", null))).toBe("organisations_siret_shape");
  expect(await brokenBy(insertOrganisation(null, "009999998"))).toBe("organisations_rna_shape");
  expect(await brokenBy(insertOrganisation(null, null))).toBe("organisations_identified");
  expect(await brokenBy(insertOrganisation("43493312300029", null))).toBe("organisations_siret_unique");
  expect(await brokenBy(insertOrganisation(null, "W009999999"))).toBe("organisations_rna_unique");
});

test("the database refuses unknown roles, a person twice, and members of nothing", async () => {
  expect(await brokenBy(insertMember(officer.userId, "boss"))).toBe("organisation_members_role_known");
  expect(await brokenBy(insertMember(owner.userId, "member"))).toBe("organisation_members_organisation_id_user_id_pk");
  expect(await brokenBy(insertMember(officer.userId, "member", "01900000-0000-7000-8000-000000000000"))).toBe(
    "organisation_members_organisation_id_organisations_id_fk",
  );
  expect(await brokenBy(insertMember("01900000-0000-7000-8000-000000000000", "member"))).toBe(
    "organisation_members_user_id_users_id_fk",
  );
});

test("the database refuses accounts verified by nobody or by who entered them, known twice, or two in force (D3)", async () => {
  const fingerprint = deps.cipher.fingerprint(IBANS[0]);
  const verify = sql`update bank_accounts set state = 'verified', verified_by = ${officer.userId}, verified_at = now()
    where id = ${accountId}`;

  expect(await brokenBy(insertAccount("a", "trusted", null, null))).toBe("bank_accounts_state_known");
  expect(await brokenBy(insertAccount("a", "verified", null, null))).toBe("bank_accounts_verified_by_someone");
  expect(await brokenBy(insertAccount("a", "verified", officer.userId, null))).toBe(
    "bank_accounts_verified_by_someone",
  );
  expect(await brokenBy(insertAccount("a", "verified", owner.userId, NOW))).toBe("bank_accounts_verified_by_another");
  expect(await brokenBy(insertAccount(fingerprint, "pending", null, null))).toBe("bank_accounts_iban_once");
  expect(await brokenBy(verify)).toBeUndefined();
  expect(await brokenBy(insertAccount("b", "verified", officer.userId, NOW))).toBe("bank_accounts_one_verified");
});

test("a statement that strays outside an announced transaction writes neither members nor accounts", async () => {
  for (const statement of [
    sql`update organisations set name = 'Y' where id = ${organisationId}`,
    insertMember(officer.userId, "owner"),
    sql`update bank_accounts set state = 'pending' where id = ${accountId}`,
  ]) {
    const outcome = await database.owner.execute(statement).then(
      () => undefined,
      (error: unknown) => postgresError(error)?.constraint,
    );
    expect(outcome).toBe("announced_transaction");
  }
});
