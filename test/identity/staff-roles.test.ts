import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { staffRoles } from "../../src/db/schema/identity.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { confirmStaffRole } from "../../src/identity/confirm-staff-role.ts";
import { grantStaffRole } from "../../src/identity/grant-staff-role.ts";
import { listPendingRoles } from "../../src/identity/pending-roles.ts";
import { findPerson } from "../../src/identity/queries.ts";
import { withdrawStaffRole } from "../../src/identity/withdraw-staff-role.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps);
});

async function aStaffMember(role: StaffRole) {
  const user = await aUser(database.db, { staffRoles: [role] });
  await giveRole(deps, user.userId, role);
  return user;
}

test("a role that is withdrawn is gone with the next request of a session that is already open", async () => {
  const admin = await aStaffMember("administrator");
  const auditor = await aStaffMember("auditor");
  const browser = await signIn(site, auditor.email);
  await browser.get("/equipe").expect(200);

  await withdrawStaffRole(deps, admin, { userId: auditor.userId, role: "auditor" });

  await browser.get("/equipe").expect(404);
});

test("an administrator grants a role on the page, and it counts at once", async () => {
  const admin = await aStaffMember("administrator");
  const browser = await signIn(site, admin.email);
  const person = await aUser(database.db);
  const theirs = await signIn(site, person.email);
  await theirs.get("/equipe").expect(404);

  await submitForm(browser, "/equipe", { email: person.email.toUpperCase(), role: "auditor" });

  await theirs.get("/equipe").expect(200);
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, person.userId));
  expect(trail.map((row) => [row.actor, row.action, row.change])).toEqual([
    [`user:${admin.userId}`, "staff-role.grant", { role: "auditor" }],
  ]);
});

test("nobody grants themselves a role", async () => {
  const admin = await aStaffMember("administrator");

  const granting = grantStaffRole(deps, admin, { email: admin.email, role: "paymaster" });

  await expect(granting).rejects.toMatchObject({ type: "own-roles", status: 409 });
});

test("authoriser and paymaster are never the same person", async () => {
  const admin = await aStaffMember("administrator");
  const authoriser = await aStaffMember("authoriser");

  const granting = grantStaffRole(deps, admin, { email: authoriser.email, role: "paymaster" });

  await expect(granting).rejects.toMatchObject({ type: "incompatible-roles" });
});

async function theOnlyAdministrator() {
  await inTransaction(database.db, (tx) => tx.delete(staffRoles).where(eq(staffRoles.role, "administrator")));
  return await aStaffMember("administrator");
}

const twoAdministrators = async () => [await theOnlyAdministrator(), await aStaffMember("administrator")] as const;

const rolesOf = async (userId: string) => (await findPerson(database.db, userId))?.staffRoles;

test("X3: a role that approves takes two administrators, and counts a day after the second", async () => {
  const [one, two] = await twoAdministrators();
  const person = await aUser(database.db);
  const role = { userId: person.userId, role: "paymaster" } as const;

  await grantStaffRole(deps, one, { email: person.email, role: "paymaster" });
  expect(await listPendingRoles(database.db, one)).toMatchObject([{ ...role, state: "proposed", mayConfirm: false }]);
  await expect(confirmStaffRole(deps, one, role)).rejects.toMatchObject({ type: "second-person-needed" });
  await confirmStaffRole(deps, two, role);
  await expect(confirmStaffRole(deps, two, role)).rejects.toMatchObject({ type: "state-changed" });
  await moveClock(database, undefined, DAY - 60);
  expect(await rolesOf(person.userId)).toEqual([]);
  await moveClock(database, undefined, 60);

  expect(await rolesOf(person.userId)).toEqual(["paymaster"]);
  expect(await listPendingRoles(database.db, one)).toEqual([]);
});

test("X3: one administrator grants at once while the fund never had a second; left alone later, after a day", async () => {
  const alone = await theOnlyAdministrator();
  const [authoriser, second, paymaster] = [
    await aUser(database.db),
    await aUser(database.db),
    await aUser(database.db),
  ];
  const grant = (person: { email: string }, role: StaffRole) =>
    grantStaffRole(deps, alone, { email: person.email, role });

  await grant(authoriser, "authoriser");
  await grant(second, "administrator");
  expect([await rolesOf(authoriser.userId), await rolesOf(second.userId)]).toEqual([["authoriser"], ["administrator"]]);
  await withdrawStaffRole(deps, alone, { userId: second.userId, role: "administrator" });
  await grant(paymaster, "paymaster");
  expect(await rolesOf(paymaster.userId)).toEqual([]);
  await moveClock(database, undefined, DAY);

  expect(await rolesOf(paymaster.userId)).toEqual(["paymaster"]);
});

test("X3: on the page a second administrator refuses a role that waits; an auditor sees it and has no button", async () => {
  const [one, two] = await twoAdministrators();
  const person = await aUser(database.db);
  const auditor = await signIn(site, (await aStaffMember("auditor")).email);
  await submitForm(await signIn(site, one.email), "/equipe", { email: person.email, role: "authoriser" });

  const seen = (await auditor.get("/equipe").expect(200)).text;
  const theirs = await signIn(site, two.email);
  const path = `/equipe/${person.userId}/authoriser`;
  expect((await theirs.get("/equipe")).text).toContain(`action="${path}/confirmation"`);
  await submitForm(theirs, "/equipe", {}, `${path}/retrait`);

  expect(seen).toContain("attend un deuxième administrateur");
  expect(seen).not.toContain(path);
  expect((await theirs.get("/equipe")).text).not.toContain(person.email);
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, person.userId));
  expect(trail.map((row) => row.action)).toEqual(["staff-role.propose", "staff-role.cancel"]);
});

