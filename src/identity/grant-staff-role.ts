import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { staffRoles, users } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type Administration, countsFrom, excludes } from "../domain/staff-role.ts";
import { invalidInput, notFound } from "../errors.ts";
import type { RoleInput } from "./forms.ts";
import { incompatibleRoles, ownRoles, staffTexts } from "./messages.ts";

/**
 * Gives a role to someone else. One that approves awaits a second administrator, and then a day (X3). Granting it again
 * changes nothing.
 * @throws AppError 404 without the permission, 409 for oneself or for roles that exclude each other, 422 for an
 * address without an account.
 */
export async function grantStaffRole(deps: Deps, actor: Actor, input: RoleInput): Promise<void> {
  if (!permits(actor, "staff.edit") || actor.kind !== "user") throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const [person] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, input.email.toLowerCase()))
      .for("update");
    if (person === undefined) throw invalidInput([{ field: "email", message: staffTexts.unknown }]);
    if (actor.userId === person.id) throw ownRoles();
    const held = await tx.select({ role: staffRoles.role }).from(staffRoles).where(eq(staffRoles.userId, person.id));
    if (held.some(({ role }) => excludes(role, input.role))) throw incompatibleRoles();
    const now = await fundNow(tx);
    const grantedAt = countsFrom(input.role, await readAdministration(tx), now);
    const granted = await tx
      .insert(staffRoles)
      .values({ userId: person.id, role: input.role, grantedAt, proposedBy: actor.userId, proposedAt: now })
      .onConflictDoNothing()
      .returning({ role: staffRoles.role });
    if (granted.length === 0) return;
    await recordAudit(tx, actor, {
      action: grantedAt === null ? "staff-role.propose" : "staff-role.grant",
      subject: ["user", person.id],
      change: { role: input.role, ...(grantedAt !== null && grantedAt > now && { from: grantedAt.toISOString() }) },
    });
  });
}

async function readAdministration(tx: Transaction): Promise<Administration> {
  const [row] = await tx.execute<Administration>(sql`
    select (select count(*)::int from staff_roles_in_force where role = 'administrator') as count,
      exists (select from audit_log where action = 'staff-role.withdraw' and change ->> 'role' = 'administrator')
        as "hadMore"`);
  return row ?? { count: 0, hadMore: false };
}
