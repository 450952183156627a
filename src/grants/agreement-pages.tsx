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
import { agreementNumber } from "./agreement-number.ts";
import { agreementPdf } from "./agreement-pdf.ts";
import { AgreementPage } from "./agreement-views.tsx";
import { changeTerms } from "./change-terms.ts";
import { agreementSignatureBody, termsBody } from "./forms.ts";
import { AGREEMENT, GRANT } from "./page-messages.ts";
import { readGrant } from "./queries.ts";
import { signGrantAgreement } from "./sign-grant-agreement.ts";

type Context = PageContext<"signed-in">;

async function show({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const grant = await readGrant(deps, actor, idParam(params, "id"));
  return page(GRANT.agreement, <AgreementPage actor={actor} grant={grant} typed={typed} error={error} />);
}

export const agreementPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/subventions/:id/convention",
    access: "signed-in",
    run: (context) => show(context),
  }),
  pageRoute({
    method: "get",
    path: "/subventions/:id/convention.pdf",
    access: "signed-in",
    run: async ({ deps, actor, params, language }) => {
      const grant = await readGrant(deps, actor, idParam(params, "id"));
      return {
        kind: "file",
        contentType: "application/pdf",
        filename: `convention-${agreementNumber(grant.id)}.pdf`,
        body: agreementPdf(deps, grant, language),
      };
    },
  }),
  pageRoute({
    method: "post",
    path: "/subventions/:id/convention",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, params, form } = context;
          const grantId = idParam(params, "id");
          const terms = readBody(
            termsBody,
            {
              startsOn: field(form, "startsOn"),
              endsOn: field(form, "endsOn"),
              conditions: field(form, "conditions"),
            },
            { explained: { startsOn: AGREEMENT.oneDay } },
          );
          await changeTerms(deps, actor, { grantId, ...terms });
          return redirect(`/subventions/${grantId}/convention`);
        },
        (error) => show(context, context.form, error),
      ),
  }),
  pageRoute({
    method: "post",
    path: "/subventions/:id/signature",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, params, form } = context;
          const grantId = idParam(params, "id");
          const body = readBody(agreementSignatureBody, {
            agreementHash: field(form, "agreementHash"),
            agreesToCommitment: field(form, "agreesToCommitment") === "on",
          });
          await signGrantAgreement(deps, actor, { grantId, ...body });
          return redirect(`/subventions/${grantId}`);
        },
        (error) => show(context, {}, error),
      ),
  }),
];
