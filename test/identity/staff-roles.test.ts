import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { staffRoles } from "../../src/db/schema/identity.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { grantStaffRole } from "../../src/identity/grant-staff-role.ts";
import { withdrawStaffRole } from "../../src/identity/withdraw-staff-role.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps);
});

async function aStaffMember(role: StaffRole) {
  const user = await aUser(database.db, { staffRoles: [role] });
  await inTransaction(database.db, (tx) =>
    tx.insert(staffRoles).values({ userId: user.userId, role, grantedAt: new Date() }),
  );
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

test.each(["case_officer", "authoriser", "paymaster", "auditor"] as const)("a %s may not grant roles", async (role) => {
  const person = await aStaffMember(role);
  const other = await aUser(database.db);

  const granting = grantStaffRole(deps, person, { email: other.email, role: "auditor" });

  await expect(granting).rejects.toMatchObject({ status: 404 });
});

test("two administrators who withdraw each other at once leave one", async () => {
  await inTransaction(database.db, (tx) => tx.delete(staffRoles).where(eq(staffRoles.role, "administrator")));
  const [one, other] = [await aStaffMember("administrator"), await aStaffMember("administrator")];

  const outcomes = await Promise.allSettled([
    withdrawStaffRole(deps, one, { userId: other.userId, role: "administrator" }),
    withdrawStaffRole(deps, other, { userId: one.userId, role: "administrator" }),
  ]);

  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  expect(await database.db.$count(staffRoles, eq(staffRoles.role, "administrator"))).toBe(1);
});
