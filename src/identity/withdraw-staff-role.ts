import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { staffRoles } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor, StaffRole } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { roleState } from "../domain/staff-role.ts";
import { notFound } from "../errors.ts";
import { lastAdministrator } from "./messages.ts";

export type Withdrawal = { readonly userId: string; readonly role: StaffRole };

/**
 * Takes a role back, or stops one that does not count yet; it is gone with the person's next request. The last
 * administrator stays.
 */
export async function withdrawStaffRole(deps: Deps, actor: Actor, { userId, role }: Withdrawal): Promise<void> {
  if (!permits(actor, "staff.edit")) throw notFound();
  await inTransaction(deps.db, async (tx) => {
    // All holders are locked, so that two administrators cannot withdraw each other at once.
    const holders = await tx
      .select({ userId: staffRoles.userId, grantedAt: staffRoles.grantedAt })
      .from(staffRoles)
      .where(eq(staffRoles.role, role))
      .orderBy(staffRoles.userId)
      .for("update");
    const now = await fundNow(tx);
    const counting = holders.filter((holder) => roleState(holder, now) === "in-force");
    if (!holders.some((holder) => holder.userId === userId)) throw notFound();
    const isCounting = counting.some((holder) => holder.userId === userId);
    if (role === "administrator" && isCounting && counting.length === 1) throw lastAdministrator();
    await tx.delete(staffRoles).where(and(eq(staffRoles.userId, userId), eq(staffRoles.role, role)));
    await recordAudit(tx, actor, {
      action: isCounting ? "staff-role.withdraw" : "staff-role.cancel",
      subject: ["user", userId],
      change: { role },
    });
  });
}
