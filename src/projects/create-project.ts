import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { projects } from "../db/schema/projects.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import type { NewProjectInput } from "./forms.ts";
import { projectColumns, replacePlan } from "./write-plan.ts";

/** Starts a project of an organisation, with its budget, funding plan and places. Returns its id. */
export async function createProject(deps: Deps, actor: Actor, input: NewProjectInput): Promise<string> {
  if (!permits(actor, "project.edit", input.organisationId)) throw notFound();
  const columns = projectColumns(input);
  const id = uuidv7();
  return await inTransaction(deps.db, async (tx) => {
    await tx.insert(projects).values({
      fundId: deps.fundId,
      id,
      organisationId: input.organisationId,
      createdAt: sql`fund_now()`,
      ...columns,
    });
    await replacePlan(tx, deps.fundId, id, input);
    await recordAudit(tx, actor, {
      action: "project.create",
      subject: ["project", id],
      change: { totalCents: Number(columns.totalCents), places: input.placeIds.length },
    });
    return id;
  });
}
