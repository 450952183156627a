import { listOwnCampaigns } from "../campaigns/queries.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { readProject } from "../projects/queries.ts";
import { eurosForInput } from "../ui/format.ts";
import { ApplicationForm, ApplicationList, ApplicationPage, NO_CAMPAIGN } from "./application-views.tsx";
import { applicationBody, reviewBody } from "./forms.ts";
import { OWN_GRANT } from "./page-messages.ts";
import { listApplications, readApplication } from "./queries.ts";
import { reviewApplication } from "./review-application.ts";
import { submitApplication } from "./submit-application.ts";
import { createApplication, editApplication, UNDECIDED } from "./write-application.ts";

type Context = PageContext<"signed-in">;

const typedApplication = (form: Form) =>
  readBody(applicationBody, {
    campaignId: field(form, "campaignId") === NO_CAMPAIGN ? null : field(form, "campaignId"),
    askedCents: centsTyped(field(form, "askedCents")),
    purpose: field(form, "purpose"),
  });

async function showForm({ deps, actor }: Context, action: string, projectId: string, typed: Form, error?: AppError) {
  const project = await readProject(deps, actor, projectId);
  if (!permits(actor, "own-grant.apply", project.organisationId)) throw forbidden();
  const all = await listOwnCampaigns(deps, actor, { limit: 100, projectId });
  const campaigns = all.items.filter(({ state }) => UNDECIDED.includes(state));
  return page(
    OWN_GRANT.new,
    <ApplicationForm action={action} projectTitle={project.title} campaigns={campaigns} typed={typed} error={error} />,
  );
}

const newAction = (projectId: string) => `/mes-projets/${projectId}/aide`;
const editAction = (id: string) => `/demandes/${id}/modification`;

const applying: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-projets/:projectId/aide",
    access: "signed-in",
    run: (context) => {
      const projectId = idParam(context.params, "projectId");
      return showForm(context, newAction(projectId), projectId, {});
    },
  }),
  pageRoute({
    method: "post",
    path: "/mes-projets/:projectId/aide",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, form } = context;
      const projectId = idParam(context.params, "projectId");
      return tryForm(
        async () => {
          const id = await createApplication(deps, actor, { projectId, ...typedApplication(form) });
          return redirect(`/demandes/${id}`);
        },
        (error) => showForm(context, newAction(projectId), projectId, form, error),
      );
    },
  }),
  pageRoute({
    method: "get",
    path: "/demandes/:id/modification",
    access: "signed-in",
    run: async (context) => {
      const one = await readApplication(context.deps, context.actor, idParam(context.params, "id"));
      const typed = {
        campaignId: one.campaignId ?? NO_CAMPAIGN,
        askedCents: eurosForInput(one.askedCents),
        purpose: one.purpose,
      };
      return showForm(context, editAction(one.id), one.projectId, typed);
    },
  }),
  pageRoute({
    method: "post",
    path: "/demandes/:id/modification",
    access: "signed-in",
    run: async (context) => {
      const { deps, actor, form } = context;
      const { id, projectId } = await readApplication(deps, actor, idParam(context.params, "id"));
      return tryForm(
        async () => {
          await editApplication(deps, actor, id, typedApplication(form));
          return redirect(`/demandes/${id}`);
        },
        (error) => showForm(context, editAction(id), projectId, form, error),
      );
    },
  }),
];

async function showOne({ deps, actor, params, form }: Context, error?: AppError) {
  const application = await readApplication(deps, actor, idParam(params, "id"));
  const title = { fr: application.projectTitle, en: application.projectTitle };
  return page(title, <ApplicationPage actor={actor} application={application} typed={form} error={error} />);
}

const action = (path: string, act: (context: Context, id: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/demandes/:id/${path}`,
    access: "signed-in",
    run: (context) => {
      const id = idParam(context.params, "id");
      return tryForm(
        async () => {
          await act(context, id);
          return redirect(`/demandes/${id}`);
        },
        (error) => showOne(context, error),
      );
    },
  });

export const applicationPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/demandes",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const found = await listApplications(deps, actor, { limit: 50, cursor });
      return page(OWN_GRANT.list, <ApplicationList page={found} />, { width: "wide" });
    },
  }),
  pageRoute({ method: "get", path: "/demandes/:id", access: "signed-in", run: (context) => showOne(context) }),
  ...applying,
  action("depot", ({ deps, actor }, id) => submitApplication(deps, actor, id)),
  action("instruction", ({ deps, actor, form }, applicationId) =>
    reviewApplication(deps, actor, {
      applicationId,
      ...readBody(reviewBody, { outcome: field(form, "outcome"), message: field(form, "message") }),
    }),
  ),
];
