import { permits } from "../domain/permissions.ts";
import { isAmendable } from "../domain/schedule-amendment.ts";
import { type AppError, forbidden } from "../errors.ts";
import { readGrant } from "../grants/queries.ts";
import { centsTyped, filledRows, rowsToForm } from "../http/form-rows.ts";
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
import { eurosForInput } from "../ui/format.ts";
import { amendSchedule } from "./amend-schedule.ts";
import { AMENDMENTS } from "./amendment-messages.ts";
import { AmendmentForm } from "./amendment-view.tsx";
import { amendmentBody } from "./forms.ts";
import { SCHEDULE } from "./page-messages.ts";
import { readInstalments } from "./queries.ts";
import type { Instalment } from "./read-schedule.ts";
import { LINES } from "./read-schedule-form.ts";

const PATH = "/subventions/:id/echeancier/avenants/nouveau";
const ROWS = { list: LINES, columns: ["instalmentId", "share", "dueOn"] };

type Context = PageContext<"signed-in">;

const asForm = (instalments: readonly Instalment[]): Form =>
  rowsToForm(
    LINES,
    instalments.filter(isAmendable).map(({ share, dueOn }) => ({ share: eurosForInput(share), dueOn })),
  );

async function show({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const { id, organisationId } = await readGrant(deps, actor, idParam(params, "id"));
  if (!permits(actor, "schedule.amend", organisationId)) throw forbidden();
  const instalments = await readInstalments(deps, actor, id);
  const values = { ...asForm(instalments), ...typed };
  return page(AMENDMENTS.title, <AmendmentForm grantId={id} instalments={instalments} values={values} error={error} />);
}

const explained = Object.fromEntries(
  Array.from({ length: 100 }, (_, row) => [`${LINES}.${row}.share`, SCHEDULE.shareExpected]),
);

const readForm = (form: Form) =>
  readBody(
    amendmentBody,
    {
      lines: filledRows(form, ROWS).map(({ share = "", ...line }) => ({ ...line, share: centsTyped(share) })),
      reason: field(form, "reason"),
    },
    { explained },
  );

export const amendmentPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const grantId = idParam(context.params, "id");
          await amendSchedule(context.deps, context.actor, { grantId, ...readForm(context.form) });
          return redirect(`/subventions/${grantId}`);
        },
        (error) => show(context, context.form, error),
      ),
  }),
];
