import { AppError, invalidInput } from "../errors.ts";
import { fileMissing } from "../evidence/messages.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { acceptReport, requestChanges } from "./decide-report.ts";
import { acceptanceBody, changesBody } from "./forms.ts";
import { REPORT } from "./messages.ts";
import { listReports, readReport } from "./queries.ts";
import { readExpenses, readReportForm, reportToForm } from "./read-form.ts";
import { addReportFile, readReportFile, removeReportFile } from "./report-files.ts";
import { ReportList } from "./report-table.tsx";
import { saveExpenses, saveReport } from "./save-report.ts";
import { submitReport } from "./submit-report.ts";
import { ReportPage } from "./views.tsx";

const PATH = "/subventions/:id/compte-rendu";

type Context = PageContext<"signed-in">;

async function show({ deps, actor, params }: Context, typed?: Form, error?: AppError) {
  const detail = await readReport(deps, actor, idParam(params, "id"));
  return page(
    REPORT.title,
    <ReportPage actor={actor} detail={detail} typed={{ ...reportToForm(detail), ...typed }} error={error} />,
  );
}

/** A form of the report's page: back to the page when it is done. */
const post = (path: string, act: (context: Context, grantId: string) => Promise<void>, upload = false): PageRoute =>
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    upload,
    run: (context): Promise<PageResult> =>
      tryForm(
        async () => {
          const grantId = idParam(context.params, "id");
          await act(context, grantId);
          return redirect(`/subventions/${grantId}/compte-rendu`);
        },
        (error) => show(context, context.form, error),
      ),
  });

/** What the store says of `file` stands by this page's second file field. */
function aboutProof(error: unknown): never {
  if (!(error instanceof AppError) || error.fields.length === 0) throw error;
  throw invalidInput(error.fields.map((one) => ({ ...one, field: "proof" })));
}

export const spendingReportPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/comptes-rendus",
    access: "signed-in",
    run: async ({ deps, actor }) =>
      page(REPORT.list, <ReportList reports={await listReports(deps, actor)} />, { width: "wide" }),
  }),
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  post(PATH, async ({ deps, actor, form }, grantId) => {
    const { lines } = await readReport(deps, actor, grantId);
    await saveReport(deps, actor, { grantId, ...readReportForm(form, lines) });
    if (field(form, "then") === "submit") await submitReport(deps, actor, { grantId });
  }),
  post(
    `${PATH}/factures`,
    async ({ deps, actor, files }, grantId) => {
      const { lines } = await readReport(deps, actor, grantId);
      const expenses = await readExpenses(files.file?.bytes ?? new Uint8Array(), lines);
      await saveExpenses(deps, actor, { grantId, expenses });
    },
    true,
  ),
  post(
    `${PATH}/fichiers`,
    async ({ deps, actor, files }, grantId) => {
      const file = files.proof;
      if (file === undefined) throw invalidInput([{ ...fileMissing, field: "proof" }]);
      await addReportFile(deps, actor, { grantId, file }).catch(aboutProof);
    },
    true,
  ),
  pageRoute({
    method: "get",
    path: `${PATH}/fichiers/:reportFileId`,
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const named = { grantId: idParam(params, "id"), fileId: idParam(params, "reportFileId") };
      const { filename, contentType, bytes } = await readReportFile(deps, actor, named);
      return { kind: "file", contentType, filename, body: bytes };
    },
  }),
  post(`${PATH}/fichiers/:reportFileId/retrait`, ({ deps, actor, params }, grantId) =>
    removeReportFile(deps, actor, { grantId, fileId: idParam(params, "reportFileId") }),
  ),
  post(`${PATH}/acceptation`, async ({ deps, actor, form }, grantId) => {
    await acceptReport(deps, actor, {
      grantId,
      ...readBody(acceptanceBody, { note: field(form, "acceptanceNote") }),
    });
  }),
  post(`${PATH}/corrections`, async ({ deps, actor, form }, grantId) => {
    await requestChanges(deps, actor, { grantId, ...readBody(changesBody, { note: field(form, "note") }) });
  }),
];
