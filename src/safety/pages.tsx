import type { AppError } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form as FormValues,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { cancelChange } from "./cancel-change.ts";
import { confirmChange } from "./confirm-change.ts";
import { changeBody } from "./forms.ts";
import { SAFETY } from "./messages.ts";
import { proposeChange } from "./propose-change.ts";
import { readSafety } from "./queries.ts";
import { SafetyView } from "./views.tsx";

const PATH = "/regles-de-securite";

type Context = PageContext<"signed-in">;

async function show({ deps, actor }: Context, values: FormValues = {}, error?: AppError) {
  const safety = await readSafety(deps, actor);
  return page(SAFETY.title, <SafetyView safety={safety} values={values} error={error} />, { width: "wide" });
}

function readForm(form: FormValues) {
  const typed = (name: string) => field(form, name).trim();
  const amount = typed("toCents");
  return readBody(changeBody, {
    rule: typed("rule"),
    userId: typed("userId") || undefined,
    toCents: amount === "0" ? 0 : centsTyped(amount),
    reason: typed("reason"),
  });
}

const action = (path: string, act: (context: Context) => Promise<unknown>) =>
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          await act(context);
          return redirect(PATH);
        },
        (error) => show(context, context.form, error),
      ),
  });

export const safetyPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  action(PATH, ({ deps, actor, form }) => proposeChange(deps, actor, readForm(form))),
  action(`${PATH}/:id/confirmation`, ({ deps, actor, params }) =>
    confirmChange(deps, actor, { changeId: idParam(params, "id") }),
  ),
  action(`${PATH}/:id/annulation`, ({ deps, actor, params }) =>
    cancelChange(deps, actor, { changeId: idParam(params, "id") }),
  ),
];
