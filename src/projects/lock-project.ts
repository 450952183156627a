import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { projects } from "../db/schema/projects.ts";
import { notFound } from "../errors.ts";

/** Locks the project's row: its plan, and what is submitted of it, change one at a time. Before any campaign's lock. */
export async function lockProject(tx: Transaction, fundId: string, projectId: string) {
  const [project] = await tx
    .select()
    .from(projects)
    .where(and(eq(projects.fundId, fundId), eq(projects.id, projectId)))
    .for("no key update");
  if (project === undefined) throw notFound();
  return project;
}
