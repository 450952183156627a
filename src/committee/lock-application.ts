import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { ownGrantApplications, projects } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";

/** Holds an application until commit. 404 to who may not see it, 403 to who may only read it (X1). */
export async function lockApplication(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  action: Action,
  applicationId: string,
) {
  const [row] = await tx
    .select({ application: ownGrantApplications, organisationId: projects.organisationId })
    .from(ownGrantApplications)
    .innerJoin(
      projects,
      and(eq(projects.fundId, ownGrantApplications.fundId), eq(projects.id, ownGrantApplications.projectId)),
    )
    .where(and(eq(ownGrantApplications.fundId, fundId), eq(ownGrantApplications.id, applicationId)))
    .for("no key update", { of: ownGrantApplications });
  if (row === undefined || !permits(actor, "own-grant.read", row.organisationId)) throw notFound();
  if (!permits(actor, action, row.organisationId)) throw forbidden();
  return { ...row.application, organisationId: row.organisationId };
}

export const isApplication = (fundId: string, applicationId: string) =>
  and(eq(ownGrantApplications.fundId, fundId), eq(ownGrantApplications.id, applicationId));
