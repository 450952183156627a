import { permits } from "../domain/permissions.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageRoute, page, pageRoute, redirect } from "../http/page-kit.tsx";
import { listWithdrawals } from "../pots/withdrawal-queries.ts";
import { createPaymentFile } from "./create-payment-file.ts";
import { downloadPaymentFile } from "./download-payment-file.ts";
import { listPaymentFiles, readPaymentFile } from "./file-queries.ts";
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

const one = pageRoute({
  method: "get",
  path: "/virements/:id",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const file = await readPaymentFile(deps, actor, idParam(params, "id"));
    const mayDownload = permits(actor, "payment-file.download");
    return page(DISBURSEMENT.file, <PaymentFilePage file={file} mayDownload={mayDownload} />, { width: "wide" });
  },
});

const download = pageRoute({
  method: "post",
  path: "/virements/:id/fichier",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const { filename, xml } = await downloadPaymentFile(deps, actor, { paymentFileId: idParam(params, "id") });
    return { kind: "file", contentType: "application/xml", filename, body: xml };
  },
});

export const paymentFilePages: readonly PageRoute[] = [list, create, one, download];
