import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { campaignStatesOf } from "../campaigns/states.ts";
import { projects } from "../db/schema/projects.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { isProjectEditable } from "../domain/project.ts";
import { forbidden, notFound } from "../errors.ts";
import type { ProjectInput } from "./forms.ts";
import { lockProject } from "./lock-project.ts";
import { projectLocked } from "./messages.ts";
import { projectColumns, replacePlan } from "./write-plan.ts";

/** Changes a project while no campaign of it has been submitted. */
export async function editProject(deps: Deps, actor: Actor, projectId: string, input: ProjectInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, deps.fundId, projectId);
    if (!permits(actor, "project.read", project.organisationId)) throw notFound();
    if (!permits(actor, "project.edit", project.organisationId)) throw forbidden();
    if (!isProjectEditable(await campaignStatesOf(tx, deps.fundId, projectId))) throw projectLocked();
    const columns = projectColumns(input);
    await tx
      .update(projects)
      .set(columns)
      .where(and(eq(projects.fundId, deps.fundId), eq(projects.id, projectId)));
    await replacePlan(tx, deps.fundId, projectId, input);
    await recordAudit(tx, actor, {
      action: "project.edit",
      subject: ["project", projectId],
      change: { beforeCents: Number(project.totalCents), totalCents: Number(columns.totalCents) },
    });
  });
}
