import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { staffRoles, users } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor, StaffRole } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { invalidInput, notFound } from "../errors.ts";
import type { RoleInput } from "./forms.ts";
import { incompatibleRoles, ownRoles, staffTexts } from "./messages.ts";

/** French public accounting keeps these two hands apart (décret 2012-1246, art. 9). */
const INCOMPATIBLE: readonly (readonly [StaffRole, StaffRole])[] = [["authoriser", "paymaster"]];

/**
 * Gives a role to someone else. Granting it again changes nothing.
 * @throws AppError 404 without the permission, 409 for oneself or for roles that exclude each other, 422 for an
 * address without an account.
 */
export async function grantStaffRole(deps: Deps, actor: Actor, input: RoleInput): Promise<void> {
  if (!permits(actor, "staff.edit")) throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const [person] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, input.email.toLowerCase()))
      .for("update");
    if (person === undefined) throw invalidInput([{ field: "email", message: staffTexts.unknown }]);
    if (actor.kind === "user" && actor.userId === person.id) throw ownRoles();
    const held = await tx.select({ role: staffRoles.role }).from(staffRoles).where(eq(staffRoles.userId, person.id));
    if (held.some(({ role }) => excludes(role, input.role))) throw incompatibleRoles();
    const granted = await tx
      .insert(staffRoles)
      .values({ userId: person.id, role: input.role, grantedAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ role: staffRoles.role });
    if (granted.length === 0) return;
    await recordAudit(tx, actor, {
      action: "staff-role.grant",
      subject: ["user", person.id],
      change: { role: input.role },
    });
  });
}

const excludes = (held: string, wanted: StaffRole): boolean =>
  INCOMPATIBLE.some(([one, other]) => (held === one && wanted === other) || (held === other && wanted === one));
