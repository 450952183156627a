import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { grants, instalments } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { type Instalment, readSchedule } from "./read-schedule.ts";

type User = Extract<Actor, { kind: "user" }>;
type GrantRow = typeof grants.$inferSelect;

/** Locks a grant's row, which every change of its instalments holds. Throws 404 to who may not see it, 403 to who may not act. */
export async function lockGrant(
  tx: Transaction,
  { fundId }: Deps,
  actor: Actor,
  action: Action,
  grantId: string,
): Promise<{ readonly grant: GrantRow; readonly person: User }> {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .for("no key update");
  if (grant === undefined || actor.kind !== "user" || !permits(actor, "grant.read", grant.organisationId)) {
    throw notFound();
  }
  if (!permits(actor, action, grant.organisationId)) throw forbidden();
  return { grant, person: actor };
}

/** The same, by one of its instalments. */
export async function lockInstalment(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  action: Action,
  instalmentId: string,
): Promise<{ readonly grant: GrantRow; readonly person: User; readonly instalment: Instalment }> {
  const [row] = await tx
    .select({ grantId: instalments.grantId })
    .from(instalments)
    .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.id, instalmentId)));
  if (row === undefined) throw notFound();
  const { grant, person } = await lockGrant(tx, deps, actor, action, row.grantId);
  const instalment = (await readSchedule(tx, grant)).find((one) => one.id === instalmentId);
  if (instalment === undefined) throw notFound();
  return { grant, person, instalment };
}

/** Whether a person of the fund also belongs to the organisation the grant is for. */
export const belongsTo = (person: User, organisationId: string): boolean =>
  person.memberships.some((one) => one.organisationId === organisationId);
