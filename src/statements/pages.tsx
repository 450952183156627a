import { fundNow } from "../db/clock.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { readLines } from "./line-page.ts";
import { STATEMENTS, statementTitle } from "./messages.ts";
import { listStatements, readStatement } from "./read-statement.ts";
import { statementCsv } from "./statement-csv.ts";
import { statementPdf } from "./statement-pdf.ts";
import { MonthList, MonthPage } from "./views.tsx";

type Context = PageContext<"signed-in">;

const list = pageRoute({
  method: "get",
  path: "/partenaires/:id/releves",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const statements = await listStatements(deps, actor, idParam(params, "id"));
    return page(STATEMENTS.title, <MonthList {...statements} />, { width: "wide" });
  },
});

const statementOf = ({ deps, actor, params }: Context) =>
  readStatement(deps, actor, { agreementId: idParam(params, "id"), month: params.mois ?? "" });

const month = pageRoute({
  method: "get",
  path: "/partenaires/:id/releves/:mois",
  access: "signed-in",
  run: async (context) => {
    const statement = await statementOf(context);
    const lines = await readLines(context.deps, statement, {
      cursor: field(context.query, "suite") || undefined,
      limit: 25,
    });
    const title = statementTitle(statement.month.name);
    return page(title, <MonthPage statement={statement} lines={lines} />, { width: "wide" });
  },
});

const csv = pageRoute({
  method: "get",
  path: "/partenaires/:id/releves/:mois/csv",
  access: "signed-in",
  run: async (context) => {
    const statement = await statementOf(context);
    return {
      kind: "file",
      contentType: "text/csv; charset=utf-8",
      filename: `${fileName(statement.party.reference, statement.month.name)}.csv`,
      body: statementCsv(context.deps, statement, context.language),
    };
  },
});

const pdf = pageRoute({
  method: "get",
  path: "/partenaires/:id/releves/:mois/pdf",
  access: "signed-in",
  run: async (context) => {
    const { deps, language } = context;
    const statement = await statementOf(context);
    return {
      kind: "file",
      contentType: "application/pdf",
      filename: `${fileName(statement.party.reference, statement.month.name)}.pdf`,
      body: statementPdf(deps, statement, { language, printedAt: await fundNow(deps.db) }),
    };
  },
});

/** `releve-CONV-2026-12-2026-11`: of letters, figures and hyphens alone. */
const fileName = (reference: string, name: string): string =>
  `releve-${reference
    .normalize("NFD")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")}-${name}`;

export const statementPages: readonly PageRoute[] = [list, month, csv, pdf];
