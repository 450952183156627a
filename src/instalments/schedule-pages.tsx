import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden } from "../errors.ts";
import { readGrant } from "../grants/queries.ts";
import { closeUp, rowCount } from "../http/form-rows.ts";
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
import { ADD_BUTTON } from "../ui/rows.tsx";
import { changeSchedule } from "./change-schedule.ts";
import { SCHEDULE } from "./page-messages.ts";
import { readInstalments } from "./queries.ts";
import {
  readScheduleForm,
  readTemplateForm,
  SCHEDULE_ROWS,
  scheduleToForm,
  TEMPLATE_ROWS,
  templateToForm,
} from "./read-schedule-form.ts";
import { listTemplateVersions, readTemplate } from "./read-template.ts";
import { ScheduleForm, TemplateVersions } from "./schedule-view.tsx";
import { setTemplate } from "./set-template.ts";

type Context = PageContext<"signed-in">;

const SCHEDULE_PATH = "/subventions/:id/echeancier";
const TEMPLATE_PATH = "/parametres/tranches";

async function showSchedule({ deps, actor, params }: Context, typed?: Form, error?: AppError, more = 0) {
  const { id, organisationId } = await readGrant(deps, actor, idParam(params, "id"));
  if (!permits(actor, "instalment.edit", organisationId)) throw forbidden();
  const values = typed ?? scheduleToForm(await readInstalments(deps, actor, id));
  const props = {
    action: `/subventions/${id}/echeancier`,
    values,
    count: rowCount(values, SCHEDULE_ROWS) + more,
    error,
  };
  return page(SCHEDULE.title, <ScheduleForm {...props} kind="grant" />);
}

async function showTemplate({ deps, actor }: Context, typed?: Form, error?: AppError, more = 0) {
  if (!permits(actor, "instalment-template.set")) throw forbidden();
  const values = typed ?? templateToForm(await readTemplate(deps.db, deps.fundId));
  const props = { action: TEMPLATE_PATH, values, count: rowCount(values, TEMPLATE_ROWS) + more, error };
  return page(
    SCHEDULE.template,
    <>
      <ScheduleForm {...props} kind="template" />
      <TemplateVersions versions={await listTemplateVersions(deps)} />
    </>,
  );
}

export const schedulePages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: SCHEDULE_PATH, access: "signed-in", run: (context) => showSchedule(context) }),
  pageRoute({
    method: "post",
    path: SCHEDULE_PATH,
    access: "signed-in",
    run: async (context) => {
      const { deps, actor, params, form } = context;
      if (field(form, ADD_BUTTON) !== "") return await showSchedule(context, form, undefined, 1);
      const closed = closeUp(form, SCHEDULE_ROWS);
      return await tryForm(
        async () => {
          const grantId = idParam(params, "id");
          await changeSchedule(deps, actor, { grantId, ...readScheduleForm(closed) });
          return redirect(`/subventions/${grantId}`);
        },
        (error) => showSchedule(context, closed, error),
      );
    },
  }),
  pageRoute({ method: "get", path: TEMPLATE_PATH, access: "signed-in", run: (context) => showTemplate(context) }),
  pageRoute({
    method: "post",
    path: TEMPLATE_PATH,
    access: "signed-in",
    run: async (context) => {
      const { deps, actor, form } = context;
      if (!permits(actor, "instalment-template.set")) throw forbidden();
      if (field(form, ADD_BUTTON) !== "") return await showTemplate(context, form, undefined, 1);
      const closed = closeUp(form, TEMPLATE_ROWS);
      return await tryForm(
        async () => {
          await setTemplate(deps, actor, readTemplateForm(closed));
          return redirect(TEMPLATE_PATH);
        },
        (error) => showTemplate(context, closed, error),
      );
    },
  }),
];
