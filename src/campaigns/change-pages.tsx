import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, notFound } from "../errors.ts";
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
import { CHANGE } from "./change-messages.ts";
import { changeTerms, mayChangeTerms } from "./change-terms.ts";
import { ChangePage } from "./change-views.tsx";
import { changeBody } from "./forms.ts";
import { endOfDay } from "./paris-days.ts";
import { type ChangePreview, previewChange } from "./preview-change.ts";
import { readCampaign } from "./queries.ts";

type Context = PageContext<"signed-in">;
type Shown = { readonly typed?: Form; readonly preview?: ChangePreview; readonly error?: AppError };

async function show({ deps, actor, params }: Context, { typed = {}, preview, error }: Shown = {}) {
  if (!permits(actor, "campaign.read-draft")) throw notFound();
  const campaign = await readCampaign(deps, actor, idParam(params, "campaignId"));
  if (!mayChangeTerms(actor, campaign.organisationId)) throw forbidden();
  return page(CHANGE.title, <ChangePage campaign={campaign} typed={typed} preview={preview} error={error} />);
}

function typedChange(form: Form) {
  const { goalCents, deadlineOn, reason } = readBody(changeBody, {
    goalCents: centsTyped(field(form, "goalCents")),
    deadlineOn: field(form, "deadlineOn"),
    reason: field(form, "reason"),
  });
  return { goalCents: cents(goalCents), deadlineAt: endOfDay(deadlineOn), reason };
}

/** First what it would do, then the change: the same form, by its button. */
export const changePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/instruction/:campaignId/changement",
    access: "signed-in",
    run: (context) => show(context),
  }),
  pageRoute({
    method: "post",
    path: "/instruction/:campaignId/changement",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, params, form } = context;
      const campaignId = idParam(params, "campaignId");
      return tryForm(
        async () => {
          const change = { campaignId, ...typedChange(form) };
          if (field(form, "step") !== "confirm")
            return show(context, { typed: form, preview: await previewChange(deps, actor, change) });
          await changeTerms(deps, actor, change);
          return redirect(`/instruction/${campaignId}`);
        },
        (error) => show(context, { typed: form, error }),
      );
    },
  }),
];
