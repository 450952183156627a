import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  fieldValues,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { listWithdrawals } from "../pots/withdrawal-queries.ts";
import { createPaymentFile } from "./create-payment-file.ts";
import { confirmNonExecution, declareNonExecution, dropNonExecution } from "./declare-non-execution.ts";
import { downloadPaymentFile } from "./download-payment-file.ts";
import { listPaymentFiles, readPaymentFile } from "./file-queries.ts";
import { nonExecutionBody, sentOrdersBody } from "./forms.ts";
import { NON_EXECUTION } from "./non-execution-messages.ts";
import { ALL } from "./non-execution-view.tsx";
import { DISBURSEMENT } from "./page-messages.ts";
import { FileOutcome, PaymentFileList, PaymentFilePage } from "./payment-file-views.tsx";
import { listDisbursements } from "./queries.ts";

const list = pageRoute({
  method: "get",
  path: "/virements",
  access: "signed-in",
  run: async ({ deps, actor, query }) => {
    const cursor = field(query, "suite") || undefined;
    const files = await listPaymentFiles(deps, actor, { limit: 50, cursor });
    const ordered = await listDisbursements(deps, actor, { limit: 100, state: "ordered" });
    const ready = ordered.items.filter((one) => one.rail === "sepa");
    const withdrawals = await listWithdrawals(deps, actor, ["ordered"]);
    const mayCreate = permits(actor, "payment-file.create");
    return page(
      DISBURSEMENT.files,
      <PaymentFileList files={files} ready={ready} withdrawals={withdrawals} mayCreate={mayCreate} />,
      { width: "wide" },
    );
  },
});

const create = pageRoute({
  method: "post",
  path: "/virements",
  access: "signed-in",
  run: async ({ deps, actor }) => {
    const outcome = await createPaymentFile(deps, actor);
    if (
      outcome.paymentFileId !== undefined &&
      outcome.held.length + outcome.heldWithdrawals.length + outcome.left === 0
    ) {
      return redirect(`/virements/${outcome.paymentFileId}`);
    }
    return page(DISBURSEMENT.files, <FileOutcome outcome={outcome} />);
  },
});

type Context = PageContext<"signed-in">;

async function showFile({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const file = await readPaymentFile(deps, actor, idParam(params, "id"));
  return page(DISBURSEMENT.file, <PaymentFilePage actor={actor} file={file} typed={typed} error={error} />, {
    width: "wide",
  });
}

const one = pageRoute({
  method: "get",
  path: "/virements/:id",
  access: "signed-in",
  run: (context) => showFile(context),
});

/** One person's word about orders the bank did not execute; afterwards, or where it is refused, the file's page again. */
const saying = (path: string, say: (context: Context, paymentFileId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/virements/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "id");
          await readPaymentFile(context.deps, context.actor, id);
          await say(context, id);
          return redirect(`/virements/${id}`);
        },
        (error) => showFile(context, context.form, error),
      ),
  });

const idsTyped = (form: Form, name: string): readonly string[] => {
  const ids = fieldValues(form, name);
  return ids.includes(ALL) ? field(form, "listed").split(",") : ids;
};
const declaredIn = (form: Form) =>
  readBody(sentOrdersBody, { orderIds: idsTyped(form, "declaredIds") }, { ...WHICH, nameOf: () => "declaredIds" });
const WHICH = { explained: { orderIds: NON_EXECUTION.choose } };

const sayings = [
  saying("non-execution", ({ deps, actor, form }, paymentFileId) => {
    const typed = { orderIds: idsTyped(form, "orderIds"), reason: field(form, "reason") };
    return declareNonExecution(deps, actor, { paymentFileId, ...readBody(nonExecutionBody, typed, WHICH) });
  }),
  saying("non-execution/confirmation", ({ deps, actor, form }, paymentFileId) =>
    confirmNonExecution(deps, actor, { paymentFileId, ...declaredIn(form) }),
  ),
  saying("non-execution/abandon", ({ deps, actor, form }, paymentFileId) =>
    dropNonExecution(deps, actor, { paymentFileId, ...declaredIn(form) }),
  ),
];

const download = pageRoute({
  method: "post",
  path: "/virements/:id/fichier",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const { filename, xml } = await downloadPaymentFile(deps, actor, { paymentFileId: idParam(params, "id") });
    return { kind: "file", contentType: "application/xml", filename, body: xml };
  },
});

export const paymentFilePages: readonly PageRoute[] = [list, create, one, download, ...sayings];
