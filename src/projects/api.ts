import { z } from "zod";
import { FUNDING_SOURCES } from "../domain/project.ts";
import { apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { createProject } from "./create-project.ts";
import { editProject } from "./edit-project.ts";
import { newProjectBody, projectBody } from "./forms.ts";
import { listProjects, readProject } from "./queries.ts";

const tag = "Projects";
const params = z.object({ projectId: z.uuid() });

const projectRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  title: z.string(),
  summary: z.string(),
  totalCents: centsOutput,
  createdAt: instantOutput,
});

/** A mediation place as a project names it. */
const placeOutput = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  postcode: z.string(),
  communeName: z.string(),
  departement: z.string().nullable(),
  openingHours: z.string().nullable(),
});

export const projectOutput = projectRow.extend({
  description: z.string(),
  budgetLines: z.array(z.object({ label: z.string(), amountCents: centsOutput })),
  fundingLines: z.array(z.object({ source: z.enum(FUNDING_SOURCES), amountCents: centsOutput })),
  places: z.array(placeOutput),
});

export const projectApi = [
  apiRoute({
    method: "GET",
    path: "/projects",
    tag,
    summary: "Projects of the organisations you belong to, newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(projectRow),
    run: ({ deps, actor, query }) => listProjects(deps, actor, query),
  }),
  apiRoute({
    method: "POST",
    path: "/projects",
    tag,
    summary: "Start a project with its budget, funding plan and places",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: newProjectBody,
    output: z.object({ id: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ id: await createProject(deps, actor, body) }),
  }),
  apiRoute({
    method: "GET",
    path: "/projects/{projectId}",
    tag,
    summary: "One project",
    access: "signed-in",
    params,
    output: projectOutput.extend({ editable: z.boolean() }),
    run: ({ deps, actor, params }) => readProject(deps, actor, params.projectId),
  }),
  apiRoute({
    method: "PUT",
    path: "/projects/{projectId}",
    tag,
    summary: "Change a project while no campaign of it has been submitted",
    access: "signed-in",
    params,
    body: projectBody,
    run: ({ deps, actor, params, body }) => editProject(deps, actor, params.projectId, body),
  }),
];
