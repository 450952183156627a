import type { AppError } from "../errors.ts";
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
import { readProjectToEdit } from "../projects/queries.ts";
import { readSettlement } from "../settlement/progress.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { CampaignForm } from "./campaign-form.tsx";
import { cancelCampaign } from "./cancel-campaign.ts";
import { readChecklist } from "./checklist.ts";
import { createCampaign } from "./create-campaign.ts";
import { editCampaign } from "./edit-campaign.ts";
import { FORM } from "./form-messages.ts";
import { reasonBody } from "./forms.ts";
import { HolderView } from "./holder-view.tsx";
import { readCampaign, readCampaignToEdit, readReviews } from "./queries.ts";
import { campaignToForm, readCampaignForm, tidyForm } from "./read-form.ts";
import { submitCampaign } from "./submit-campaign.ts";

type Context = PageContext<"signed-in">;

const campaignPath = (id: string) => `/mes-collectes/${id}`;

async function showCampaign({ deps, actor }: Context, campaignId: string, error?: AppError) {
  const campaign = await readCampaign(deps, actor, campaignId);
  const missing = await readChecklist(deps, actor, campaign);
  const reviews = await readReviews(deps, actor, campaign);
  const settlement = await readSettlement(deps, actor, campaignId);
  const title = { fr: campaign.title, en: campaign.title };
  const shown = { settlement, actor, campaign, missing, reviews, error };
  return page(title, <HolderView {...shown} />);
}

type FormPage = { readonly heading: typeof FORM.newTitle | typeof FORM.editTitle; readonly action: string };

const showForm = ({ heading, action }: FormPage, values: Form, error?: AppError) =>
  page(
    heading,
    <CampaignForm heading={heading} action={action} values={values} error={error} adding={field(values, ADD_BUTTON)} />,
  );

/** Saves a form, or shows it again: with more rows, or with what is to be corrected. */
async function sent(context: Context, shown: FormPage, save: (form: Form) => Promise<string>) {
  if (field(context.form, ADD_BUTTON) !== "") return showForm(shown, context.form);
  const form = tidyForm(context.form);
  return await tryForm(
    async () => redirect(campaignPath(await save(form))),
    (error) => showForm(shown, form, error),
  );
}

const creation = (projectId: string): FormPage => ({
  heading: FORM.newTitle,
  action: `/mes-projets/${projectId}/collectes/nouvelle`,
});
const change = (campaignId: string): FormPage => ({
  heading: FORM.editTitle,
  action: `${campaignPath(campaignId)}/modification`,
});

const forms: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-projets/:projectId/collectes/nouvelle",
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const project = await readProjectToEdit(deps, actor, idParam(params, "projectId"));
      return showForm(creation(project.id), { title: project.title });
    },
  }),
  pageRoute({
    method: "post",
    path: "/mes-projets/:projectId/collectes/nouvelle",
    access: "signed-in",
    run: async (context) => {
      const { id: projectId } = await readProjectToEdit(
        context.deps,
        context.actor,
        idParam(context.params, "projectId"),
      );
      return sent(context, creation(projectId), async (form) => {
        const input = readCampaignForm(form);
        return (await createCampaign(context.deps, context.actor, { projectId, ...input })).id;
      });
    },
  }),
  pageRoute({
    method: "get",
    path: "/mes-collectes/:campaignId/modification",
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const campaign = await readCampaignToEdit(deps, actor, idParam(params, "campaignId"));
      return showForm(change(campaign.id), campaignToForm(campaign));
    },
  }),
  pageRoute({
    method: "post",
    path: "/mes-collectes/:campaignId/modification",
    access: "signed-in",
    run: async (context) => {
      const { id: campaignId } = await readCampaignToEdit(
        context.deps,
        context.actor,
        idParam(context.params, "campaignId"),
      );
      return sent(context, change(campaignId), async (form) => {
        await editCampaign(context.deps, context.actor, campaignId, readCampaignForm(form));
        return campaignId;
      });
    },
  }),
];

/** A button on the campaign's page: acts, then shows the page anew, with what stood in the way if something did. */
const action = (path: string, act: (context: Context, campaignId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/mes-collectes/:campaignId/${path}`,
    access: "signed-in",
    run: (context) => {
      const campaignId = idParam(context.params, "campaignId");
      return tryForm(
        async () => {
          await act(context, campaignId);
          return redirect(campaignPath(campaignId));
        },
        (error) => showCampaign(context, campaignId, error),
      );
    },
  });

export const holderPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-collectes/:campaignId",
    access: "signed-in",
    run: (context) => showCampaign(context, idParam(context.params, "campaignId")),
  }),
  ...forms,
  action("depot", ({ deps, actor }, campaignId) => submitCampaign(deps, actor, campaignId)),
  action("annulation", ({ deps, actor, form }, campaignId) =>
    cancelCampaign(deps, actor, campaignId, readBody(reasonBody, { reason: field(form, "reason") }).reason),
  ),
];