test.each([
  ["staff_roles_second_administrator", "insert into staff_roles values (:person, 'authoriser', now())"],
  ["staff_roles_second_administrator", "update staff_roles set granted_at = now() where user_id = :pending"],
  ["staff_roles_proposed_whole", "insert into staff_roles (user_id, role) values (:person, 'auditor')"],
  [
    "staff_roles_confirmed_waits",
    "update staff_roles set confirmed_by = :other, confirmed_at = now(), granted_at = now() where user_id = :pending",
  ],
  [
    "staff_roles_confirmed_by_administrator",
    "update staff_roles set confirmed_by = :person, confirmed_at = now(), granted_at = now() + interval '1 day' where user_id = :pending",
  ],
  [
    "staff_roles_two_people",
    "update staff_roles set confirmed_by = proposed_by, confirmed_at = fund_now(), granted_at = fund_now() + interval '25 hours' where user_id = :pending",
  ],
  [
    "staff_roles_confirmed_whole",
    "insert into staff_roles (user_id, role, granted_at, confirmed_at) values (:person, 'auditor', now() + interval '1 day', now())",
  ],
  [
    "staff_roles_begin_unconfirmed",
    "insert into staff_roles values (:person, 'administrator', now() + interval '1 day', :one, now(), :other, now())",
  ],
  [
    "staff_roles_begin_unconfirmed",
    "insert into staff_roles values (:person, 'authoriser', now(), :one, now() - interval '2 days', :other, now() - interval '1 day')",
  ],
  [
    "staff_roles_begin_unconfirmed",
    "insert into staff_roles values (:person, 'auditor', now() + interval '1 day', :one, now(), :pending, now())",
  ],
  [
    "staff_roles_begin_unconfirmed",
    "insert into staff_roles values (:person, 'paymaster', now() + interval '1 day', :one, now(), :person, now())",
  ],
  [
    "staff_roles_proposed_by_administrator",
    "insert into staff_roles (user_id, role, proposed_by, proposed_at) values (:person, 'administrator', :pending, now())",
  ],
  [
    "staff_roles_two_people",
    "insert into staff_roles (user_id, role, proposed_by, proposed_at) values (:one, 'authoriser', :one, now())",
  ],
  [
    "staff_roles_two_people",
    "insert into staff_roles (user_id, role, proposed_by, proposed_at) values (:other, 'authoriser', :one, now()); update staff_roles set confirmed_by = :other, confirmed_at = fund_now(), granted_at = fund_now() + interval '25 hours' where user_id = :other and role = 'authoriser'",
  ],
  [
    "staff_roles_confirmed_waits",
    "update staff_roles set confirmed_by = :other, confirmed_at = now() - interval '2 days', granted_at = now() where user_id = :pending",
  ],
  [
    "staff_roles_confirmed_by_administrator",
    "insert into staff_roles (user_id, role, proposed_by, proposed_at) values (:person, 'administrator', :one, now()); update staff_roles set confirmed_by = :person, confirmed_at = now(), granted_at = now() + interval '1 day' where user_id = :pending",
  ],
  ["staff_roles_frozen", "update staff_roles set proposed_by = :other where user_id = :pending"],
  ["staff_roles_frozen", "update staff_roles set granted_at = now() where user_id = :other"],
])("X3: %s refuses: %s", async (constraint, statement) => {
  const [one, two] = await twoAdministrators();
  const [person, pending] = [await aUser(database.db), await aUser(database.db)];
  await grantStaffRole(deps, one, { email: pending.email, role: "authoriser" });
  const written = statement
    .replaceAll(":person", `'${person.userId}'`)
    .replaceAll(":pending", `'${pending.userId}'`)
    .replaceAll(":other", `'${two.userId}'`)
    .replaceAll(":one", `'${one.userId}'`);

  const error = await database.owner
    .transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('app.tx', 'test', true), set_config('session_replication_role', 'replica', true)`,
      );
      for (const each of written.split(";")) await tx.execute(sql.raw(each));
    })
    .catch((failed: unknown) => failed);

  expect(postgresError(error)?.constraint ?? String(error)).toBe(constraint);
});

test.each(["case_officer", "authoriser", "paymaster", "auditor"] as const)("a %s may not grant roles", async (role) => {
  const person = await aStaffMember(role);
  const other = await aUser(database.db);

  const granting = grantStaffRole(deps, person, { email: other.email, role: "auditor" });

  await expect(granting).rejects.toMatchObject({ status: 404 });
});

test("two administrators who withdraw each other at once leave one", async () => {
  const [one, other] = await twoAdministrators();

  const outcomes = await Promise.allSettled([
    withdrawStaffRole(deps, one, { userId: other.userId, role: "administrator" }),
    withdrawStaffRole(deps, other, { userId: one.userId, role: "administrator" }),
  ]);

  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  expect(await database.db.$count(staffRoles, eq(staffRoles.role, "administrator"))).toBe(1);
});
