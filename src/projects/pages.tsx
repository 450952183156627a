import { findOrganisation } from "../campaigns/holder.ts";
import { listOwnCampaigns } from "../campaigns/queries.ts";
import type { Deps } from "../deps.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  fieldValues,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { listPlaces } from "../places/queries.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { createProject } from "./create-project.ts";
import { editProject } from "./edit-project.ts";
import { FORM, PAGES } from "./messages.ts";
import { findPlaces } from "./places.ts";
import { ProjectForm, SEARCH_PLACES } from "./project-form.tsx";
import { ProjectList, ProjectPage } from "./project-views.tsx";
import { listProjects, readProject, readProjectToEdit } from "./queries.ts";
import { BUDGET_ROWS, projectToForm, readProjectForm, tidyForm } from "./read-form.ts";

/** An organisation has a handful; beyond this a page is no list any more. */
const MOST_CAMPAIGNS = 500;
const MOST_FOUND = 20;

type Context = PageContext<"signed-in">;

async function organisationsOf({ deps, actor }: Context) {
  const found = await Promise.all(actor.memberships.map((m) => findOrganisation(deps.db, m.organisationId)));
  return found.flatMap((one) => (one === undefined ? [] : [one]));
}

async function placesFor(deps: Deps, form: Form) {
  const chosen = await findPlaces(deps.db, fieldValues(form, "placeIds"));
  const q = field(form, SEARCH_PLACES).trim();
  const found = q === "" ? [] : (await listPlaces(deps, { q, limit: MOST_FOUND })).items;
  return [...chosen, ...found.filter((place) => !chosen.some((one) => one.id === place.id))];
}

const asked = (form: Form) => field(form, ADD_BUTTON);

async function showForm(context: Context, projectId: string | undefined, values: Form, error?: AppError) {
  const heading = projectId === undefined ? FORM.newTitle : FORM.editTitle;
  return page(
    heading,
    <ProjectForm
      heading={heading}
      action={projectId === undefined ? "/mes-projets/nouveau" : `/mes-projets/${projectId}/modification`}
      values={values}
      error={error}
      organisations={projectId === undefined ? await organisationsOf(context) : []}
      places={await placesFor(context.deps, values)}
      moreRows={asked(values) === BUDGET_ROWS.list ? 3 : 0}
    />,
  );
}

/** Saves a form, or shows it again: with more rows, with the places found, or with what is to be corrected. */
async function sent(context: Context, projectId: string | undefined, save: (form: Form) => Promise<string>) {
  const form = tidyForm(context.form);
  if (asked(form) !== "")
    return await showForm(context, projectId, asked(form) === BUDGET_ROWS.list ? context.form : form);
  return await tryForm(
    async () => redirect(`/mes-projets/${await save(form)}`),
    (error) => showForm(context, projectId, form, error),
  );
}

const list = pageRoute({
  method: "get",
  path: "/mes-projets",
  access: "signed-in",
  run: async ({ deps, actor, query }) => {
    const cursor = field(query, "suite");
    const projects = await listProjects(deps, actor, pageQuery.parse(cursor === "" ? {} : { cursor }));
    const campaigns = await listOwnCampaigns(deps, actor, { limit: MOST_CAMPAIGNS });
    const mayCreate = actor.memberships.length > 0;
    return page(PAGES.mine, <ProjectList projects={projects} campaigns={campaigns.items} mayCreate={mayCreate} />);
  },
});

const create = [
  pageRoute({
    method: "get",
    path: "/mes-projets/nouveau",
    access: "signed-in",
    run: (context) => showForm(context, undefined, {}),
  }),
  pageRoute({
    method: "post",
    path: "/mes-projets/nouveau",
    access: "signed-in",
    run: (context) =>
      sent(context, undefined, (form) => createProject(context.deps, context.actor, readProjectForm(form))),
  }),
];

const show = pageRoute({
  method: "get",
  path: "/mes-projets/:projectId",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const project = await readProject(deps, actor, idParam(params, "projectId"));
    const campaigns = await listOwnCampaigns(deps, actor, { limit: MOST_CAMPAIGNS, projectId: project.id });
    const title = { fr: project.title, en: project.title };
    return page(title, <ProjectPage project={project} campaigns={campaigns.items} />);
  },
});

const edit = [
  pageRoute({
    method: "get",
    path: "/mes-projets/:projectId/modification",
    access: "signed-in",
    run: async (context) => {
      const project = await readProjectToEdit(context.deps, context.actor, idParam(context.params, "projectId"));
      return await showForm(context, project.id, projectToForm(project));
    },
  }),
  pageRoute({
    method: "post",
    path: "/mes-projets/:projectId/modification",
    access: "signed-in",
    run: async (context) => {
      const projectId = idParam(context.params, "projectId");
      await readProjectToEdit(context.deps, context.actor, projectId);
      return await sent(context, projectId, async (form) => {
        const { organisationId: _, ...input } = readProjectForm(form);
        await editProject(context.deps, context.actor, projectId, input);
        return projectId;
      });
    },
  }),
];

export const projectPages: readonly PageRoute[] = [list, ...create, show, ...edit];
