import { templateFaults } from "../domain/agreement-template.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, invalidInput } from "../errors.ts";
import { wholeTyped } from "../http/form-rows.ts";
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
import type { Text } from "../i18n/text.ts";
import { exampleAgreement } from "./example-agreement.ts";
import { templateBody } from "./forms.ts";
import { TEMPLATES, templateFaultField } from "./template-messages.ts";
import { readTemplates } from "./template-queries.ts";
import { TemplateView } from "./template-view.tsx";
import { writeTemplate } from "./write-template.ts";

const PATH = "/modele-de-convention";

type Context = PageContext<"signed-in">;
type More = { readonly preview?: readonly Text[]; readonly error?: AppError };

async function show({ deps, actor }: Context, typed: Form = {}, { preview, error }: More = {}) {
  const templates = await readTemplates(deps, actor);
  const mayWrite = permits(actor, "agreement-template.write");
  return page(
    TEMPLATES.title,
    <TemplateView templates={templates} mayWrite={mayWrite} typed={typed} preview={preview} error={error} />,
  );
}

const readTyped = (form: Form) =>
  readBody(templateBody, {
    baseVersion: wholeTyped(field(form, "baseVersion")),
    bodyFr: field(form, "bodyFr"),
    bodyEn: field(form, "bodyEn"),
  });

function previewOf({ deps, form }: Context): readonly Text[] {
  const input = readTyped(form);
  const faults = templateFaults({ fr: input.bodyFr, en: input.bodyEn });
  if (faults.length > 0) throw invalidInput(faults.map(templateFaultField));
  return exampleAgreement(deps, input);
}

export const templatePages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) => {
      if (!permits(context.actor, "agreement-template.write")) throw forbidden();
      return tryForm(
        async () => {
          const { deps, actor, form } = context;
          if (field(form, "preview") !== "") return await show(context, form, { preview: previewOf(context) });
          await writeTemplate(deps, actor, readTyped(form));
          return redirect(PATH);
        },
        (error) => show(context, context.form, { error }),
      );
    },
  }),
];
