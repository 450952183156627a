import { z } from "zod";
import { REPORT_STATES } from "../domain/spending-report.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { fileQuery } from "../instalments/forms.ts";
import { acceptReport, requestChanges } from "./decide-report.ts";
import { acceptanceBody, changesBody, reportBody } from "./forms.ts";
import { listReports, readReport } from "./queries.ts";
import { addReportFile, readReportFile, removeReportFile } from "./report-files.ts";
import { saveReport } from "./save-report.ts";
import { submitReport } from "./submit-report.ts";

const tag = "Grants";
const params = z.object({ grantId: z.uuid() });
const fileParams = params.extend({ reportFileId: z.uuid() });
const standing = z.enum(["not-yet", "to-write", "late", "to-examine", "accepted"]);

export const spendingReportApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/spending-reports",
    tag,
    summary: "Every signed grant by what its financial report calls for, for staff",
    access: "signed-in",
    output: z.object({
      items: z.array(
        z.object({
          grantId: z.uuid(),
          campaignTitle: z.string(),
          organisationName: z.string(),
          endsOn: z.string(),
          dueOn: z.string(),
          standing,
        }),
      ),
    }),
    run: async ({ deps, actor }) => ({ items: await listReports(deps, actor) }),
  }),
  apiRoute({
    method: "GET",
    path: "/grants/{grantId}/spending-report",
    tag,
    summary: "A grant’s financial report: budget against spending, and what goes back",
    access: "signed-in",
    params,
    output: z.object({
      state: z.enum(REPORT_STATES).nullable().meta({ description: "None where the holder has not begun" }),
      standing,
      dueOn: z.string(),
      lines: z.array(
        z.object({
          position: z.int(),
          label: z.string(),
          budgetCents: centsOutput,
          spentCents: centsOutput,
          comment: z.string(),
        }),
      ),
      expenses: z.array(
        z.object({ line: z.int(), supplier: z.string(), spentOn: z.string(), amountCents: centsOutput }),
      ),
      files: z.array(z.object({ id: z.uuid(), filename: z.string(), sha256: z.string(), addedAt: instantOutput })),
      otherFundingCents: centsOutput,
      spentCents: centsOutput,
      spentOfGrantCents: centsOutput,
      unspentCents: centsOutput.meta({ description: "Goes back to those who financed it, once accepted" }),
      owedBackCents: centsOutput,
      repaymentReference: z.string(),
      comment: z.string(),
      submittedAt: instantOutput.nullable(),
      decidedAt: instantOutput.nullable(),
      decisionNote: z.string().nullable(),
    }),
    run: async ({ deps, actor, params }) => {
      const { report, grant, reference, ...detail } = await readReport(deps, actor, params.grantId);
      return {
        ...detail,
        state: report?.state ?? null,
        otherFundingCents: report?.otherFundingCents ?? 0n,
        owedBackCents: grant.owedBackCents,
        repaymentReference: reference,
        comment: report?.comment ?? "",
        submittedAt: report?.submittedAt ?? null,
        decidedAt: report?.decidedAt ?? null,
        decisionNote: report?.decisionNote ?? null,
      };
    },
  }),
  apiRoute({
    method: "PUT",
    path: "/grants/{grantId}/spending-report",
    tag,
    summary: "Write the report, until it is handed in",
    access: "signed-in",
    params,
    body: reportBody,
    run: ({ deps, actor, params, body }) => saveReport(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/spending-report/files",
    tag,
    summary: "Add an invoice as Base64 text (up to 7.5 MB here, 10 MB by the page), until the report is handed in",
    access: "signed-in",
    bodyType: "text",
    params,
    query: fileQuery,
    body: z.string(),
    output: z.object({ fileId: z.uuid(), sha256: z.string() }),
    run: ({ deps, actor, params, query, body }) =>
      addReportFile(deps, actor, { ...params, file: { ...query, bytes: Buffer.from(body, "base64") } }),
  }),
  apiRoute({
    method: "GET",
    path: "/grants/{grantId}/spending-report/files/{reportFileId}",
    tag,
    summary: "One file of the report as it was sent",
    access: "signed-in",
    params: fileParams,
    output: z.object({
      filename: z.string(),
      contentType: z.string(),
      sha256: z.string(),
      contentBase64: z.string(),
    }),
    run: async ({ deps, actor, params: { grantId, reportFileId } }) => {
      const { bytes, ...file } = await readReportFile(deps, actor, { grantId, fileId: reportFileId });
      return { ...file, contentBase64: bytes.toString("base64") };
    },
  }),
  apiRoute({
    method: "DELETE",
    path: "/grants/{grantId}/spending-report/files/{reportFileId}",
    tag,
    summary: "Take a file out of a report that is not handed in",
    access: "signed-in",
    params: fileParams,
    run: ({ deps, actor, params: { grantId, reportFileId } }) =>
      removeReportFile(deps, actor, { grantId, fileId: reportFileId }),
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/spending-report/submission",
    tag,
    summary: "Hand the report in: the project is finished",
    access: "signed-in",
    params,
    run: ({ deps, actor, params }) => submitReport(deps, actor, params),
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/spending-report/changes-request",
    tag,
    summary: "Ask the holder to correct the report",
    access: "signed-in",
    params,
    body: changesBody,
    run: ({ deps, actor, params, body }) => requestChanges(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/grants/{grantId}/spending-report/acceptance",
    tag,
    summary: "Accept the report; what was not spent goes back in the same transaction",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params,
    body: acceptanceBody,
    output: z.object({
      keptBackCents: centsOutput,
      claimedCents: centsOutput,
      toPotsCents: centsOutput,
      toReserveCents: centsOutput,
      toGeneralCents: centsOutput,
    }),
    run: ({ deps, actor, params, body }) => acceptReport(deps, actor, { ...params, ...body }),
  }),
];
