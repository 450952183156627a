import type { AppError } from "../errors.ts";
import { DRAFT_VERSION_FIELD, discardDraft, findDraft, saveDraft } from "../http/form-drafts.ts";
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
import { readProjectToEdit } from "../projects/queries.ts";
import { KEEP_DRAFT } from "../ui/draft.tsx";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { CampaignForm } from "./campaign-form.tsx";
import { createCampaign } from "./create-campaign.ts";
import { editCampaign } from "./edit-campaign.ts";
import { FORM } from "./form-messages.ts";
import { campaignChangePath, campaignPath, newCampaignPath } from "./form-paths.ts";
import { readCampaignToEdit } from "./queries.ts";
import { campaignToForm, readCampaignForm, tidyForm } from "./read-form.ts";

type Context = PageContext<"signed-in">;

/** One form of a campaign, new or stored: what stands in it at first, and what sending it does. */
type Desk = {
  readonly heading: typeof FORM.newTitle | typeof FORM.editTitle;
  readonly action: string;
  readonly stored: Form;
  readonly save: (form: Form) => Promise<string>;
};

async function creation({ deps, actor, params }: Context): Promise<Desk> {
  const project = await readProjectToEdit(deps, actor, idParam(params, "projectId"));
  return {
    heading: FORM.newTitle,
    action: newCampaignPath(project.id),
    stored: { title: project.title },
    save: async (form) => (await createCampaign(deps, actor, { projectId: project.id, ...readCampaignForm(form) })).id,
  };
}

async function change({ deps, actor, params }: Context): Promise<Desk> {
  const campaign = await readCampaignToEdit(deps, actor, idParam(params, "campaignId"));
  return {
    heading: FORM.editTitle,
    action: campaignChangePath(campaign.id),
    stored: campaignToForm(campaign),
    save: async (form) => {
      await editCampaign(deps, actor, campaign.id, readCampaignForm(form));
      return campaign.id;
    },
  };
}

type Shown = { readonly error?: AppError; readonly savedAt?: Date | undefined; readonly version?: number };

const show = ({ heading, action }: Desk, values: Form, { error, savedAt, version }: Shown = {}) =>
  page(
    heading,
    <CampaignForm
      heading={heading}
      action={action}
      values={values}
      error={error}
      adding={field(values, ADD_BUTTON)}
      draft={{ version: version ?? (Number(field(values, DRAFT_VERSION_FIELD)) || 0), savedAt }}
    />,
  );

/** The form as it was last left, or as the campaign is stored. */
async function opened(context: Context, desk: Desk) {
  const draft = await findDraft(context.deps, desk.action);
  if (draft === undefined) return show(desk, desk.stored);
  return show(desk, draft.values, { savedAt: draft.savedAt, version: draft.version });
}

const keep = ({ deps, actor, form }: Context, { action }: Desk) => {
  const { [ADD_BUTTON]: _, ...values } = form;
  return saveDraft(deps, actor, {
    form: action,
    version: Number(field(form, DRAFT_VERSION_FIELD)) || 0,
    values: tidyForm(values),
  });
};

/** Keeps the form, saves it, or shows it again: with more rows, or with what is to be corrected. */
async function sent(context: Context, desk: Desk) {
  const asked = field(context.form, ADD_BUTTON);
  const form = tidyForm(context.form);
  if (asked === KEEP_DRAFT) {
    const { [ADD_BUTTON]: _, ...values } = form;
    return await tryForm(
      async () => {
        await keep(context, desk);
        return redirect(desk.action);
      },
      async (error) => {
        const newest = await findDraft(context.deps, desk.action);
        return show(desk, values, { error, version: newest?.version ?? 0 });
      },
    );
  }
  if (asked !== "") return show(desk, context.form);
  return await tryForm(
    async () => redirect(campaignPath(await desk.save(form))),
    (error) => show(desk, form, { error }),
  );
}

/** The form at its address, and its draft below it. */
const formAt = (path: string, deskOf: (context: Context) => Promise<Desk>): readonly PageRoute[] => [
  pageRoute({
    method: "get",
    path,
    access: "signed-in",
    run: async (context) => opened(context, await deskOf(context)),
  }),
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    run: async (context) => sent(context, await deskOf(context)),
  }),
  pageRoute({
    method: "post",
    path: `${path}/brouillon`,
    access: "signed-in",
    run: async (context) => {
      const desk = await deskOf(context);
      return { kind: "data", data: { version: await keep(context, desk) } };
    },
  }),
  pageRoute({
    method: "post",
    path: `${path}/brouillon/oubli`,
    access: "signed-in",
    run: async (context) => {
      const { action } = await deskOf(context);
      await discardDraft(context.deps, context.actor, action);
      return redirect(action);
    },
  }),
];

export const campaignFormPages: readonly PageRoute[] = [
  ...formAt(newCampaignPath(":projectId"), creation),
  ...formAt(campaignChangePath(":campaignId"), change),
];
