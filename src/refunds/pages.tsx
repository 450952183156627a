import { cents } from "../domain/money.ts";
import type { AppError } from "../errors.ts";
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
import { confirmRefund, refuseRefund } from "./answer-request.ts";
import { pageRefusalBody, refundBody } from "./forms.ts";
import { holderRefundPages } from "./holder-pages.tsx";
import { notCaptured, refundNotPossible } from "./messages.ts";
import { REFUND } from "./page-messages.ts";
import { previewRefund } from "./preview-refund.ts";
import { proposeRefund } from "./propose-refund.ts";
import { findRefund, findRequest, listRequests, readRefundFile } from "./queries.ts";
import { RequestList } from "./request-list.tsx";
import { resendRefund } from "./resend-refund.ts";
import { RefundPage } from "./views.tsx";

type Context = PageContext<"signed-in">;

const typedRefund = (form: Form) => {
  const { reason, ...parts } = readBody(refundBody, {
    giftCents: centsTyped(field(form, "giftCents") || "0"),
    tipCents: centsTyped(field(form, "tipCents") || "0"),
    reason: field(form, "reason"),
  });
  return { reason, parts: { giftCents: cents(parts.giftCents), tipCents: cents(parts.tipCents) } };
};

async function show(context: Context, pledgeId: string, typed: Form = {}, error?: AppError) {
  const file = await readRefundFile(context.deps, context.actor, pledgeId);
  return page(
    REFUND.title,
    <RefundPage actor={context.actor} file={file} preview={undefined} typed={typed} error={error} />,
  );
}

/** The gift, and with amounts in the address what returning them would do (F3). */
const refundPage = pageRoute({
  method: "get",
  path: "/dons/:id/remboursement",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, params, query } = context;
    const pledgeId = idParam(params, "id");
    if (query.giftCents === undefined) return show(context, pledgeId);
    const file = await readRefundFile(deps, actor, pledgeId);
    return tryForm(
      async () => {
        const { parts } = typedRefund(query);
        const preview = await previewRefund(deps, actor, { pledgeId, parts });
        if (preview.obstacle === "not-captured") throw notCaptured();
        if (preview.obstacle !== undefined) throw refundNotPossible(preview.obstacle);
        return page(
          REFUND.title,
          <RefundPage actor={actor} file={file} preview={preview} typed={query} error={undefined} />,
        );
      },
      (error) => show(context, pledgeId, query, error),
    );
  },
});

/** One action about a gift; afterwards, or where it is refused, its page again. */
const action = (
  path: string,
  pledgeOf: (context: Context) => Promise<string>,
  act: (context: Context, pledgeId: string) => Promise<unknown>,
) =>
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const pledgeId = await pledgeOf(context);
          await act(context, pledgeId);
          return redirect(`/dons/${pledgeId}/remboursement`);
        },
        async (error) => show(context, await pledgeOf(context), context.form, error),
      ),
  });

const ownId = async ({ params }: Context) => idParam(params, "id");

/** An id that nobody knows stays itself: the use case answers it. */
async function pledgeOfRequest({ deps, params }: Context): Promise<string> {
  const id = idParam(params, "id");
  return (await findRequest(deps, id))?.pledgeId ?? id;
}

async function pledgeOfRefund({ deps, params }: Context): Promise<string> {
  const id = idParam(params, "id");
  return (await findRefund(deps, id))?.pledgeId ?? id;
}

export const refundPages: readonly PageRoute[] = [
  ...holderRefundPages,
  pageRoute({
    method: "get",
    path: "/remboursements",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const all = field(query, "tous") !== "";
      const requests = await listRequests(deps, actor, { limit: 50, cursor, open: !all });
      return page(REFUND.list, <RequestList requests={requests} all={all} />, { width: "wide" });
    },
  }),
  refundPage,
  action("/dons/:id/remboursement", ownId, ({ deps, actor, form }, pledgeId) =>
    proposeRefund(deps, actor, { pledgeId, ...typedRefund(form) }),
  ),
  action("/demandes-de-remboursement/:id/confirmation", pledgeOfRequest, ({ deps, actor, params }) =>
    confirmRefund(deps, actor, idParam(params, "id")),
  ),
  action("/remboursements/:id/envoi", pledgeOfRefund, ({ deps, actor, params }) =>
    resendRefund(deps, actor, idParam(params, "id")),
  ),
  action("/demandes-de-remboursement/:id/refus", pledgeOfRequest, ({ deps, actor, params, form }) =>
    refuseRefund(deps, actor, {
      requestId: idParam(params, "id"),
      reason: readBody(pageRefusalBody, { refusal: field(form, "refusal") }).refusal,
    }),
  ),
];
