import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { staffRoles } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor, StaffRole } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { effectOf } from "../domain/safety.ts";
import { roleObstacle } from "../domain/staff-role.ts";
import { notFound } from "../errors.ts";
import { refusedConfirmation } from "./messages.ts";

/** A second administrator says yes to a role that approves: it counts a day later, unless withdrawn before (X3). */
export async function confirmStaffRole(
  deps: Deps,
  actor: Actor,
  { userId, role }: { readonly userId: string; readonly role: StaffRole },
): Promise<{ readonly countsFrom: Date }> {
  if (!permits(actor, "staff.edit") || actor.kind !== "user") throw notFound();
  const isTheRole = and(eq(staffRoles.userId, userId), eq(staffRoles.role, role));
  return await inTransaction(deps.db, async (tx) => {
    const [granted] = await tx.select().from(staffRoles).where(isTheRole).for("update");
    if (granted === undefined) throw notFound();
    const obstacle = roleObstacle(granted, actor.userId);
    if (obstacle !== undefined) throw refusedConfirmation(obstacle);
    const now = await fundNow(tx);
    const countsFrom = effectOf(now);
    await tx
      .update(staffRoles)
      .set({ confirmedBy: actor.userId, confirmedAt: now, grantedAt: countsFrom })
      .where(isTheRole);
    await recordAudit(tx, actor, {
      action: "staff-role.confirm",
      subject: ["user", userId],
      change: { role, from: countsFrom.toISOString() },
    });
    return { countsFrom };
  });
}
