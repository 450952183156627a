import { asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { staffRoles, users } from "../db/schema/identity.ts";
import { type Actor, STAFF_ROLES, type StaffRole } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type RoleState, roleObstacle, roleState } from "../domain/staff-role.ts";

export type PendingRole = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly state: RoleState;
  readonly proposer: string | null;
  readonly proposedAt: Date | null;
  readonly countsFrom: Date | null;
  readonly mayConfirm: boolean;
};

/** Roles that somebody was given and that do not count yet (X3). */
export async function listPendingRoles(reader: Reader, actor: Actor): Promise<readonly PendingRole[]> {
  const proposers = alias(users, "proposers");
  const now = await fundNow(reader);
  const rows = await reader
    .select({ held: staffRoles, name: users.name, email: users.email, proposer: proposers.name })
    .from(staffRoles)
    .innerJoin(users, eq(users.id, staffRoles.userId))
    .leftJoin(proposers, eq(proposers.id, staffRoles.proposedBy))
    .where(sql`(${staffRoles.grantedAt} <= fund_now()) is not true`)
    .orderBy(asc(staffRoles.proposedAt), asc(staffRoles.userId));
  const mayEdit = permits(actor, "staff.edit") && actor.kind === "user";
  return rows.flatMap(({ held, name, email, proposer }) =>
    STAFF_ROLES.filter((role) => role === held.role).map((role) => ({
      userId: held.userId,
      name,
      email,
      role,
      state: roleState(held, now),
      proposer,
      proposedAt: held.proposedAt,
      countsFrom: held.grantedAt,
      mayConfirm: mayEdit && roleObstacle(held, actor.userId) === undefined,
    })),
  );
}
