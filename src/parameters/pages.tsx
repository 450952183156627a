import { PARAMETER_NAMES, PARAMETERS, type ParameterName } from "../domain/parameters.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden } from "../errors.ts";
import { centsTyped, wholeTyped } from "../http/form-rows.ts";
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
import { parameterBody } from "./forms.ts";
import { PARAMETERS_PAGE } from "./messages.ts";
import { ParametersView } from "./parameters-view.tsx";
import { readParameters } from "./queries.ts";
import { setParameter } from "./set-parameter.ts";

const PATH = "/parametres";

type Context = PageContext<"signed-in">;

async function show({ deps, actor }: Context, values: FormValues = {}, error?: AppError) {
  const parameters = await readParameters(deps, actor);
  const maySet = permits(actor, "parameter.set");
  return page(
    PARAMETERS_PAGE.title,
    <ParametersView parameters={parameters} maySet={maySet} values={values} error={error} />,
    { width: "wide" },
  );
}

const isName = (name: string): name is ParameterName => PARAMETER_NAMES.some((known) => known === name);

function readForm(form: FormValues) {
  const typed = (name: string) => field(form, name).trim();
  const name = typed("name");
  const isMoney = isName(name) && PARAMETERS[name].unit === "cents";
  const value = isMoney ? centsTyped(typed("value")) : wholeTyped(typed("value"));
  return readBody(parameterBody, { name, value, validFrom: typed("validFrom"), source: typed("source") });
}

export const parameterPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) => {
      if (!permits(context.actor, "parameter.set")) throw forbidden();
      return tryForm(
        async () => {
          await setParameter(context.deps, context.actor, readForm(context.form));
          return redirect(PATH);
        },
        (error) => show(context, context.form, error),
      );
    },
  }),
];
