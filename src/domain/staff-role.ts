import type { StaffRole } from "./actor.ts";
import { effectOf } from "./safety.ts";

/** Roles that approve money or give roles: granting one is a loosening (X3). */
const APPROVING: readonly StaffRole[] = ["administrator", "authoriser", "paymaster"];

/** French public accounting keeps these two hands apart (décret 2012-1246, art. 9). */
const INCOMPATIBLE: readonly (readonly [StaffRole, StaffRole])[] = [["authoriser", "paymaster"]];

export const excludes = (held: string, wanted: StaffRole): boolean =>
  INCOMPATIBLE.some(([one, other]) => (held === one && wanted === other) || (held === other && wanted === one));

export type Administration = {
  /** Administrators whose role counts now. */
  readonly count: number;
  /** Whether there were more at some time. */
  readonly hadMore: boolean;
};

/**
 * From when a role counts that one administrator grants now; null: it awaits a second one (X3). The first administrator
 * of a fund has nobody to ask, so that their word counts at once; who is left alone later waits for the day at least.
 */
export function countsFrom(role: StaffRole, { count, hadMore }: Administration, now: Date): Date | null {
  if (!APPROVING.includes(role)) return now;
  if (count >= 2) return null;
  return hadMore ? effectOf(now) : now;
}

export type GrantedRole = {
  readonly userId: string;
  readonly grantedAt: Date | null;
  readonly proposedBy: string | null;
};

export type RoleState = "proposed" | "waiting" | "in-force";

/** `waiting`: granted, and not yet counting. */
export function roleState({ grantedAt }: Pick<GrantedRole, "grantedAt">, now: Date): RoleState {
  if (grantedAt === null) return "proposed";
  return grantedAt <= now ? "in-force" : "waiting";
}

export type RoleObstacle = "same-person" | "own-role" | "not-open";

/** Whether this administrator may be the second one (X3). */
export function roleObstacle(role: GrantedRole, userId: string): RoleObstacle | undefined {
  if (role.grantedAt !== null) return "not-open";
  if (role.userId === userId) return "own-role";
  return role.proposedBy === userId ? "same-person" : undefined;
}
