import { cents } from "../domain/money.ts";
import type { AppError } from "../errors.ts";
import { readGrant } from "../grants/queries.ts";
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
import { authoriseDisbursement, orderDisbursement } from "./approve-disbursement.ts";
import { changeDisbursement } from "./change-disbursement.ts";
import { DisbursementPage } from "./disbursement-views.tsx";
import { cancelDisbursement, refuseDisbursement } from "./end-disbursement.ts";
import { approvalBody, reasonBody, reversalForm } from "./forms.ts";
import { DISBURSEMENT } from "./page-messages.ts";
import { paymentFilePages } from "./payment-file-pages.tsx";
import { readDisbursement } from "./queries.ts";
import { readApproval } from "./read-approval.ts";
import { readDisbursementForm } from "./read-form.ts";
import { retryTransfer } from "./retry-transfer.ts";
import { cancelReversal, confirmReversal, proposeReversal } from "./reversal-requests.ts";

type Context = PageContext<"signed-in">;

async function showDisbursement({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const disbursement = await readDisbursement(deps, actor, idParam(params, "id"));
  const seen = await readApproval(deps, actor, disbursement);
  const { availableCents } = await readGrant(deps, actor, disbursement.grantId);
  return page(
    DISBURSEMENT.one,
    <DisbursementPage
      actor={actor}
      disbursement={disbursement}
      leftCents={availableCents}
      seen={seen}
      typed={typed}
      error={error}
    />,
  );
}

/** One action on a disbursement; afterwards, or where it is refused, its page again. */
const action = (path: string, act: (context: Context, disbursementId: string) => Promise<unknown>) =>
  pageRoute({
    method: "post",
    path: `/versements/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "id");
          await act(context, id);
          return redirect(`/versements/${id}`);
        },
        (error) => showDisbursement(context, context.form, error),
      ),
  });

const seen = (form: Form) => readBody(approvalBody, { contentHash: field(form, "contentHash") });
const reason = (form: Form) => readBody(reasonBody, { reason: field(form, "reason") });

export const disbursementPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/versements/:id",
    access: "signed-in",
    run: (context) => showDisbursement(context),
  }),
  action("autorisation", ({ deps, actor, form }, disbursementId) =>
    authoriseDisbursement(deps, actor, { disbursementId, ...seen(form) }),
  ),
  action("ordre", ({ deps, actor, form }, disbursementId) =>
    orderDisbursement(deps, actor, { disbursementId, ...seen(form) }),
  ),
  action("refus", ({ deps, actor, form }, disbursementId) =>
    refuseDisbursement(deps, actor, { disbursementId, ...reason(form) }),
  ),
  action("annulation", ({ deps, actor, form }, disbursementId) =>
    cancelDisbursement(deps, actor, { disbursementId, ...reason(form) }),
  ),
  action("modification", ({ deps, actor, form }, disbursementId) => {
    const body = readDisbursementForm(form);
    return changeDisbursement(deps, actor, { disbursementId, ...body, amountCents: cents(body.amountCents) });
  }),
  action("nouvel-essai", ({ deps, actor }, disbursementId) => retryTransfer(deps, actor, { disbursementId })),
  action("reprise", ({ deps, actor, form }, disbursementId) => {
    const typed = {
      reversalCents: centsTyped(field(form, "reversalCents")),
      reversalReason: field(form, "reversalReason"),
    };
    const { reversalCents, reversalReason } = readBody(reversalForm, typed);
    return proposeReversal(deps, actor, { disbursementId, amountCents: BigInt(reversalCents), reason: reversalReason });
  }),
  action("reprise/confirmation", ({ deps, actor }, disbursementId) => confirmReversal(deps, actor, { disbursementId })),
  action("reprise/annulation", ({ deps, actor }, disbursementId) => cancelReversal(deps, actor, { disbursementId })),
  ...paymentFilePages,
];
