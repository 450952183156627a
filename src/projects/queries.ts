import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { campaignStatesOf } from "../campaigns/states.ts";
import type { Reader } from "../db/client.ts";
import { budgetLines, fundingLines, projectPlaces, projects } from "../db/schema/projects.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { isProjectEditable } from "../domain/project.ts";
import { forbidden, notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { findPlaces } from "./places.ts";

export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

/** The projects of the organisations a person belongs to, newest first. */
export async function listProjects(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: PageRequest,
): Promise<Page<ProjectRow>> {
  const organisations = actor.kind === "user" ? actor.memberships.map((m) => m.organisationId) : [];
  const [after] = decodeCursor(deps.cipher, "projects", cursor) ?? [];
  const rows = await deps.db
    .select(SUMMARY)
    .from(projects)
    .where(
      and(
        eq(projects.fundId, deps.fundId),
        inArray(projects.organisationId, organisations),
        after === undefined ? undefined : lt(projects.id, after),
      ),
    )
    .orderBy(desc(projects.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "projects", rows, limit, (row) => [row.id]);
}

const SUMMARY = {
  id: projects.id,
  organisationId: projects.organisationId,
  title: projects.title,
  summary: projects.summary,
  totalCents: projects.totalCents,
  createdAt: projects.createdAt,
};

export type ProjectRow = {
  readonly id: string;
  readonly organisationId: string;
  readonly title: string;
  readonly summary: string;
  readonly totalCents: bigint;
  readonly createdAt: Date;
};

/** One project with its plan and places, for those who may see it; 404 for anybody else. */
export async function readProject(deps: Deps, actor: Actor, projectId: string) {
  const project = await findProject(deps.db, deps.fundId, projectId);
  if (project === undefined || !permits(actor, "project.read", project.organisationId)) throw notFound();
  const states = await campaignStatesOf(deps.db, deps.fundId, projectId);
  return { ...project, editable: isProjectEditable(states) };
}

/** A project for the form that changes it. @throws AppError 404 to strangers, 403 to who may only read it (X1). */
export async function readProjectToEdit(deps: Deps, actor: Actor, projectId: string) {
  const project = await readProject(deps, actor, projectId);
  if (!permits(actor, "project.edit", project.organisationId)) throw forbidden();
  return project;
}

/** The same without a judgement on who may see it: a campaign's page shows its project to everybody. */
export async function findProject(reader: Reader, fundId: string, projectId: string) {
  const [project] = await reader
    .select({ ...SUMMARY, description: projects.description })
    .from(projects)
    .where(and(eq(projects.fundId, fundId), eq(projects.id, projectId)));
  return project === undefined ? undefined : { ...project, ...(await readPlan(reader, fundId, projectId)) };
}

async function readPlan(reader: Reader, fundId: string, projectId: string) {
  const budget = await reader
    .select({ label: budgetLines.label, amountCents: budgetLines.amountCents })
    .from(budgetLines)
    .where(and(eq(budgetLines.fundId, fundId), eq(budgetLines.projectId, projectId)))
    .orderBy(asc(budgetLines.position));
  const funding = await reader
    .select({ source: fundingLines.source, amountCents: fundingLines.amountCents })
    .from(fundingLines)
    .where(and(eq(fundingLines.fundId, fundId), eq(fundingLines.projectId, projectId)))
    .orderBy(asc(fundingLines.source));
  const placed = await reader
    .select({ placeId: projectPlaces.placeId })
    .from(projectPlaces)
    .where(and(eq(projectPlaces.fundId, fundId), eq(projectPlaces.projectId, projectId)));
  const places = await findPlaces(
    reader,
    placed.map((row) => row.placeId),
  );
  return { budgetLines: budget, fundingLines: funding, places };
}

export type ProjectDetail = NonNullable<Awaited<ReturnType<typeof findProject>>>;
