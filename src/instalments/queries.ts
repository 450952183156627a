import { and, eq } from "drizzle-orm";
import { grants } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { type Instalment, readSchedule } from "./read-schedule.ts";

/** A grant's instalments in order. Throws 404 to who may not read the grant (X1). */
export async function readInstalments(deps: Deps, actor: Actor, grantId: string): Promise<readonly Instalment[]> {
  const [grant] = await deps.db
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)));
  if (grant === undefined || !permits(actor, "grant.read", grant.organisationId)) throw notFound();
  return await readSchedule(deps.db, grant);
}
