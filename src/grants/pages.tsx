import { listDisbursements } from "../disbursements/queries.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { listAmendments } from "../instalments/amendment-queries.ts";
import { reasonBody } from "../instalments/forms.ts";
import { readInstalments } from "../instalments/queries.ts";
import { signScheduleAmendment } from "../instalments/sign-schedule-amendment.ts";
import { resumePayments, suspendPayments } from "../instalments/suspend-payments.ts";
import { withdrawScheduleAmendment } from "../instalments/withdraw-schedule-amendment.ts";
import { agreementPages } from "./agreement-pages.tsx";
import { signatureBody } from "./forms.ts";
import { GrantList, GrantPage } from "./grant-views.tsx";
import { GRANT } from "./page-messages.ts";
import { listGrants, readGrant } from "./queries.ts";
import { signAmendment } from "./sign-amendment.ts";
import { templatePages } from "./template-pages.tsx";

type Context = PageContext<"signed-in">;

async function showGrant({ deps, actor, params }: Context, error?: AppError) {
  const grant = await readGrant(deps, actor, idParam(params, "id"));
  const instalments = await readInstalments(deps, actor, grant.id);
  const { items } = await listDisbursements(deps, actor, { limit: 100, grantId: grant.id });
  const amendments = await listAmendments(deps, actor, grant.id);
  const props = { actor, grant, instalments, amendments, disbursements: items, error };
  return page(GRANT.one, <GrantPage {...props} />);
}

const list = pageRoute({
  method: "get",
  path: "/subventions",
  access: "signed-in",
  run: async ({ deps, actor, query }) => {
    const cursor = field(query, "suite") || undefined;
    return page(GRANT.title, <GrantList grants={await listGrants(deps, actor, { limit: 50, cursor })} />, {
      width: "wide",
    });
  },
});

const one = pageRoute({
  method: "get",
  path: "/subventions/:id",
  access: "signed-in",
  run: (context) => showGrant(context),
});

const signComplement = pageRoute({
  method: "post",
  path: "/subventions/:id/avenants/:complementId/signature",
  access: "signed-in",
  run: (context) =>
    tryForm(
      async () => {
        const { deps, actor, params, form } = context;
        const grantId = idParam(params, "id");
        const complementId = idParam(params, "complementId");
        const body = readBody(signatureBody, { agreementHash: field(form, "agreementHash") });
        await signAmendment(deps, actor, { grantId, complementId, ...body });
        return redirect(`/subventions/${grantId}`);
      },
      (error) => showGrant(context, error),
    ),
});

type AmendmentAct = (context: Context, of: { grantId: string; amendmentId: string }) => Promise<unknown>;

const onScheduleAmendment = (noun: string, act: AmendmentAct) =>
  pageRoute({
    method: "post",
    path: `/subventions/:id/echeancier/avenants/:amendmentId/${noun}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const grantId = idParam(context.params, "id");
          await act(context, { grantId, amendmentId: idParam(context.params, "amendmentId") });
          return redirect(`/subventions/${grantId}`);
        },
        (error) => showGrant(context, error),
      ),
  });

const signSchedule = onScheduleAmendment("signature", ({ deps, actor, form }, of) =>
  signScheduleAmendment(deps, actor, {
    ...of,
    ...readBody(signatureBody, { agreementHash: field(form, "agreementHash") }),
  }),
);

const withdrawSchedule = onScheduleAmendment("retrait", ({ deps, actor }, of) =>
  withdrawScheduleAmendment(deps, actor, of),
);

/** An administrator stops or resumes the payments, saying why (P11). */
const suspension = (path: string, act: typeof suspendPayments) =>
  pageRoute({
    method: "post",
    path: `/subventions/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const grantId = idParam(context.params, "id");
          const body = readBody(reasonBody, { reason: field(context.form, "reason") });
          await act(context.deps, context.actor, { grantId, ...body });
          return redirect(`/subventions/${grantId}`);
        },
        (error) => showGrant(context, error),
      ),
  });

export const grantPages: readonly PageRoute[] = [
  list,
  one,
  ...agreementPages,
  ...templatePages,
  signComplement,
  signSchedule,
  withdrawSchedule,
  suspension("suspension", suspendPayments),
  suspension("reprise", resumePayments),
];
